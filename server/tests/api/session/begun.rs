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
        let vote = CastVote { proposal: id, stance: Stance::Agree, strength: None, red_line: false };
        assert_eq!(browser.call(vote).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let sent = browser.ask(ADA, "/vote").await;
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
        assert_eq!(to, format!("/sign-in?next={}", model::endpoint::encoded(&page)));
        let to = browser.form("/api/v1/sign-in", &to, &[("email", "ada@example.com"), ("next", &page)]).await;
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
        assert_eq!(browser.form(&path, "/propose", &fields).await, "/sign-in?next=%2Fpropose");
        let sent = browser.ask(ADA, "/propose").await;
        let to = browser.form("/api/v1/sign-in/link", "/sign-in/link", &[("token", &sent.token)]).await;
        assert!(to.starts_with("/proposals/") && to.ends_with("/call-before-you-come"), "{to}");
        let shown = body(browser.get(&to).await).await;
        assert!(shown.contains("Your proposal has been sent to the moderators."), "{shown}");
        let mine = browser.call(ListProposals { mine: true, ..serde_json::from_value(serde_json::json!({"round": round})).unwrap() }).await;
        assert_eq!(mine.unwrap().total, 1);
    }

    async fn what_cannot_be_sent_any_more_is_not_lost(here) {
        let round = here.company().await;
        let browser = Browser::new(&here);
        let typed: Propose = proposing(round, "Call before you come");
        assert_eq!(browser.call(typed).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let sent = browser.ask(ADA, "/propose").await;
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
