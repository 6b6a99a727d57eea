//! The stream of changes that open pages follow (server-sent events). It says that something changed and where;
//! pages then read it the ordinary way.

use crate::site::Site;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt, stream};
use http::HeaderMap;
use model::event::Change;
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
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
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heard: Option<i64> = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    // Listens first, and looks then whether something was missed.
    let changes = BroadcastStream::new(site.live.listen());
    let count = site.live.count();
    let missed = heard.or_else(|| known.since?.parse().ok()).is_some_and(|known| known != count);
    let everything = move || (count, Arc::new(Change::Everything));
    let first = stream::iter(missed.then(everything));
    let rest =
        changes.map(move |told| told.unwrap_or_else(|BroadcastStreamRecvError::Lagged(_)| everything()));
    let events = first.chain(rest).map(|(count, change)| {
        let json = serde_json::to_string(&*change).unwrap_or_default();
        Ok(Event::default().id(count.to_string()).event("change").data(json))
    });
    // An open stream would otherwise keep the server from stopping.
    let stopped = site.stopping.clone();
    let events = events.take_until(async move { stopped.cancelled_owned().await });
    Sse::new(events).keep_alive(KeepAlive::new().interval(BREATH))
}
