//! Asking customers whether a promise was kept, and what they answer. What they answer is a report like any other: one a person,
//! practice and quarter, whichever way it came.

use super::accounts;
use super::designs::Sight;
use super::promises;
use crate::asking::{self, Wanted};
use crate::auth::{Admin, Anyone, AskReader, Asker};
use crate::clock::digest;
use crate::db::asks::{self as table, AskRow, Turns};
use crate::db::events::{self, What};
use crate::db::{hushed, notices, promises as reports};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::promises::{Held, Standing};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::asks::{
    AnswerAsked, AskAfterContact, CloseAsked, GetAsked, ListAsked, SetTurns, TakeBackAsked,
};
use model::ask::{Asked, AskedLine, Asks, MOST_CAP};
use model::cells::{Cell, CellOf};
use model::notice::NoticeKind;
use model::promise::{Quarter, Reported};
use model::{PersonId, PracticeId, Problem, RoundId, Timestamp, Title};
use std::str::FromStr;

/// The newest; what is older has had its time.
const LISTED: i64 = 200;

pub async fn ask(site: Site, who: Asker, request: AskAfterContact) -> Result<Done> {
    let (now, by) = (site.clock.now(), who.id);
    let sight = Sight::Of(Some(&who));
    let place = request.cell.as_deref().map(CellOf::from_str).transpose();
    let place = place.map_err(|_| Problem::field("cell", "Choose a cell, or a promise."))?;
    let standing = match request.practice {
        Some(practice) => site.promises.with(&site, sight, practice).await?,
        None => site.promises.asked(&site, sight, place.and_then(|place| place.version)).await?,
    };
    let about = about(&standing, request.practice, place.map(|place| place.cell), now)?;
    let rows = table::of_quarter(&site.db, Quarter::of(now)).await?;
    let person = person(&site, standing.round, &request, &rows).await?;
    let hushed = hushed::of(&site.db, person).await?.promises;
    let about: Vec<_> = about.into_iter().filter(|(id, _)| !hushed.contains(&id.0)).collect();
    if about.is_empty() {
        return Err(Problem::conflict("They want no more letters about this.").into());
    }
    let Some((practice, title)) = least_asked(about, person, &rows) else {
        let message = "They have been asked about this in this quarter already.";
        return Err(Problem::conflict(message).into());
    };
    site.limits.check(Limit::Note, &person.to_string())?;
    let ways = notices::ways(&site.db, person).await?;
    let way = ways.into_iter().find(|(kind, _)| *kind == NoticeKind::Ask).map(|(_, way)| way);
    let (way, cap) = (way.unwrap_or(NoticeKind::Ask.ordinary()), table::turns(&site.db).await?.cap);
    let (wanted, own) = (Wanted { practice, title, person, by: Some(by) }, site.clone());
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if !asking::send(&own, tx, &wanted, cap, way).await? {
                    let message = format!(
                        "They have been asked {cap} times in this quarter, which is as often as we ask anybody."
                    );
                    return Err(Error::from(Problem::conflict(message)));
                }
                let what = What::new("promise.asked", wanted.practice.0);
                Ok(events::record(tx, now, Some(by), what, None).await?)
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// The promises that it may be about.
fn about(
    standing: &Standing,
    practice: Option<PracticeId>,
    cell: Option<Cell>,
    now: Timestamp,
) -> Result<Vec<(PracticeId, Title)>> {
    let holding = asking::in_place(standing, now);
    let found: Vec<&Held> = match (practice, cell) {
        (Some(practice), _) => holding.filter(|held| held.id == practice).collect(),
        (None, Some(cell)) => {
            holding.filter(|held| held.stages.has(cell.stage) && held.cultures.has(cell.culture)).collect()
        }
        (None, None) => return Err(Problem::field("practice", "Choose what it was about.").into()),
    };
    if found.is_empty() {
        let field = if practice.is_some() { "practice" } else { "cell" };
        let message = "Nothing of it is in place yet. Say how far it is under “Is it kept?”.";
        return Err(Problem::field(field, message).into());
    }
    Ok(found.into_iter().map(|held| (held.id, held.title.clone())).collect())
}

/// With whom the contact was: a customer, or whoever of an account has been asked least.
async fn person(site: &Site, round: RoundId, request: &AskAfterContact, rows: &[AskRow]) -> Result<PersonId> {
    let refuse = |field: &str, message: &str| Err(Problem::field(field, message).into());
    if let Some(email) = &request.email {
        let world = site.memory.read();
        let mut people = world.directory.people();
        return match people.find(|member| member.email.as_ref() == Some(email)) {
            None => refuse("email", "Nobody here has this address. Invite them first."),
            Some(member) if member.is_staff() => {
                refuse("email", "They are staff. Customers say whether a promise was kept.")
            }
            Some(member) if world.seen(Some(member), round).is_none() => {
                refuse("email", "They may not see the round that this was promised in.")
            }
            Some(member) => Ok(member.id),
        };
    }
    let Some(account) = &request.account else {
        return refuse("email", "Say with whom you were in contact: an address, or an account below.");
    };
    let Some(account) = accounts::called(site, account).await? else {
        return refuse("account", "There is no account of this name.");
    };
    let readers = asking::readers(site, round, Some(account)).await?;
    let letters = |person: i64| rows.iter().filter(|row| row.person == person).count();
    let least = readers.iter().min_by_key(|reader| (letters(reader.person), reader.person));
    match least {
        Some(reader) => Ok(PersonId(reader.person)),
        None => refuse("account", "Nobody of this account can be written to."),
    }
}

/// What has been asked about least, of what this person has not been asked yet.
fn least_asked(
    about: Vec<(PracticeId, Title)>,
    person: PersonId,
    rows: &[AskRow],
) -> Option<(PracticeId, Title)> {
    let asked = |practice: PracticeId| rows.iter().filter(move |row| row.practice == practice.0);
    let mut open: Vec<_> =
        about.into_iter().filter(|(id, _)| asked(*id).all(|row| row.person != person.0)).collect();
    open.sort_by_key(|(id, _)| (asked(*id).count(), *id));
    open.into_iter().next()
}

pub async fn list(site: Site, who: AskReader, _request: ListAsked) -> Result<Asks> {
    let quarter = Quarter::of(site.clock.now());
    let (rows, turns) = (table::by(&site.db, who.id, LISTED).await?, table::turns(&site.db).await?);
    let letters = table::of_quarter(&site.db, quarter).await?.len();
    let all = site.promises.all(&site, Sight::Of(Some(&who))).await?;
    let world = site.memory.read();
    let line = |row: &AskRow| {
        let held = all.iter().find_map(|standing| standing.find(PracticeId(row.practice)))?;
        let title = held.title.clone();
        let name = world.person(PersonId(row.person))?.name.clone();
        Some(AskedLine { practice: PracticeId(row.practice), title, name, at: Timestamp(row.at) })
    };
    Ok(Asks {
        lines: rows.iter().filter_map(line).collect(),
        turns: turns.since.is_some(),
        cap: turns.cap,
        letters: u32::try_from(letters).unwrap_or(u32::MAX),
    })
}

pub async fn set_turns(site: Site, who: Admin, request: SetTurns) -> Result<Done> {
    if !(1..=MOST_CAP).contains(&request.cap) {
        let message = format!("Once to {MOST_CAP} times in a quarter.");
        return Err(Problem::field("cap", message).into());
    }
    let (now, by) = (site.clock.now(), who.id);
    let before = table::turns(&site.db).await?;
    // Whoever only changes how often leaves the pace as it is.
    let since = request.turns.then(|| before.since.unwrap_or(now));
    let turns = Turns { since, cap: request.cap };
    site.db
        .write(move |tx| {
            async move {
                table::set_turns(tx, turns, by, now).await?;
                let detail = match turns.since {
                    Some(_) => format!("on, at most {} a person and quarter", turns.cap),
                    None => "off".to_owned(),
                };
                let what = What::new("promise.asking", 0);
                Ok::<_, Error>(events::record(tx, now, Some(by), what, Some(&detail)).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn get(site: Site, _who: Anyone, request: GetAsked) -> Result<Asked> {
    let row = asked(&site, &request.key).await?;
    show(&site, &row).await
}

/// What a letter's key leads to, for as long as it works.
async fn asked(site: &Site, key: &str) -> Result<AskRow> {
    let row = table::of_hash(&site.db, &digest(key)).await?;
    let now = site.clock.now().0;
    Ok(row.filter(|row| row.expires > now).ok_or_else(|| Problem::not_found("letter"))?)
}

async fn show(site: &Site, row: &AskRow) -> Result<Asked> {
    let (person, practice) = (PersonId(row.person), PracticeId(row.practice));
    let quarter = Quarter::of(site.clock.now());
    let mine = reports::mine(&site.db, person, quarter).await?;
    let mine = mine.into_iter().find(|(id, _)| *id == practice).map(|(_, reported)| reported);
    let (title, shut) = match holds(site, person, practice).await? {
        Ok(title) => (Some(title), None),
        Err(problem) => (None, Some(problem)),
    };
    let by = row.by_person.and_then(|by| site.memory.read().person(PersonId(by)));
    Ok(Asked {
        practice,
        title,
        by: by.map(|by| by.name.clone()),
        at: Timestamp(row.at),
        expires: Timestamp(row.expires),
        quarter,
        mine,
        shut: shut.map(|problem| problem.message),
    })
}

/// The promise's title, or why they cannot report of it any more.
async fn holds(
    site: &Site,
    person: PersonId,
    practice: PracticeId,
) -> Result<std::result::Result<Title, Problem>> {
    let reader = site.memory.read().person(person);
    let Some(reader) = reader else { return Ok(Err(Problem::not_found("letter"))) };
    if let Err(problem) = promises::customers_alone(&reader) {
        return Ok(Err(problem));
    }
    match promises::promised(site, &reader, practice).await {
        Ok((promise, _)) => Ok(Ok(promise.title)),
        Err(Error::Problem(_)) => {
            let message =
                "What we asked about no longer stands in the design: something else has taken its place.";
            Ok(Err(Problem::conflict(message)))
        }
        Err(fault) => Err(fault),
    }
}

pub async fn answer(site: Site, _who: Anyone, request: AnswerAsked) -> Result<Asked> {
    let AnswerAsked { key, kept, feeling, words, readable, named } = request;
    let reported = Reported { kept, feeling, words, readable, named: named && readable };
    put(&site, &key, Some(reported)).await
}

pub async fn take_back(site: Site, _who: Anyone, request: TakeBackAsked) -> Result<Asked> {
    put(&site, &request.key, None).await
}

pub async fn close(site: Site, _who: Anyone, request: CloseAsked) -> Result<Asked> {
    let row = asked(&site, &request.key).await?;
    promises::close_for(&site, PracticeId(row.practice), PersonId(row.person)).await?;
    show(&site, &row).await
}

async fn put(site: &Site, key: &str, reported: Option<Reported>) -> Result<Asked> {
    let row = asked(site, key).await?;
    let (person, practice) = (PersonId(row.person), PracticeId(row.practice));
    holds(site, person, practice).await??;
    site.limits.check(Limit::Vote, &person.to_string())?;
    promises::put(site, practice, person, reported).await?;
    show(site, &row).await
}
