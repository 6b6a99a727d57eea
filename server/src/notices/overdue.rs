//! Tells moderators, at most once a day, that something has waited in the queue for longer than the operator wants.

use super::herald;
use crate::db::notices::{self as table, NewNotice};
use crate::db::queue;
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::notice::NoticeKind;
use model::person::Role;
use model::queue::Key;
use model::{PersonId, Timestamp};
use std::collections::HashMap;

/// What such a notice calls itself, which no event stands for.
pub const OVERDUE: &str = "queue.overdue";
/// They are not told again before so long.
pub const AGAIN: i64 = Timestamp::DAY;

/// Whichever instance comes first tells; the others find that it has been told.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> anyhow::Result<()> {
    let now = site.clock.now();
    let patience = i64::from(site.config.queue_hours).saturating_mul(Timestamp::HOUR);
    let people = {
        let world = site.memory.read();
        match waiting(&world) {
            Some((_, oldest)) if patience > 0 && now.since(oldest) >= patience => moderators(&world),
            _ => return Ok(()),
        }
    };
    let ways: HashMap<i64, String> = table::ways_of(&site.db, NoticeKind::Desk).await?.into_iter().collect();
    let post = herald::post(now);
    let notice = |(person, reachable): (PersonId, bool)| {
        let way = ways.get(&person.0).and_then(|way| way.parse().ok());
        let way = way.unwrap_or_else(|| NoticeKind::Desk.ordinary());
        NewNotice {
            person,
            kind: NoticeKind::Desk,
            what: OVERDUE.to_owned(),
            round: None,
            subject: 0,
            words: None,
            at: now,
            due: post.due(way).filter(|_| reachable),
            once: false,
        }
    };
    let notices: Vec<NewNotice> = people.into_iter().map(notice).collect();
    site.db
        .write(move |tx| {
            async move {
                if queue::tell_overdue(tx, now, now.plus(-AGAIN)).await? {
                    for notice in &notices {
                        table::add(tx, notice).await?;
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

/// How many wait, and since when the oldest does. What belongs to a made-up round waits for nobody.
pub fn waiting(world: &World) -> Option<(usize, Timestamp)> {
    let sample = |item: Key| {
        let round = match item {
            Key::Proposal(id) => world.round_of(id).map(|round| round.round.sample),
            Key::Comment(id) => {
                let comment = world.talk.comment(id);
                comment.and_then(|one| world.round(one.round)).map(|round| round.round.sample)
            }
            Key::JoinRequest(_) => None,
        };
        round.unwrap_or(false)
    };
    let since: Vec<Timestamp> =
        world.to_decide().filter(|(_, item)| !sample(*item)).map(|(since, _)| since).collect();
    Some((since.len(), since.into_iter().min()?))
}

/// Those who have the role, or else the admins, who may do it too; with whether mail can reach them.
fn moderators(world: &World) -> Vec<(PersonId, bool)> {
    let of = |role: Role| -> Vec<(PersonId, bool)> {
        let people = world.directory.people().filter(|one| one.roles.contains(&role));
        people.map(|one| (one.id, one.email.is_some())).collect()
    };
    let moderators = of(Role::Moderator);
    if moderators.is_empty() { of(Role::Admin) } else { moderators }
}
