//! The stream of changes that open pages follow (server-sent events). It says that something changed and where;
//! pages then read it the ordinary way.

use crate::auth::Who;
use crate::live::{Counts, Told};
use crate::memory::Member;
use crate::site::Site;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::future::ready;
use futures::{Stream, StreamExt, stream};
use http::HeaderMap;
use model::event::Change;
use model::{PersonId, RoundId};
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

pub const PATH: &str = "/api/v1/events";

/// How often an idle stream says that it is still there, so that proxies keep it open.
const BREATH: Duration = Duration::from_secs(15);

/// What the page knows already.
#[derive(Deserialize)]
pub struct Known {
    /// `Viewer::told`, as it was when the page was rendered.
    since: Option<String>,
}

pub async fn stream(
    State(site): State<Site>,
    Query(known): Query<Known>,
    Extension(who): Extension<Who>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heard: Option<i64> = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    // Listens first, and looks then whether something was missed.
    let changes = BroadcastStream::new(site.live.listen());
    let mut heeded = Heeded { person: who.id(), counts: site.live.counts(), site: site.clone() };
    let count = heeded.count();
    let missed = heard.or_else(|| known.since?.parse().ok()).is_some_and(|known| known != count);
    let first = stream::iter(missed.then(|| event(count, &Change::Everything)));
    let rest = changes.filter_map(move |told| ready(heeded.heed(told)));
    let events = first.chain(rest).map(Ok);
    // An open stream would otherwise keep the server from stopping.
    let stopped = site.stopping.clone();
    let events = events.take_until(async move { stopped.cancelled_owned().await });
    Sse::new(events).keep_alive(KeepAlive::new().interval(BREATH))
}

/// How much was told of the rounds that this person, or a stranger, may see.
pub fn count(site: &Site, person: Option<&Member>) -> i64 {
    let counts = site.live.counts();
    let world = site.memory.read();
    site.live.count(&counts, |round| world.seen(person, round).is_some())
}

/// What one stream tells: nothing of rounds that its reader may not see, not even by how the numbers go on.
struct Heeded {
    site: Site,
    person: Option<PersonId>,
    counts: Counts,
}

impl Heeded {
    fn heed(&mut self, told: Result<Told, BroadcastStreamRecvError>) -> Option<Event> {
        let Ok((count, change)) = told else {
            self.counts = self.site.live.counts();
            return Some(event(self.count(), &Change::Everything));
        };
        if let Some(round) = change.round() {
            // Counted at the start already, if it was told while this one began to listen.
            let known = self.counts.entry(round).or_default();
            *known = count.max(*known);
            if !self.sees(round) {
                return None;
            }
        }
        Some(event(self.count(), &change))
    }

    fn sees(&self, round: RoundId) -> bool {
        let world = self.site.memory.read();
        let person = self.person.and_then(|person| world.person(person));
        world.seen(person.as_deref(), round).is_some()
    }

    fn count(&self) -> i64 {
        self.site.live.count(&self.counts, |round| self.sees(round))
    }
}

fn event(count: i64, change: &Change) -> Event {
    let json = serde_json::to_string(change).unwrap_or_default();
    Event::default().id(count.to_string()).event("change").data(json)
}
