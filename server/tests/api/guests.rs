//! Taking part without an account, where a round allows it; and keeping one's votes on signing in.

use crate::browser::{Browser, proposing};
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::permissions::fixture::{open, set};
use model::api::access::{SetAccess, Who};
use model::api::comments::AddComment;
use model::api::mine::{GetMyData, Leave};
use model::api::notices::GetNews;
use model::api::people::ListPeople;
use model::api::proposals::{GetProposal, ListProposals, Propose};
use model::api::rounds::{ClosePhase, GetRound};
use model::api::session::{GetViewer, SignOut};
use model::api::votes::{CastVote, ListMyVotes};
use model::comment::Kind;
use model::person::Role;
use model::round::Phase;
use model::vote::{Stance, Vote};
use model::{ProblemKind, ProposalId, RoundId};
use server::notices;

const ADA: &str = "ada@example.com";

fn vote(proposal: ProposalId, stance: Stance) -> CastVote {
    CastVote::new(proposal, stance)
}

/// A round in which guests may vote, with two proposals.
async fn for_guests(here: &Here) -> (RoundId, [ProposalId; 2], Caller) {
    let round = here.company().await;
    let admin = here.staff("Xena", Role::Admin).await;
    set(here, &admin, SetAccess { vote: Who::Public.into(), ..open(round) }).await;
    let author = here.author("Author").await;
    let mut ids = [ProposalId(0); 2];
    for (id, title) in ids.iter_mut().zip(["Send one person", "Call us first"]) {
        *id = here.call(&author, proposing(round, title)).await.unwrap().id;
    }
    (round, ids, admin)
}

async fn mine(browser: &Browser<'_>, id: ProposalId) -> Option<Stance> {
    browser.call(GetProposal { proposal: id }).await.unwrap().mine.map(|vote| vote.stance)
}

async fn people(here: &Here, round: RoundId) -> (usize, usize) {
    let totals = here.call(&Caller::stranger(), GetRound { round }).await.unwrap().totals;
    (totals.people, totals.votes)
}

on_both! {
    async fn a_guest_votes_and_is_counted_apart(here) {
        let (round, [one, two], admin) = for_guests(&here).await;
        let rule = here.round(round).await;
        assert!(rule.guests && rule.who_may.vote.contains("their share of the result is 0 percent"));
        // Said wherever they vote, before and after.
        for page in ["/".to_owned(), format!("/vote?round={round}"), format!("/proposals/{one}/send-one-person")] {
            let page = here.text(&Caller::stranger(), &page).await;
            assert!(page.contains("You can vote as a guest") && page.contains("no share in the result"), "{page}");
        }
        let mut guests = Vec::new();
        for _ in 0..5 {
            let browser = Browser::new(&here);
            let cast = browser.call(vote(one, Stance::Agree)).await.unwrap();
            assert_eq!(cast.mine, Some(Vote::new(Stance::Agree)));
            assert!(browser.call(GetViewer {}).await.unwrap().guest);
            guests.push(browser);
        }
        let first = &guests[0];
        assert_eq!((mine(first, one).await, mine(first, two).await), (Some(Stance::Agree), None));
        first.call(vote(one, Stance::Disagree)).await.unwrap();
        assert_eq!(first.call(ListMyVotes { round }).await.unwrap().len(), 1, "the last one counts");
        let left = ListProposals { round, unvoted: true, ..Default::default() };
        assert_eq!(first.call(left).await.unwrap().total, 1);
        let totals = here.round(round).await.totals;
        assert_eq!((totals.voices, totals.people, totals.apart), (0, 5, Some(5)));
        assert_eq!(here.call(&admin, GetProposal { proposal: one }).await.unwrap().support.tally(), None);
        // Nobody to be listed or written to.
        let listed = here.call(&admin, ListPeople::default()).await.unwrap().items;
        assert!(listed.iter().all(|person| person.name.as_str() != "Guest"));
        notices::catch_up(&here.site).await.unwrap();
        assert!(here.call(&admin, GetNews {}).await.is_ok());
    }

    async fn what_a_guest_writes_has_to_be_signed(here) {
        let (round, [one, _], _) = for_guests(&here).await;
        let browser = Browser::new(&here);
        browser.call(vote(one, Stance::Agree)).await.unwrap();
        let text = "Well said.".parse().unwrap();
        let comment = AddComment { follow: false, proposal: one, parent: None, kind: Kind::Comment, tone: None, text };
        assert_eq!(browser.call(comment).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let propose = Propose { round, text: proposal("Mine") };
        assert_eq!(browser.call(propose).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        // What was begun does not cut the guest's session short.
        assert_eq!(mine(&browser, one).await, Some(Stance::Agree));
    }

    async fn where_guests_are_not_admitted_a_vote_is_kept_for_the_sign_in(here) {
        let round = here.company().await;
        let author = here.author("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let browser = Browser::new(&here);
        assert_eq!(browser.call(vote(id, Stance::Agree)).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        assert!(!browser.call(GetViewer {}).await.unwrap().guest);
        let sent = browser.ask_to_go_on(ADA, "/").await;
        browser.open_link(&sent).await.unwrap();
        assert_eq!(mine(&browser, id).await, Some(Stance::Agree));
    }

    async fn a_guest_who_signs_in_keeps_their_votes_and_has_no_others(here) {
        let (round, [one, two], _) = for_guests(&here).await;
        here.customer("Ada").await;
        let browser = Browser::new(&here);
        browser.call(vote(one, Stance::Agree)).await.unwrap();
        browser.call(CastVote { red_line: true, ..vote(two, Stance::Disagree) }).await.unwrap();
        assert_eq!(people(&here, round).await, (1, 2));
        let signed_in = browser.sign_in(ADA).await;
        assert_eq!(signed_in.completed.as_deref(), Some("Your votes count now."));
        assert_eq!((mine(&browser, one).await, mine(&browser, two).await), (Some(Stance::Agree), Some(Stance::Disagree)));
        // Not twice: there is one person with two votes, in every instance and after a start.
        assert_eq!(people(&here, round).await, (1, 2));
        assert_eq!(people(&here.another().await, round).await, (1, 2));
        assert_eq!(here.round(round).await.totals.voices, 1);
        assert!(!browser.call(GetViewer {}).await.unwrap().guest);
        let data = browser.call(GetMyData {}).await.unwrap();
        assert_eq!(data["votes"].as_array().map(Vec::len), Some(6), "given as a guest, theirs, and the guest's taken back");
        // Signed out, the browser is nobody; signed in again, nothing is added.
        browser.call(SignOut {}).await.unwrap();
        assert_eq!(mine(&browser, one).await, None);
        assert_eq!(browser.sign_in(ADA).await.completed, None);
        assert_eq!(people(&here, round).await, (1, 2));
    }

    async fn the_word_that_came_last_is_kept(here) {
        let (round, [one, two], _) = for_guests(&here).await;
        let ada = here.customer("Ada").await;
        let browser = Browser::new(&here);
        // On one they spoke as themselves later, on the other as a guest.
        browser.call(vote(one, Stance::Agree)).await.unwrap();
        here.call(&ada, vote(one, Stance::Disagree)).await.unwrap();
        here.call(&ada, vote(two, Stance::Disagree)).await.unwrap();
        browser.call(vote(two, Stance::Pass)).await.unwrap();
        browser.sign_in(ADA).await;
        assert_eq!((mine(&browser, one).await, mine(&browser, two).await), (Some(Stance::Disagree), Some(Stance::Pass)));
        assert_eq!(people(&here, round).await, (1, 2));
    }

    async fn what_somebody_took_back_themselves_does_not_come_back(here) {
        let (round, [one, _], _) = for_guests(&here).await;
        let ada = here.customer("Ada").await;
        let browser = Browser::new(&here);
        browser.call(vote(one, Stance::Agree)).await.unwrap();
        here.call(&ada, vote(one, Stance::Agree)).await.unwrap();
        here.call(&ada, vote(one, Stance::TakenBack)).await.unwrap();
        assert_eq!(browser.sign_in(ADA).await.completed, None);
        assert_eq!((mine(&browser, one).await, people(&here, round).await), (None, (0, 0)));
    }

    async fn once_voting_has_closed_it_stays_as_it_was_counted(here) {
        let (round, [one, _], admin) = for_guests(&here).await;
        let ada = here.customer("Ada").await;
        let browser = Browser::new(&here);
        browser.call(vote(one, Stance::Agree)).await.unwrap();
        for phase in [Phase::Propose, Phase::Refine, Phase::Vote] {
            here.call(&admin, ClosePhase { round, phase }).await.unwrap();
        }
        browser.sign_in(ADA).await;
        let totals = here.round(round).await.totals;
        assert_eq!((totals.voices, totals.people), (0, 1));
        // Who leaves is not to be found by what they were.
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        const KNOWN: &str = "select count(*) from guest where became is not null";
        let known: i64 = server::db::on!(&here.site.db, c => sqlx::query_scalar(KNOWN).fetch_one(c).await).unwrap();
        assert_eq!(known, 0);
    }

    async fn from_one_client_come_only_so_many_guests(here) {
        let (_, [one, _], _) = for_guests(&here).await;
        let most = here.site.config.sign_ins_per_hour;
        let mut last = Browser::new(&here);
        for _ in 0..most {
            last = Browser::new(&here);
            last.call(vote(one, Stance::Agree)).await.unwrap();
        }
        let refused = Browser::new(&here).call(vote(one, Stance::Agree)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::TooMany);
        // Whoever is here can go on.
        last.call(vote(one, Stance::Pass)).await.unwrap();
        // Signed in, nobody is a guest.
        here.call(&here.customer("Ada").await, vote(one, Stance::Agree)).await.unwrap();
    }
}
