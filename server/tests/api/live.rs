//! Open pages hear of changes, on whichever instance they happened.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use futures::StreamExt;
use model::Timestamp;
use model::api::proposals::Propose;
use model::api::votes::CastVote;
use model::event::Change;
use model::vote::Stance;
use server::live::Told;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

/// What people are promised: others' pages follow within a second. Generous, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

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
        let vote = CastVote::new(id, Stance::Agree);
        here.call(&ada, vote).await.unwrap();
        for listener in [&mut near, &mut far] {
            heard(listener, |change| *change == Change::Votes { round }).await;
        }
        assert_eq!(other.round(round).await.totals.votes, 1);
    }

    async fn who_missed_something_is_told_so_at_once(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let before = here.told();
        let mut listener = here.site.live.listen();
        here.call(&ada, Propose { round, text: proposal("One") }).await.unwrap();
        heard(&mut listener, |change| *change == Change::Proposals { round }).await;
        let html = here.text(&ada, "/").await;
        let told = format!("\"told\":{}", here.told());
        assert!(html.contains(&told), "a page says how much it knows");
        let missed = first_of(&here, &format!("/api/v1/events?since={before}")).await;
        assert!(missed.contains(r#"data: {"change":"everything"}"#), "{missed}");
    }

    /// While votes keep coming a ranking is made now and then; the last of them must not be left out for good.
    async fn a_vote_that_a_ranking_misses_is_told_once_more(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let id = here.call(&ada, Propose { round, text: proposal("One") }).await.unwrap().id;
        let pause = 4 * server::live::GATHERING;
        let there = here.patient(pause).await;
        let vote = || CastVote::new(id, Stance::Agree);
        assert_eq!(there.round(round).await.totals.votes, 0);
        let mut listener = there.site.live.listen();
        there.call(&ada, vote()).await.unwrap();
        heard(&mut listener, |change| *change == Change::Votes { round }).await;
        assert_eq!(there.round(round).await.totals.votes, 0, "the clock stands still");
        heard(&mut listener, |change| *change == Change::Votes { round }).await;
        there.clock.advance(i64::try_from(pause.as_micros()).unwrap());
        assert_eq!(there.round(round).await.totals.votes, 1);
        // Whoever votes after a quiet while sees it at once.
        there.clock.advance(Timestamp::MINUTE);
        there.call(&bob, vote()).await.unwrap();
        assert_eq!(there.round(round).await.totals.votes, 2);
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
