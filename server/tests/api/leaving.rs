//! Leaving for good: what goes, what stays, and what still verifies.

use crate::harness::{Caller, Here, comment, proposal, signature};
use crate::on_both;
use crate::practices::practice;
use model::api::comments::GetTalk;
use model::api::designs::{GetDesign, GetDesignBallots};
use model::api::mine::{GetMyData, Leave};
use model::api::people::ListPeople;
use model::api::practices::AddPractice;
use model::api::proposals::{GetProposal, Propose};
use model::api::rounds::OpenPhase;
use model::api::votes::CastVote;
use model::design::WITHDRAWN;
use model::person::Role;
use model::round::Phase;
use model::vote::Stance;
use model::{ProblemKind, ProposalId, RoundId, Version};
use server::db::audit::{Verified, verify};
use server::db::on;

fn vote(proposal: ProposalId, stance: Stance) -> CastVote {
    CastVote::new(proposal, stance)
}

async fn count(here: &Here, sql: &'static str) -> i64 {
    on!(here.site.db, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
}

async fn chain(here: &Here) -> Verified {
    verify(&here.site.db, None).await.unwrap()
}

async fn proposed(here: &Here, who: &Caller, round: RoundId, title: &str) -> ProposalId {
    here.call(who, Propose { round, text: proposal(title) }).await.unwrap().id
}

const SURE: Leave = Leave { sure: true, words: false };

on_both! {
    async fn who_leaves_is_nowhere_and_the_log_still_verifies(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada Lovelace").await, here.customer("Bob").await);
        let (mine, his) = (proposed(&here, &ada, round, "One face").await, proposed(&here, &bob, round, "Golf").await);
        here.call(&ada, vote(his, Stance::Agree)).await.unwrap();
        here.call(&bob, vote(mine, Stance::Agree)).await.unwrap();
        here.call(&ada, comment(his, "Words of Ada.")).await.unwrap();
        server::notices::catch_up(&here.site).await.unwrap();
        let before = chain(&here).await;
        assert!(before.faults.is_empty() && before.forgotten == 0);

        let refused = here.call(&ada, Leave { sure: false, words: true }).await.unwrap_err();
        assert_eq!(refused.fields[0].field, "sure");
        assert!(here.call(&ada, GetMyData {}).await.unwrap()["votes"].as_array().unwrap().len() == 1, "nothing is half done");
        here.call(&ada, SURE).await.unwrap();

        assert_eq!(here.call(&ada, GetMyData {}).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let stays = here.call(&bob, GetProposal { proposal: mine }).await.unwrap();
        assert_eq!(stays.text.title.as_str(), "One face", "what others voted on stays");
        assert_eq!(here.site.memory.read().round(round).unwrap().proposal(mine).unwrap().author, None);
        let talk = here.call(&bob, GetTalk { proposal: his }).await.unwrap().comments;
        assert!(talk.iter().all(|one| one.text.is_none()), "{talk:?}");
        assert_eq!(count(&here, "select count(*) from vote where stance <> 0").await, 1, "her vote is taken back");
        let admin = here.staff("Boss", Role::Admin).await;
        let people = here.call(&admin, ListPeople::default()).await.unwrap().items;
        assert!(people.iter().all(|one| !one.name.as_str().contains("Ada") && one.email.as_ref().is_none_or(|at| !at.to_string().contains("ada"))));
        let after = chain(&here).await;
        assert!(after.faults.is_empty(), "{:?}", after.faults);
        assert!(after.forgotten > 0 && after.links > before.links);
        for table in ["membership m join person p on p.id = m.person where p.name = 'withdrawn'",
            "notice n join person p on p.id = n.person where p.name = 'withdrawn'",
            "session s join person p on p.id = s.person where p.name = 'withdrawn'",
            "event e join person p on p.id = e.person where p.name = 'withdrawn'"]
        {
            let sql: &'static str = Box::leak(format!("select count(*) from {table}").into_boxed_str());
            assert_eq!(count(&here, sql).await, 0, "{table}");
        }
        // Another instance, and one that starts later, know as little.
        let other = here.another().await;
        assert!(!other.text(&admin, "/people").await.contains("ada.lovelace"));
    }

    async fn what_was_adopted_stands_without_the_words_if_they_are_to_go(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let mine = proposed(&here, &ada, round, "Call my brother Ben").await;
        let hidden = proposed(&here, &ada, round, "Nobody knows of this").await;
        let voters = ["Bob", "Cem", "Dia", "Eva", "Fay"];
        for name in voters {
            here.call(&here.customer(name).await, vote(mine, Stance::Agree)).await.unwrap();
        }
        let other = proposed(&here, &here.customer("Gil").await, round, "Golf").await;
        here.call(&ada, vote(other, Stance::Agree)).await.unwrap();
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        here.call(&dee, AddPractice { round, text: practice("One face", &[mine]) }).await.unwrap();
        here.call(&here.staff("Mo", Role::Moderator).await, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&sig, signature(round)).await.unwrap();
        let before = here.call(&sig, GetDesign { version: Version(1) }).await.unwrap();
        let ballots = here.call(&dee, GetDesignBallots { version: Version(1) }).await;

        here.call(&ada, Leave { sure: true, words: true }).await.unwrap();
        let after = here.call(&sig, GetDesign { version: Version(1) }).await.unwrap();
        assert_eq!(after.digest, before.digest, "it is read only where its digest verifies");
        assert_eq!(after.practices[0].from[0].title, WITHDRAWN);
        assert_eq!(here.call(&dee, GetDesignBallots { version: Version(1) }).await.ok(), ballots.ok());
        assert_eq!(count(&here, "select count(*) from vote where stance <> 0").await, 6, "ballots of an adopted round stay");
        let page = here.text(&Caller::stranger(), &format!("/proposals/{mine}")).await;
        assert!(!page.contains("brother"), "{page}");
        let gone = here.call(&here.customer("Hal").await, GetProposal { proposal: hidden }).await.unwrap_err();
        assert_eq!(gone.kind, ProblemKind::NotFound);
        assert_eq!(count(&here, "select count(*) from proposal where title like '%brother%' or title like 'Nobody%'").await, 0);
        assert!(chain(&here).await.faults.is_empty());
    }

    async fn staff_hand_in_their_roles_first(here) {
        here.company().await;
        let mo = here.staff("Mo", Role::Moderator).await;
        assert_eq!(here.call(&mo, SURE).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&Caller::stranger(), SURE).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        // As a plain form it says what is missing.
        let ada = here.customer("Ada").await;
        let response = here.form(&ada, "/api/v1/me/leave", &[("next", "/me")]).await;
        assert_eq!(response.status(), http::StatusCode::SEE_OTHER);
        assert!(here.text(&ada, "/me").await.contains("Tick this if you mean it"));
    }
}
