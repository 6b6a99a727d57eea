//! What is one's own: what came of it, and all of it to take along.

use crate::harness::{Caller, proposal, signature};
use crate::on_both;
use crate::practices::{HOSTILE, practice, proposed};
use model::api::mine::{GetMyData, GetMyEffect};
use model::api::notices::Follow;
use model::api::practices::AddPractice;
use model::api::promises::Report;
use model::api::proposals::{Judge, Propose};
use model::api::rounds::OpenPhase;
use model::api::votes::CastVote;
use model::person::Role;
use model::proposal::{ProposalText, Status};
use model::round::Phase;
use model::verdict::Decision;
use model::vote::Stance;
use model::{ProblemKind, ProposalId};

fn vote(proposal: ProposalId, stance: Stance) -> CastVote {
    CastVote::new(proposal, stance)
}

on_both! {
    async fn what_came_of_what_one_asked_and_voted_for(here) {
        let round = here.company().await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        assert_eq!(here.call(&ada, GetMyEffect {}).await.unwrap(), []);
        let mine = here.call(&ada, Propose { round, text: proposal("Mine") }).await.unwrap().id;
        let theirs = proposed(&here, round, proposal("Theirs")).await;
        let hidden = proposed(&here, round, proposal("Hidden")).await;
        let unseen = proposed(&here, round, proposal("Unseen")).await;
        for id in [mine, theirs, hidden] {
            here.call(&ada, vote(id, Stance::Agree)).await.unwrap();
        }
        here.call(&bob, vote(unseen, Stance::Agree)).await.unwrap();
        let reason = Some("Twice.".parse().unwrap());
        here.call(&moderator, Judge { proposal: hidden, decision: Decision::Decline, reason, trust: false }).await.unwrap();

        let effects = here.call(&ada, GetMyEffect {}).await.unwrap();
        let ids = |fates: &[model::effect::Fate]| fates.iter().map(|fate| fate.proposal).collect::<Vec<_>>();
        // What others wrote and a moderator has hidden since is not told of.
        assert_eq!((effects.len(), ids(&effects[0].asked), ids(&effects[0].voted)), (1, vec![mine], vec![theirs]));
        assert!(!effects[0].asked[0].is_adopted() && effects[0].asked[0].left_out.is_none());

        let designer = here.staff("Dee", Role::Designer).await;
        here.call(&designer, AddPractice { round, text: practice("One face", &[mine]) }).await.unwrap();
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&here.staff("Sig", Role::Signatory).await, signature(round)).await.unwrap();
        let effects = here.call(&ada, GetMyEffect {}).await.unwrap();
        let (asked, voted) = (&effects[0].asked[0], &effects[0].voted[0]);
        assert_eq!((asked.practices[0].as_str(), asked.status), ("One face", Status::Adopted));
        assert_eq!((voted.practices.len(), voted.left_out.as_deref()), (0, Some("Not in this version.")));
        let page = here.text(&ada, "/me/effect").await;
        assert!(page.contains("adopted so far: 1.") && page.contains("Not in this version."), "{page}");
        let others = here.call(&bob, GetMyEffect {}).await.unwrap();
        assert_eq!((others[0].asked.len(), ids(&others[0].voted)), (0, vec![unseen]));
        assert_eq!(here.call(&Caller::stranger(), GetMyEffect {}).await.unwrap_err().kind, ProblemKind::SignInNeeded);
    }

    async fn all_that_is_kept_of_one_and_nothing_of_others_is_taken_along(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let text = ProposalText { why: HOSTILE.parse().unwrap(), ..proposal("Mine") };
        let mine = here.call(&ada, Propose { round, text }).await.unwrap().id;
        let theirs = proposed(&here, round, proposal("Theirs, a secret")).await;
        here.call(&ada, vote(mine, Stance::Agree)).await.unwrap();
        here.call(&ada, vote(theirs, Stance::Disagree)).await.unwrap();
        here.call(&ada, vote(theirs, Stance::TakenBack)).await.unwrap();
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!((&data["profile"]["name"], &data["profile"]["email"]), (&"Ada".into(), &"ada@example.com".into()));
        assert_eq!((data["proposals"].as_array().unwrap().len(), &data["proposals"][0]["why"]), (1, &HOSTILE.into()));
        let stances: Vec<_> = data["votes"].as_array().unwrap().iter().map(|vote| vote["stance"].as_str().unwrap()).collect();
        assert_eq!(stances, ["agree", "disagree", "taken_back"]);
        assert_eq!((data["reports"].as_array().unwrap().len(), data["devices"].as_array().unwrap().len()), (0, 1));
        assert_eq!((&data["follows"], &data["ways"]), (&serde_json::json!([]), &serde_json::json!([])));
        assert!(data["log"].as_array().unwrap().iter().all(|line| line["what"].is_string()));

        // What a moderator hides of others goes from here too, and what another did never comes in.
        let reason = Some("Not here.".parse().unwrap());
        let moderator = here.staff("Mo", Role::Moderator).await;
        here.call(&moderator, Judge { proposal: theirs, decision: Decision::Decline, reason, trust: false }).await.unwrap();
        let bob = here.customer("Bob").await;
        here.call(&bob, vote(mine, Stance::Disagree)).await.unwrap();
        let said = here.call(&ada, GetMyData {}).await.unwrap().to_string();
        assert!(!said.contains("a secret") && !said.contains("Bob") && !said.contains("Not here."), "{said}");
        let none = here.call(&bob, Report { practice: model::PracticeId(1), kept: true, feeling: None, words: None, readable: false, named: false }).await;
        assert_eq!(none.unwrap_err().kind, ProblemKind::NotFound);
        let reason = Some("Twice.".parse().unwrap());
        here.call(&moderator, Judge { proposal: mine, decision: Decision::Decline, reason, trust: false }).await.unwrap();
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!(data["proposals"][0]["verdicts"][0]["reason"], "Twice.");
        here.call(&ada, Follow { proposal: mine, wanted: false, voting: false }).await.unwrap();
        server::notices::catch_up(&here.site).await.unwrap();
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!((&data["news"][0]["words"], &data["follows"][0]["wanted"]), (&"Twice.".into(), &false.into()));
        assert!(!data.to_string().contains("Mo\""), "the moderator is not named");
        assert_eq!(here.call(&Caller::stranger(), GetMyData {}).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let page = here.text(&ada, "/me").await;
        assert!(page.contains("/api/v1/me/data") && page.contains("/me/effect"), "{page}");
    }
}
