//! The stream of changes that open pages follow (server-sent events). It says that something changed and where;
//! pages then read it the ordinary way.

use crate::site::Site;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use model::event::Change;
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

pub const PATH: &str = "/api/v1/events";

/// How often an idle stream says that it is still there, so that proxies keep it open.
const BREATH: Duration = Duration::from_secs(15);

pub async fn stream(State(site): State<Site>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = BroadcastStream::new(site.live.listen()).map(|change| {
        let json = match change {
            Ok(change) => serde_json::to_string(&*change),
            Err(BroadcastStreamRecvError::Lagged(_)) => serde_json::to_string(&Change::Everything),
        };
        Ok(Event::default().event("change").data(json.unwrap_or_default()))
    });
    // An open stream would otherwise keep the server from stopping.
    let stopped = site.stopping.clone();
    let changes = futures::StreamExt::take_until(changes, async move { stopped.cancelled_owned().await });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(BREATH))
}
