//! A later round begins from the design that holds.

use crate::harness::{Caller, Here, signature};
use crate::on_both;
use crate::promises::Scene;
use crate::selection::{people, votes};
use model::api::practices::{BeginFromDesign, ChangePractice, GetDraft};
use model::api::promises::GetScorecard;
use model::api::proposals::GetProposal;
use model::api::rounds::{AddRound, ClosePhase, OpenPhase};
use model::design::BeginsFrom;
use model::person::Role;
use model::practice::PracticeText;
use model::promise::Progress;
use model::proposal::Kind;
use model::round::{Phase, Scheme};
use model::vote::Stance;
use model::{ProblemKind, RoundId, Version};

async fn another_round(here: &Here, admin: &Caller, scheme: Scheme) -> RoundId {
    let question = "And now?".parse().unwrap();
    here.call(admin, AddRound { question, scheme }).await.unwrap().id
}

on_both! {
    async fn the_next_round_starts_from_what_is_promised(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        let before = here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap().practices.remove(0);
        let admin = here.staff("Ann", Role::Admin).await;
        let round = another_round(here, &admin, Scheme::default()).await;
        let draft = async |who: &Caller| here.call(who, GetDraft { round }).await.unwrap();
        let begin = || BeginFromDesign { round };
        assert_eq!(draft(&scene.dee).await.begins, Some(BeginsFrom { version: Version(1), practices: 1 }));
        assert!(here.text(&scene.dee, &format!("/studio?round={round}")).await.contains("Begin from the design that holds"));
        assert!(!here.text(&scene.sig, &format!("/studio?round={round}")).await.contains("Begin from the design that holds"));
        let ada = here.customer("Ada").await;
        assert_eq!(draft(&ada).await.begins, None);
        for who in [&ada, &scene.sig, &Caller::stranger()] {
            assert!(here.call(who, begin()).await.is_err());
        }
        let own = BeginFromDesign { round: scene.round };
        assert_eq!(here.call(&scene.dee, own).await.unwrap_err().kind, ProblemKind::Conflict, "it came from there");
        let (one, two) = tokio::join!(here.call(&scene.dee, begin()), here.call(&scene.dee, begin()));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let begun = one.or(two).unwrap();
        assert_eq!((begun.version, begun.practices, begun.without_place), (Version(1), 1, vec![]));

        // As it is promised, made from a proposal to keep it.
        let made = draft(&scene.dee).await;
        assert_eq!((made.practices.len(), made.begins), (1, None));
        let practice = &made.practices[0];
        let costs = |text: &PracticeText| text.costs.iter().map(|cost| cost.amount).collect::<Vec<_>>();
        assert_eq!(costs(&practice.text), costs(&before.text));
        let [from] = practice.text.proposals[..] else { panic!("{practice:?}") };
        let (own, there) = (practice.text.clone(), before.text.clone());
        let alike = PracticeText { proposals: there.proposals.clone(), costs: there.costs.clone(), ..own };
        assert_eq!(alike, there);
        let asked = here.call(&ada, GetProposal { proposal: from }).await.unwrap();
        assert_eq!((asked.text.kind, asked.text.title.as_str()), (Kind::Keep, "One face"));
        // Customers vote on it, and a designer goes on with it, as with any other.
        votes(here, Stance::Agree, from, &people(here, &["Bob", "Cem", "Dia", "Eva", "Fay"]).await).await;
        let text = PracticeText { how: Some("By telephone".parse().unwrap()), ..practice.text.clone() };
        here.call(&scene.dee, ChangePractice { practice: practice.id, seen: None, sitting: false, text }).await.unwrap();
        let mo = here.staff("Max", Role::Moderator).await;
        here.call(&mo, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&scene.sig, signature(round)).await.unwrap();
        let promise = here.call(&ada, GetScorecard::default()).await.unwrap().promises.remove(0);
        assert_eq!((promise.practice, promise.progress), (practice.id, Progress::InPlace), "it is the same promise");
    }

    async fn where_nothing_has_a_place_or_nobody_could_vote_on_it_none_is_offered(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        let funnel = another_round(here, &admin, Scheme::Funnel).await;
        assert_eq!(here.call(&scene.dee, GetDraft { round: funnel }).await.unwrap().begins, None);
        let refused = here.call(&scene.dee, BeginFromDesign { round: funnel }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        let shut = another_round(here, &admin, Scheme::default()).await;
        here.call(&admin, ClosePhase { round: shut, phase: Phase::Propose }).await.unwrap();
        let refused = here.call(&scene.dee, BeginFromDesign { round: shut }).await.unwrap_err();
        assert_eq!(refused.message, "This round takes no new proposals now.");
    }
}
