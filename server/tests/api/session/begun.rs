//! What a stranger begins is done once they have signed in.

use super::ADA;
use crate::browser::{Browser, Sent, proposing};
use crate::harness::body;
use crate::on_both;
use model::ProblemKind;
use model::api::proposals::{GetProposal, ListProposals, Propose};
use model::api::session::SignOut;
use model::api::votes::CastVote;
use model::round::Moderation;
use model::vote::Stance;

on_both! {
    async fn a_strangers_vote_is_cast_after_signing_in(here) {
        let round = here.company().await;
        let author = here.customer("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let browser = Browser::new(&here);
        let vote = CastVote::new(id, Stance::Agree);
        assert_eq!(browser.call(vote).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let sent = browser.ask_to_go_on(ADA, "/vote").await;
        let signed_in = browser.open_link(&sent).await.unwrap();
        assert_eq!(signed_in.next, "/vote");
        assert!(signed_in.completed.unwrap().starts_with("Your vote counts now, apart from"));
        let mine = browser.call(GetProposal { proposal: id }).await.unwrap().mine.unwrap();
        assert_eq!(mine.stance, Stance::Agree);
        // Once: signing in again does not cast it again.
        browser.call(SignOut {}).await.unwrap();
        assert_eq!(browser.sign_in(ADA).await.completed, None);
    }

    async fn a_confirmed_persons_vote_counts_like_any_other(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let proposal = here.call(&ada, proposing(round, "Send one person")).await.unwrap();
        let (id, page) = (proposal.id, proposal.path());
        let browser = Browser::new(&here);
        let path = format!("/api/v1/proposals/{id}/vote");
        let to = browser.form(&path, &page, &[("stance", "disagree"), ("red_line", "true"), ("next", &page)]).await;
        assert_eq!(to, format!("/sign-in?next={}", model::endpoint::encoded(&page)) + "&begun=1");
        let said = body(browser.get(&to).await).await;
        assert!(said.contains("After signing in, your vote on “Send one person” is cast."), "{said}");
        let to = browser.form("/api/v1/sign-in", &to, &[("email", "ada@example.com"), ("next", &page), ("begun", "1")]).await;
        let code = Sent::read(&here.mail.to("ada@example.com").await).code.unwrap();
        let fields = [("email", "ada@example.com"), ("code", code.as_str()), ("next", page.as_str())];
        assert_eq!(browser.form("/api/v1/sign-in/code", &to, &fields).await, page);
        let shown = body(browser.get(&page).await).await;
        assert!(shown.contains("Your vote counts now."), "{shown}");
        assert!(browser.call(GetProposal { proposal: id }).await.unwrap().mine.unwrap().red_line);
    }

    async fn a_strangers_proposal_is_sent_after_signing_in(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let browser = Browser::new(&here);
        let path = format!("/api/v1/rounds/{round}/proposals");
        let fields = [
            ("kind", "start"), ("title", "Call before you come"), ("why", "We plan our days."),
            ("stages", "0"), ("stages", "2"), ("cultures", "1"),
        ];
        assert_eq!(browser.form(&path, "/propose", &fields).await, "/sign-in?next=%2Fpropose&begun=1");
        let sent = browser.ask_to_go_on(ADA, "/propose").await;
        let to = browser.form("/api/v1/sign-in/link", "/sign-in/link", &[("token", &sent.token)]).await;
        assert!(to.starts_with("/proposals/") && to.ends_with("/call-before-you-come"), "{to}");
        let shown = body(browser.get(&to).await).await;
        assert!(shown.contains("Your proposal has been sent to the moderators."), "{shown}");
        let mine = browser.call(ListProposals { mine: true, ..serde_json::from_value(serde_json::json!({"round": round})).unwrap() }).await;
        assert_eq!(mine.unwrap().total, 1);
    }

    /// Somebody goes away from what they began, and somebody else sits down at the same machine.
    async fn what_somebody_else_began_is_not_done_in_my_name(here) {
        let round = here.company().await;
        let author = here.customer("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let vote = || CastVote { red_line: true, ..CastVote::new(id, Stance::Disagree) };
        let voted = async |browser: &Browser| browser.call(GetProposal { proposal: id }).await.unwrap().mine.is_some();

        // Who only began it, and never asked for a mail.
        let browser = Browser::new(&here);
        assert!(browser.call(vote()).await.is_err());
        assert_eq!(browser.sign_in(ADA).await.completed, None);
        assert!(!voted(&browser).await);

        // Who asked for a mail with it: neither another code, nor a link that came another way, has it done.
        for by_link in [false, true] {
            let browser = Browser::new(&here);
            assert!(browser.call(vote()).await.is_err());
            browser.ask_to_go_on("eve@example.com", "").await;
            let signed_in = match by_link {
                true => browser.open_link(&Browser::new(&here).ask("bob@example.com", "").await).await.unwrap(),
                false => browser.sign_in("bob@example.com").await,
            };
            assert_eq!(signed_in.completed, None);
            assert!(!voted(&browser).await);
            // Nor is it left for the next time.
            browser.call(SignOut {}).await.unwrap();
            assert_eq!(browser.sign_in("eve@example.com").await.completed, None);
        }
        assert_eq!(here.round(round).await.totals.votes, 0);
    }

    async fn a_sign_in_says_what_it_will_do_and_lets_one_drop_it(here) {
        let round = here.company().await;
        let author = here.customer("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let browser = Browser::new(&here);
        let vote = CastVote::new(id, Stance::Agree);
        assert!(browser.call(vote).await.is_err());
        assert!(browser.call(proposing(round, "Call before you come")).await.is_err());
        let both = ["your vote on “Send one person” is cast.", "your proposal “Call before you come” is sent."];
        let page = "/sign-in?next=%2F&begun=1";
        let shows = async |page: &str| {
            let html = body(browser.get(page).await).await;
            both.map(|words| html.contains(words))
        };
        assert_eq!(shows(page).await, [true; 2]);
        assert_eq!(shows("/sign-in").await, [false; 2], "who comes another way is somebody else");
        let sent = browser.ask_to_go_on(ADA, "/").await;
        let code = |email: &str| format!("/sign-in?email={}&next=%2F&sent=1&begun=1", model::endpoint::encoded(email));
        assert_eq!(shows(&code(ADA)).await, [true; 2]);
        assert_eq!(shows(&code("eve@example.com")).await, [false; 2]);
        let link = format!("/sign-in/link?token={}", sent.token);
        assert_eq!(shows(&link).await, [true; 2]);
        assert_eq!(shows("/sign-in/link?token=another").await, [false; 2]);
        let other = Browser::new(&here).ask("bob@example.com", "").await;
        assert_eq!(shows(&format!("/sign-in/link?token={}", other.token)).await, [false; 2]);

        let form = [("next", "/sign-in?next=%2F")];
        assert_eq!(browser.form("/api/v1/sign-in/begun/drop", page, &form).await, "/sign-in?next=%2F");
        assert_eq!(shows(page).await, [false; 2]);
        assert_eq!(browser.open_link(&sent).await.unwrap().completed, None);
        assert_eq!(here.round(round).await.totals.votes, 0);
    }

    async fn what_cannot_be_sent_any_more_is_not_lost(here) {
        let round = here.company().await;
        let browser = Browser::new(&here);
        let typed: Propose = proposing(round, "Call before you come");
        assert_eq!(browser.call(typed).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let sent = browser.ask_to_go_on(ADA, "/propose").await;
        // Meanwhile the round closes.
        let closes = here.clock.now();
        here.write(server::db::events::What::of_round("round.phase_closed", round, round.0), move |tx| {
            use futures::FutureExt;
            let window = model::round::Window {
                phase: model::round::Phase::Propose, opens: Some(closes), closes: Some(closes),
            };
            async move { server::db::rounds::put_window(tx, round, window).await }.boxed()
        })
        .await;
        let signed_in = browser.open_link(&sent).await.unwrap();
        assert_eq!((signed_in.next.as_str(), signed_in.completed), ("/propose", None));
        let shown = body(browser.get("/propose").await).await;
        assert!(shown.contains("This round takes no new proposals now."), "{shown}");
    }
}
