//! Pages, as the server renders them.

use crate::harness::{Caller, body, proposal};
use crate::on_both;
use futures::StreamExt;
use http::Request;
use model::api::proposals::Propose;
use model::api::votes::CastVote;
use model::person::Role;
use model::vote::Stance;
use std::sync::Arc;

/// The run that shows whether rendering can hang: this many pages, this many at once, on two worker threads (as
/// every test here has).
const PAGES: usize = 1_000;
const AT_ONCE: usize = 20;

on_both! {
    async fn a_thousand_pages_on_two_threads_all_end(here) {
        let round = here.company().await;
        let (ada, admin) = (here.customer("Ada").await, here.staff("Al", Role::Admin).await);
        let mut path = String::new();
        for n in 0..25 {
            let made = here.call(&ada, Propose { round, text: proposal(&format!("Number {n}")) }).await.unwrap();
            path = made.path();
        }
        let paths = [
            "/", "/?sort=new&page=2", "/?stage=3&kind=start", &path, "/propose", "/vote", "/me", "/sign-in", "/design",
            "/queue", "/studio", "/accounts", "/people", "/manage", "/nowhere", "/rounds/1",
        ];
        let callers = [Caller::stranger(), ada, admin];
        let here = Arc::new(here);
        // Each in a task of its own: what waits for the database may go on in another thread than it began in.
        let pages = futures::stream::iter(0..PAGES).map(|n| {
            let (path, who) = (paths[n % paths.len()].to_owned(), callers[n % callers.len()].clone());
            let here = here.clone();
            tokio::spawn(async move {
                let response = here.get(&who, &path).await;
                let status = response.status();
                let html = body(response).await;
                let ended = status.is_redirection() || html.ends_with("</html>");
                assert!(ended && !status.is_server_error(), "{path} as {}: {status}", who.id);
            })
        });
        let all = pages.buffer_unordered(AT_ONCE).collect::<Vec<_>>();
        let all = tokio::time::timeout(std::time::Duration::from_secs(300), all).await.expect("a page hangs");
        for page in all {
            page.unwrap();
        }
    }

    async fn content_is_there_before_any_script(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let made = here.call(&ada, Propose { round, text: proposal("Send one person, not five") }).await.unwrap();
        let vote = CastVote::new(made.id, Stance::Agree);
        here.call(&ada, vote).await.unwrap();
        for path in ["/".to_owned(), made.path()] {
            let html = here.text(&ada, &path).await;
            assert!(html.contains("Send one person, not five"), "{path}");
            assert!(html.contains("aria-pressed=\"true\""), "my vote is lit: {path}");
            let stranger = here.text(&Caller::stranger(), &path).await;
            assert!(!stranger.contains("aria-pressed=\"true\""), "{path}");
        }
    }

    async fn one_is_one_and_two_are_many(here) {
        let round = here.company().await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        for (title, words) in [("One", ["1 proposal, 1 vote<", "1 account, 1 person, 1 vote<"]), ("Two", ["2 proposals, 2 votes<", "1 account, 1 person, 2 votes<"])] {
            let made = here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap();
            let vote = CastVote::new(made.id, Stance::Agree);
            here.call(&ada, vote).await.unwrap();
            for (path, words) in ["/manage", "/"].into_iter().zip(words) {
                let html = here.text(&moderator, path).await.replace("<!>", "");
                assert!(html.contains(words), "{path}: {words}: {html}");
            }
        }
    }

    async fn a_list_leads_to_itself_and_is_not_kept_by_the_browser(here) {
        let round = here.company().await;
        for (path, base) in [("/".to_owned(), "/?".to_owned()), (format!("/rounds/{round}"), format!("/rounds/{round}?"))] {
            let response = here.get(&Caller::stranger(), &path).await;
            assert_eq!(response.headers()["cache-control"], "no-store");
            let html = body(response).await;
            assert!(html.contains(&format!("href=\"{base}stage=0\"")), "{path}");
        }
    }

    async fn many_fields_are_refused_as_quickly_as_few(here) {
        let round = here.company().await;
        let junk: String = (0..20_000).map(|n| format!("\"a{n}\":\"x\",")).collect();
        let body = format!("{{{junk}\"kind\":\"start\",\"title\":\"x\",\"why\":\"y\",\"stages\":[0],\"cultures\":[0]}}");
        let path = format!("/api/v1/rounds/{round}/proposals");
        let request = Request::post(path).header("content-type", "application/json").body(body.into()).unwrap();
        let asked = here.raw(request);
        let response = tokio::time::timeout(std::time::Duration::from_secs(20), asked).await.expect("it takes for ever");
        assert_eq!(response.status(), 422);
    }

    async fn absent_pages_say_so(here) {
        here.company().await;
        for path in ["/nowhere", "/proposals/999/x", "/rounds/999", "/rounds/abc", "/design/7", "/pkg/old/accord.js"] {
            assert_eq!(here.get(&Caller::stranger(), path).await.status(), 404, "{path}");
        }
    }
}
