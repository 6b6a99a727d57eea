//! Asking customers in turn whether promises are kept: a few letters a day, evenly over accounts and promises (`asking/turns.rs`),
//! at the moment that their purchases make the right one (`asking/moments.rs`), each once, however many instances there are. Nobody is asked until the company says so.

pub mod moments;
pub mod turns;

use crate::api::designs::Sight;
use crate::db::asks::{self as table, NewAsk, Turns};
use crate::db::{Tx, events, hushed, notices};
use crate::mail::letters::{self, Question};
use crate::notices::post;
use crate::promises::{Held, Standing};
use crate::signed::{self, Secret, Sort};
use crate::site::Site;
use futures::FutureExt;
use model::notice::{NoticeKind, NoticeWay};
use model::promise::{Progress, Quarter};
use model::time::Day;
use model::{PersonId, PracticeId, RoundId, Timestamp, Title};
use rustc_hash::{FxHashMap, FxHashSet};
use turns::{Asked, Reader};

/// How long the link in a letter works.
pub const LIFE: i64 = 30 * Timestamp::DAY;
/// How many accounts are asked about one promise in a quarter at most: where a third of them answer, twenty voices.
pub const PER_PROMISE: usize = 60;
/// Letters in one transaction.
const BATCH: usize = 50;

/// Writes the letters that are due.
///
/// # Errors
/// Those of the database.
pub async fn catch_up(site: &Site) -> anyhow::Result<()> {
    while step(site).await? {}
    Ok(())
}

/// Writes some of the letters that are due, and says whether there may be more.
async fn step(site: &Site) -> anyhow::Result<bool> {
    let turns = table::turns(&site.db).await?;
    let Some(since) = turns.since else { return Ok(false) };
    // Nobody is written to about a made-up round.
    let all = site.promises.all(site, Sight::All).await;
    let all = all.map_err(|fault| anyhow::anyhow!(fault.told().message))?;
    for standing in all.iter().filter(|one| !one.sample) {
        let others = all.iter().filter(|other| other.version != standing.version);
        let of_others = others.flat_map(|other| other.promises.iter().map(|held| held.id.0)).collect();
        if of_design(site, standing, (&turns, since), &of_others).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The same for one of the designs that hold, at its own pace. `of_others`: what the others promise.
async fn of_design(
    site: &Site,
    standing: &Standing,
    (turns, since): (&Turns, Timestamp),
    of_others: &FxHashSet<i64>,
) -> anyhow::Result<bool> {
    let now = site.clock.now();
    let quarter = Quarter::of(now);
    let promises: Vec<(PracticeId, Title)> =
        in_place(standing, now).map(|held| (held.id, held.title.clone())).collect();
    let rows = table::of_quarter(&site.db, quarter).await?;
    let readers = readers(site, standing.round, None).await?;
    let in_turn = rows.iter().filter(|row| row.by_person.is_none() && row.at >= since.0);
    let sent = in_turn.filter(|row| !of_others.contains(&row.practice)).count();
    let goal = (promises.len() * PER_PROMISE).min(readers.len() * turns.cap as usize);
    let due = turns::due(goal, since, now).saturating_sub(sent).min(BATCH);
    if due == 0 {
        return Ok(false);
    }
    let asked: Vec<(i64, i64)> = rows.iter().map(|row| (row.practice, row.person)).collect();
    // Who wants no letters about a promise is asked about another.
    let mut reported: FxHashSet<(i64, i64)> = table::reported(&site.db, quarter).await?.into_iter().collect();
    reported.extend(hushed::promises(&site.db).await?);
    let numbers: Vec<i64> = promises.iter().map(|(id, _)| id.0).collect();
    let asked = Asked { letters: &asked, reported: &reported, cap: turns.cap };
    let moments = moments::read(site, standing, now).await?;
    let when = |practice, account| moments.of(practice, account);
    let plan = turns::plan(&readers, &numbers, &asked, &when, (quarter.0.cast_unsigned(), due));
    let letters: Vec<Wanted> = plan
        .into_iter()
        .filter_map(|(practice, person)| {
            let (practice, title) = promises.iter().find(|(id, _)| id.0 == practice)?.clone();
            Some(Wanted { practice, title, person: PersonId(person), by: None })
        })
        .collect();
    write(site, *turns, letters, rows.len()).await
}

/// What is to be asked of whom.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub practice: PracticeId,
    pub title: Title,
    pub person: PersonId,
    /// Who was in contact with them.
    pub by: Option<PersonId>,
}

/// Says whether there may be more. What another instance has begun meanwhile is left to it.
async fn write(site: &Site, turns: Turns, letters: Vec<Wanted>, seen: usize) -> anyhow::Result<bool> {
    if letters.is_empty() {
        return Ok(false);
    }
    let (own, quarter) = (site.clone(), Quarter::of(site.clock.now()));
    site.db
        .write(move |tx| {
            async move {
                // Whoever counts letters holds the counter, so that two never count the same.
                events::take(tx, 0).await?;
                if table::count(tx, quarter).await? == seen as i64 {
                    for wanted in &letters {
                        send(&own, tx, wanted, turns.cap, NoticeWay::Now).await?;
                    }
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    Ok(true)
}

/// Notes that somebody is asked, and lets the letter leave as they want it. Says whether there was room for it. The caller holds the
/// counter of events.
///
/// # Errors
/// Those of the database.
pub async fn send(
    site: &Site,
    tx: &mut Tx,
    wanted: &Wanted,
    cap: u32,
    way: NoticeWay,
) -> Result<bool, sqlx::Error> {
    let (now, secret) = (site.clock.now(), Secret::new(site));
    let expires = now.plus(LIFE);
    let Wanted { practice, person, by, .. } = *wanted;
    let new = NewAsk { practice, person, by, at: now, hash: secret.hash, expires };
    if !table::add(tx, &new, cap).await? {
        return Ok(false);
    }
    let by = by.and_then(|by| site.memory.read().person(by));
    let link = site.config.link(&format!("/was-it-kept/{}", secret.key));
    let item = [post::PROMISE, &practice.to_string()].concat();
    let sort = Sort { kind: NoticeKind::Ask, item: Some(&item), way };
    signed::send(site, tx, person, sort, |reader| {
        letters::question(&Question {
            to: reader.to,
            name: reader.name,
            by: by.as_ref().map(|by| by.name.as_str()),
            company: reader.company,
            title: wanted.title.as_str(),
            link: &link,
            until: Day::of(expires),
            cap,
            stop: reader.stop,
            item: reader.item,
        })
    })
    .await?;
    Ok(true)
}

/// The promises that can be asked about: in place, and begun.
pub fn in_place(standing: &Standing, now: Timestamp) -> impl Iterator<Item = &Held> {
    standing.promises.iter().filter(move |held| {
        let stated = standing.stated(held.id);
        stated.is_some_and(|stated| {
            let begun = stated.starts.is_none_or(|day| day <= Day::of(now));
            stated.progress == Progress::InPlace && begun
        })
    })
}

/// Who may be asked: customers of confirmed accounts whom mail reaches; in turn only those who take such letters at once, or, of
/// one account, whoever may be asked there.
///
/// # Errors
/// Those of the database.
pub async fn readers(
    site: &Site,
    round: RoundId,
    account: Option<model::AccountId>,
) -> anyhow::Result<Vec<Reader>> {
    let ways: FxHashMap<i64, String> =
        notices::ways_of(&site.db, NoticeKind::Ask).await?.into_iter().collect();
    let world = site.memory.read();
    let reader = |member: &std::sync::Arc<crate::memory::Member>| {
        let topmost = world.speaks_for(member.id)?;
        let reached =
            member.email.is_some() && !member.is_staff() && world.seen(Some(member), round).is_some();
        let wanted = match account {
            Some(account) => member.account == Some(account) || topmost == account,
            None => ways.get(&member.id.0).is_none_or(|way| way == NoticeWay::Now.word()),
        };
        (reached && wanted).then_some(Reader { person: member.id.0, account: topmost.0 })
    };
    let mut readers: Vec<Reader> = world.directory.people().filter_map(reader).collect();
    readers.sort_unstable_by_key(|reader| reader.person);
    Ok(readers)
}
