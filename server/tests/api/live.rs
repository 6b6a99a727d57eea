//! Open pages hear of changes, on whichever instance they happened.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use futures::StreamExt;
use model::api::proposals::Propose;
use model::api::votes::CastVote;
use model::event::Change;
use model::vote::Stance;
use server::live::Told;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

/// What people are promised: others' pages follow within a second. Generous, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

async fn heard(listener: &mut Receiver<Told>, wanted: impl Fn(&Change) -> bool) {
    let wait = async { while !wanted(&listener.recv().await.unwrap().1) {} };
    tokio::time::timeout(PATIENCE, wait).await.expect("the change was not told");
}

/// The first that a stream sends.
async fn first_of(here: &Here, path: &str) -> String {
    let mut stream = here.get(&Caller::stranger(), path).await.into_body().into_data_stream();
    let first = tokio::time::timeout(PATIENCE, stream.next()).await.expect("nothing was sent");
    String::from_utf8_lossy(&first.unwrap().unwrap()).into_owned()
}

on_both! {
    async fn changes_are_told_here_and_on_other_instances(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let other = here.another().await;
        let (mut near, mut far) = (here.site.live.listen(), other.site.live.listen());
        let id = here.call(&ada, Propose { round, text: proposal("One") }).await.unwrap().id;
        for listener in [&mut near, &mut far] {
            heard(listener, |change| *change == Change::Proposals { round }).await;
        }
        let vote = CastVote { proposal: id, stance: Stance::Agree, strength: None, red_line: false };
        here.call(&ada, vote).await.unwrap();
        for listener in [&mut near, &mut far] {
            heard(listener, |change| *change == Change::Votes { round }).await;
        }
        assert_eq!(other.round(round).await.totals.votes, 1);
    }

    async fn who_missed_something_is_told_so_at_once(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let before = here.site.live.count();
        let mut listener = here.site.live.listen();
        here.call(&ada, Propose { round, text: proposal("One") }).await.unwrap();
        heard(&mut listener, |change| *change == Change::Proposals { round }).await;
        let html = here.text(&ada, "/").await;
        let told = format!("\"told\":{}", here.site.live.count());
        assert!(html.contains(&told), "a page says how much it knows");
        let missed = first_of(&here, &format!("/api/v1/events?since={before}")).await;
        assert!(missed.contains(r#"data: {"change":"everything"}"#), "{missed}");
    }

    async fn the_stream_sends_them_as_events(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let response = here.get(&Caller::stranger(), "/api/v1/events").await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = response.into_body().into_data_stream();
        here.call(&ada, Propose { round, text: proposal("One") }).await.unwrap();
        let wait = async {
            let mut text = String::new();
            while !text.contains(r#"data: {"change":"proposals","round":"#) {
                text.push_str(&String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()));
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the change was not sent");
        // Told to stop, the stream ends, and does not hold the server.
        here.site.stopping.cancel();
        let end = async { while stream.next().await.is_some() {} };
        tokio::time::timeout(PATIENCE, end).await.expect("the stream did not end");
    }
}
