//! What concerns security and changes nothing: what staff take out, what is refused to whoever is signed in, and sign-ins that
//! failed. Each is an event of the log. What comes often is rolled together: within a window the same of the same is counted, and the
//! next event says how many came between, so that nobody can flood the log. A log that cannot be written stops nobody.

use crate::db::events::{self, What};
use crate::error::Error;
use crate::limits;
use crate::site::Site;
use futures::FutureExt;
use model::{PersonId, ProblemKind, RoundId, Timestamp};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::net::IpAddr;

/// So long after an event the same is counted only.
pub const WINDOW: i64 = 10 * Timestamp::MINUTE;
/// So many are kept apart at most; beyond that the oldest windows are forgotten.
const MOST: usize = 10_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Refused(PersonId),
    Ballots(PersonId, i64),
    /// Sign-ins to what is somebody's.
    FailedFor(PersonId),
    /// Sign-ins of nobody known, by the subnet they come from.
    FailedFrom(String),
}

/// When something was written last, and how often it came since.
#[derive(Default)]
pub struct Watch(Mutex<FxHashMap<Key, (Timestamp, u32)>>);

impl Watch {
    /// How often it came since it was written last, if it is to be written now.
    fn turn(&self, key: Key, now: Timestamp) -> Option<u32> {
        let mut seen = self.0.lock();
        if let Some((at, more)) = seen.get_mut(&key)
            && now.since(*at) < WINDOW
        {
            *more = more.saturating_add(1);
            return None;
        }
        if seen.len() >= MOST {
            seen.retain(|_, (at, _)| now.since(*at) < WINDOW);
        }
        if seen.len() >= MOST {
            return None;
        }
        Some(seen.insert(key, (now, 0)).map_or(0, |(_, more)| more))
    }
}

/// Something of staff was refused to somebody: what it was, and where it was sent to.
pub async fn refused(site: &Site, person: PersonId, what: &str, sent_to: &str) {
    let Some(more) = site.watch.turn(Key::Refused(person), site.clock.now()) else { return };
    let detail = rolled(&format!("{} ({sent_to})", in_words(what)), more);
    write(site, Some(person), What::new("act.refused", 0), detail).await;
}

/// A sign-in failed: of whoever has what it was tried with, or of nobody known. What was typed is not kept.
pub async fn failed(site: &Site, owner: Option<PersonId>, from: IpAddr, way: &str) {
    let key = match owner {
        Some(owner) => Key::FailedFor(owner),
        None => Key::FailedFrom(limits::subnet(from)),
    };
    let Some(more) = site.watch.turn(key, site.clock.now()) else { return };
    let subject = owner.map_or(0, |owner| owner.0);
    write(site, owner, What::new("sign_in.failed", subject), rolled(way, more)).await;
}

/// The same of whatever way says only that it failed, if it did: not of who came too often, nor of what is not there.
pub async fn failed_if<T>(site: &Site, from: IpAddr, way: &str, outcome: &Result<T, Error>) {
    let Err(Error::Problem(problem)) = outcome else { return };
    if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::NotAllowed) {
        failed(site, None, from, way).await;
    }
}

/// Somebody took a list out.
pub async fn exported(site: &Site, by: PersonId, what: &str) {
    write(site, Some(by), What::new("export.made", 0), what.to_owned()).await;
}

/// One of the staff was given ballots: pages that compute with them read them each time, so these are rolled together.
pub async fn ballots(site: &Site, by: PersonId, round: RoundId) {
    let Some(more) = site.watch.turn(Key::Ballots(by, round.0), site.clock.now()) else { return };
    let what = What::of_round("export.made", round, 0);
    write(site, Some(by), what, rolled("ballots, without names", more)).await;
}

async fn write(site: &Site, by: Option<PersonId>, what: What, detail: String) {
    let now = site.clock.now();
    let written = site
        .db
        .write(move |tx| async move { events::record(tx, now, by, what, Some(&detail)).await }.boxed());
    if let Err(fault) = written.await {
        tracing::error!(error = %fault, kind = what.kind, "the log could not be written");
    }
}

fn rolled(what: &str, more: u32) -> String {
    match more {
        0 => what.to_owned(),
        more => format!("{what}; {more} more since the entry before"),
    }
}

/// `SetAccess` is "set access".
fn in_words(operation: &str) -> String {
    let mut words = String::with_capacity(operation.len() + 4);
    for letter in operation.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_written_once_in_a_window_and_counted() {
        let watch = Watch::default();
        let (ada, bob) = (Key::Refused(PersonId(1)), Key::Refused(PersonId(2)));
        let begun = Timestamp(0);
        assert_eq!(watch.turn(ada.clone(), begun), Some(0));
        assert_eq!(watch.turn(bob, begun), Some(0), "of another it is another");
        assert_eq!(watch.turn(ada.clone(), begun.plus(1)), None);
        assert_eq!(watch.turn(ada.clone(), begun.plus(WINDOW - 1)), None);
        assert_eq!(watch.turn(ada.clone(), begun.plus(WINDOW)), Some(2));
        assert_eq!(watch.turn(ada, begun.plus(2 * WINDOW)), Some(0));
    }

    #[test]
    fn no_more_are_kept_apart_than_there_is_room_for() {
        let watch = Watch::default();
        let key = |number: usize| Key::FailedFrom(number.to_string());
        for number in 0..MOST {
            assert_eq!(watch.turn(key(number), Timestamp(0)), Some(0));
        }
        assert_eq!(watch.turn(key(MOST), Timestamp(1)), None, "it is full");
        assert_eq!(watch.turn(key(MOST), Timestamp(WINDOW)), Some(0), "what is over makes room");
    }

    #[test]
    fn operations_are_read_as_words() {
        assert_eq!(in_words("SetAccess"), "set access");
        assert_eq!(rolled("set access", 3), "set access; 3 more since the entry before");
    }
}
