//! Phases that have opened or closed, by hand or by themselves, as news to whoever may see their round, and to hooks.

use super::herald::{post, ways};
use super::words::{PHASES, packed};
use crate::db::hooks as hook_table;
use crate::db::notices::{self as table, HeraldRow, NewNotice, Post};
use crate::hooks::phases::{self as hooks, Changed};
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::access::Audience;
use model::notice::NoticeKind;
use model::round::{Phase, Window};
use model::{PersonId, RoundId, Timestamp};

/// A phase that is opened or closed by mistake can be set right for so long before anybody is told.
pub const PATIENCE: i64 = Timestamp::MINUTE;

/// Tells customers of phases that have opened or closed, by hand or by themselves.
///
/// # Errors
/// Those of the database.
pub async fn tell(site: &Site) -> anyhow::Result<()> {
    let from = table::herald(&site.db).await?;
    let now = site.clock.now();
    let until = now.plus(-PATIENCE);
    let changes = match from.until {
        Some(since) => changed(&site.memory.read(), Timestamp(since), until, now),
        None => Vec::new(),
    };
    if from.until.is_some() && changes.is_empty() {
        return Ok(());
    }
    let to = HeraldRow { until: Some(until.0), ..from.clone() };
    let post = post(now);
    let hooks = hooks::told(site, &changes, now).await?;
    let changes = changes.into_iter().map(|one| (one.round, packed(&one.opened, &one.closed))).collect();
    let (for_all, notices) = told(site, changes, post).await?;
    site.db
        .write(move |tx| {
            async move {
                if table::advance(tx, &from, &to).await? {
                    for (round, packed) in for_all {
                        let kind = NoticeKind::Phase;
                        table::add_to_customers(tx, kind, PHASES, round, packed, now, post).await?;
                    }
                    for notice in &notices {
                        table::add(tx, notice).await?;
                    }
                    for delivery in &hooks {
                        hook_table::add_delivery(tx, delivery, now).await?;
                    }
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    site.notices.forget_all();
    Ok(())
}

/// What is to be told to all customers, and, of rounds that are not for all of them, to each.
async fn told(
    site: &Site,
    changes: Vec<(RoundId, i64)>,
    post: Post,
) -> anyhow::Result<(Vec<(RoundId, i64)>, Vec<NewNotice>)> {
    let kind = NoticeKind::Phase;
    let ways = ways(site, std::iter::once(kind)).await?;
    let (mut for_all, mut notices) = (Vec::new(), Vec::new());
    let (world, at) = (site.memory.read(), site.clock.now());
    for (round, subject) in changes {
        let Some(people) = invited(&world, round) else {
            for_all.push((round, subject));
            continue;
        };
        notices.extend(people.into_iter().map(|(person, mail)| {
            let way = ways.get(&(kind, person.0)).copied().unwrap_or_else(|| kind.ordinary());
            let due = post.due(way).filter(|_| mail);
            let what = PHASES.to_owned();
            NewNotice { person, kind, what, round: Some(round), subject, words: None, at, due, once: false }
        }));
    }
    Ok((for_all, notices))
}

/// The customers who may see a round, and whether they have an address; `None` where that is all of them.
fn invited(world: &World, round: RoundId) -> Option<Vec<(PersonId, bool)>> {
    let memory = world.round(round)?;
    if matches!(memory.round.access.see, Audience::Public | Audience::Customers) {
        return None;
    }
    let people = world.directory.people().filter(|person| !person.is_staff() && !person.guest);
    let people = people.filter(|person| world.sees(Some(person), memory));
    Some(people.map(|person| (person.id, person.email.is_some())).collect())
}

/// What opened or closed after `since` and no later than `until`, and is so still.
fn changed(world: &World, since: Timestamp, until: Timestamp, now: Timestamp) -> Vec<Changed> {
    let within = |at: Option<Timestamp>| at.is_some_and(|at| at > since && at <= until);
    let rounds = world.rounds().filter(|round| !round.round.sample);
    let changes = rounds.map(|round| {
        let open = round.round.open_at(now);
        let windows = || round.round.windows.iter();
        // The first that freezes closes what is open before it.
        let freezes = windows().filter(|window| window.phase.freezes() && open.contains(&window.phase));
        let frozen = freezes.filter_map(|window| window.opens).min();
        let closes = |window: &Window| if window.open_at(now) { frozen } else { window.closes };
        let phases = |now_open: bool, news: &dyn Fn(&Window) -> Option<Timestamp>| -> Vec<Phase> {
            let windows = windows().filter(|window| open.contains(&window.phase) == now_open);
            windows.filter(|window| within(news(window))).map(|window| window.phase).collect()
        };
        let (opened, closed) = (phases(true, &|window| window.opens), phases(false, &closes));
        Changed { round: round.round.id, opened, closed }
    });
    changes.filter(|one| !one.opened.is_empty() || !one.closed.is_empty()).collect()
}
