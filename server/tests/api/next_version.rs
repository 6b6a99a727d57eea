//! What the vote on a gap decides is adopted as the next version: the practices of the other cells go on as they are.

use crate::harness::{Caller, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed, resource};
use crate::promises::Scene;
use crate::selection::votes;
use model::api::designs::{CompareDraft, GetDesign};
use model::api::integrity::GetIntegrity;
use model::api::practices::{AddPractice, ChangePractice, GetDraft, RemovePractice};
use model::api::promises::SetPromise;
use model::api::proposals::GetProposal;
use model::api::rounds::{GetRound, OpenPhase};
use model::api::scorecard::{GetPastPromise, GetPromise, OpenGapVote};
use model::api::sign_off::{GetSignOff, SendToReview, SetSigner, SignReview};
use model::cells::{CultureSet, StageSet};
use model::design::{DecidedPart, Design, Difference};
use model::person::Role;
use model::practice::{Cost, PracticeText};
use model::promise::Progress;
use model::proposal::{ProposalText, Status};
use model::round::Phase;
use model::sign_off::SignVerdict;
use model::vote::Stance;
use model::{PracticeId, ProblemKind, ProposalId, RoundId, Version};
use server::db::designs;
use server::design::{About, verify};
use server::promises::gaps;

/// A design of three practices of which one is not kept, and is voted on anew.
struct Anew {
    scene: Scene,
    voters: Vec<Caller>,
    /// Stands in another cell, and costs five.
    report: PracticeId,
    asked: ProposalId,
    /// Stands in the same cell and in another.
    shared: PracticeId,
}

impl Anew {
    async fn new(here: crate::harness::Here) -> Self {
        let (scene, voters) = Scene::not_kept(here).await;
        let resource = resource(&scene.here, scene.round).await;
        let asked = scene.proposed("Send a report").await;
        let text = PracticeText {
            stages: StageSet::of(&[0]),
            cultures: CultureSet::of(&[0]),
            costs: vec![Cost { resource, amount: 5 }],
            ..practice("Send a report", &[asked])
        };
        let report = scene.here.call(&scene.dee, AddPractice { round: scene.round, text }).await.unwrap().id;
        let also = scene.proposed("Shared").await;
        let text = PracticeText { cultures: CultureSet::of(&[0, 1]), ..practice("Shared", &[also]) };
        let shared = scene.here.call(&scene.dee, AddPractice { round: scene.round, text }).await.unwrap().id;
        scene.adopt().await;
        gaps::step(&scene.here.site).await.unwrap();
        Self { scene, voters, report, asked, shared }
    }

    async fn vote(&self) -> RoundId {
        let open =
            OpenGapVote { practice: self.scene.practice, cell: "3-1".into(), question: None, until: None };
        self.scene.here.call(&self.scene.dee, open).await.unwrap().id
    }

    /// Customers would rather have another, and a designer takes that up.
    async fn wished(&self, round: RoundId) -> PracticeId {
        let here = &self.scene.here;
        let text = ProposalText {
            stages: StageSet::of(&[0]),
            cultures: CultureSet::of(&[0]),
            ..proposal("Two who know us")
        };
        let asked = proposed(here, round, text).await;
        votes(here, Stance::Agree, asked, &self.voters[..6]).await;
        let text = PracticeText {
            stages: StageSet::of(&[0]),
            cultures: CultureSet::of(&[0]),
            ..practice("Two who know us", &[asked])
        };
        here.call(&self.scene.dee, AddPractice { round, text }).await.unwrap().id
    }

    async fn decides(&self, round: RoundId) {
        self.scene.here.call(&self.scene.mo, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
    }

    async fn adopt(&self, round: RoundId) -> Design {
        self.scene.here.call(&self.scene.sig, signature(round)).await.unwrap()
    }
}

on_both! {
    async fn what_the_vote_decides_is_the_next_version_and_all_else_goes_on(here) {
        let anew = Anew::new(here).await;
        let (scene, here, stranger) = (&anew.scene, &anew.scene.here, Caller::stranger());
        let reason = Some("Nobody reads it now.".parse().unwrap());
        let paused = SetPromise { practice: anew.report, reason, ..scene.stated(Progress::Dropped) };
        here.call(&scene.dee, paused).await.unwrap();
        let before = here.call(&stranger, GetDesign { version: Version(2) }).await.unwrap();
        let round = anew.vote().await;

        // It begins with what is promised in that cell alone; what the others cost is spent.
        let (small, origin) = (here.round(round).await, here.round(scene.round).await);
        assert_eq!(small.resources[0].capacity, origin.resources[0].capacity - 5);
        let draft = here.call(&scene.dee, GetDraft { round }).await.unwrap();
        let titles: Vec<&str> = draft.practices.iter().map(|one| one.text.title.as_str()).collect();
        assert_eq!(titles, ["One face"]);
        let goes_on = draft.goes_on.unwrap();
        assert_eq!((goes_on.version, goes_on.refused), (Version(2), None));
        // A part says nothing beside a whole.
        assert_eq!(here.call(&scene.dee, GetIntegrity { round }).await.unwrap().beside, []);
        assert_eq!(goes_on.practices.iter().map(|one| one.as_str()).collect::<Vec<_>>(), ["Send a report", "Shared"]);
        let wished = anew.wished(round).await;
        here.call(&scene.dee, RemovePractice { practice: draft.practices[0].id, seen: None }).await.unwrap();

        // Whoever signs, signs the whole: and that is what is compared with the version before.
        let admin = here.staff("Ann", Role::Admin).await;
        let signer = here.staff("Sam", Role::Signatory).await;
        let email = "sam@example.com".parse().unwrap();
        let sales = SetSigner { round, function: "Sales".parse().unwrap(), email, stages: StageSet::default(), cultures: CultureSet::default() };
        here.call(&admin, sales).await.unwrap();
        anew.decides(round).await;
        // Shut before its day, it ended on none.
        let vote = here.call(&stranger, GetPromise { practice: scene.practice }).await.unwrap().vote.unwrap();
        assert_eq!((vote.open, vote.closes), (false, None));
        here.call(&scene.dee, SendToReview { round, words: None }).await.unwrap();
        let inside = here.call(&signer, GetSignOff { round }).await.unwrap().inside.unwrap();
        assert_eq!(inside.goes_on.as_ref().map(|one| one.practices.len()), Some(2));
        assert_eq!(inside.needs[0].spent, 5);
        let changed = [
            Difference::Added { title: "Two who know us".parse().unwrap() },
            Difference::Removed { title: "One face".parse().unwrap() },
        ];
        assert_eq!(inside.difference, changed);
        let page = here.text(&signer, &format!("/rounds/{round}/sign-off")).await;
        assert!(page.contains("Whoever signs, signs the whole"), "{page}");
        let compared = here.call(&scene.dee, CompareDraft { round, from: Version(2) }).await.unwrap();
        assert_eq!(compared.difference, changed);
        let sign = SignReview { signing: inside.signers[0].id, verdict: SignVerdict::Signed, words: None, digest: inside.digest };
        here.call(&signer, sign).await.unwrap();
        let design = anew.adopt(round).await;

        // The evidence of what goes on is that on which it was chosen.
        assert_eq!((design.version, &design.difference[..]), (Version(3), &changed[..]));
        assert_eq!((&design.stages, &design.cultures, &design.resources), (&before.stages, &before.cultures, &before.resources));
        let part = DecidedPart { from: Version(2), stages: StageSet::of(&[3]), cultures: CultureSet::of(&[1]) };
        assert_eq!(design.part, Some(part));
        let ids: Vec<_> = design.practices.iter().map(|one| (one.id, one.goes_on)).collect();
        assert_eq!(ids, [(anew.report, Some(Version(2))), (anew.shared, Some(Version(2))), (wished, None)]);
        let (then, now) = (&before.practices.iter().find(|one| one.id == anew.report).unwrap(), &design.practices[0]);
        assert_eq!((&now.text, &now.from[0].title, now.from[0].support), (&then.text, &then.from[0].title, then.from[0].support));
        assert_eq!((now.from[0].counted, design.practices[2].from[0].counted), (Some(Version(2)), None));
        let own = &design.practices[2].text;
        assert_eq!((own.stages, own.cultures), (part.stages, part.cultures));
        let left: Vec<_> = design.left_out.iter().map(|one| (one.title.as_str(), one.stages, one.cultures)).collect();
        assert_eq!(left, [("One face", part.stages, part.cultures)]);
        assert!(design.sign_off.is_some_and(|one| one.unsigned.is_empty() && one.signatures.len() == 1));
        let page = here.text(&stranger, "/design/3").await;
        assert!(page.contains("these votes decided that part of the design anew") && page.contains("Goes on as it was chosen"), "{page}");
        let text = here.text(&stranger, "/api/v1/designs/3/design.md").await;
        assert!(text.contains("with version 2, and goes on") && text.contains("as of version 2"), "{text}");

        // They are the same promises, as they stood; and nobody is told anything of them anew.
        let report = here.call(&stranger, GetPromise { practice: anew.report }).await.unwrap().promise;
        assert_eq!(report.progress, Progress::Dropped);
        assert_eq!(here.call(&stranger, GetProposal { proposal: anew.asked }).await.unwrap().status, Status::Adopted);

        // What was not kept ended with it, and says what customers decided.
        let past = here.call(&stranger, GetPastPromise { practice: scene.practice }).await.unwrap();
        assert_eq!((past.ended, past.goes_on, past.vote.unwrap().taken_up), (Version(3), None, Some(Version(3))));
        assert!(here.text(&stranger, &format!("/promises/{}", scene.practice)).await.contains("Taken up"));
        assert!(!here.text(&stranger, "/").await.contains("Customers say that this is not kept"));

        // Taken back since, its words are gone from both versions, and all still verifies.
        let proposal = anew.asked;
        here.site.db.write(move |tx| futures::FutureExt::boxed(async move { designs::withdraw(tx, About::Proposal(proposal)).await })).await.unwrap();
        let design = here.call(&stranger, GetDesign { version: Version(3) }).await.unwrap();
        assert_eq!(design.practices[0].from[0].title, model::design::WITHDRAWN);
        let check = verify::all(&here.site.db).await.unwrap();
        assert_eq!((check.versions, check.altered), (3, vec![]));
    }

    async fn what_goes_on_is_paid_before_the_part_is(here) {
        let anew = Anew::new(here).await;
        let (scene, here) = (&anew.scene, &anew.scene.here);
        let round = anew.vote().await;
        let wished = anew.wished(round).await;
        anew.decides(round).await;
        let (own, left) = {
            let round = here.round(round).await;
            (round.resources[0].id, round.resources[0].capacity)
        };
        let draft = here.call(&scene.dee, GetDraft { round }).await.unwrap();
        let text = &draft.practices.iter().find(|one| one.id == wished).unwrap().text;
        let costs = async |amount| {
            let text = PracticeText { costs: vec![Cost { resource: own, amount }], ..text.clone() };
            here.call(&scene.dee, ChangePractice { practice: wished, seen: None, sitting: false, text }).await.unwrap();
        };
        costs(left + 1).await;
        let refused = here.call(&scene.sig, signature(round)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        costs(left).await;
        let design = anew.adopt(round).await;
        assert_eq!(design.counts.costs[0].amount, design.resources[0].capacity);
        // Kept under its name, it is the same promise, and what was said of it is its own.
        let kept = design.practices.iter().find(|one| one.text.title.as_str() == "One face").unwrap();
        let promise = here.call(&Caller::stranger(), GetPromise { practice: kept.id }).await.unwrap();
        assert!(promise.promise.gap.is_some_and(|gap| !gap.is_open()));
        assert_eq!(promise.vote.and_then(|vote| vote.taken_up), Some(Version(3)));
        let past = here.call(&Caller::stranger(), GetPastPromise { practice: scene.practice }).await.unwrap();
        assert_eq!(past.goes_on, Some(kept.id));
    }

    async fn a_promise_of_more_cells_goes_on_in_the_others(here) {
        let anew = Anew::new(here).await;
        let (scene, here) = (&anew.scene, &anew.scene.here);
        let draft = here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap();
        let text = draft.practices.iter().find(|one| one.id == scene.practice).unwrap().text.clone();
        let text = PracticeText { cultures: CultureSet::of(&[1, 2]), ..text };
        let change = |practice, text| ChangePractice { practice, seen: None, sitting: false, text };
        here.call(&scene.dee, change(scene.practice, text)).await.unwrap();
        scene.adopt().await;
        let round = anew.vote().await;
        anew.wished(round).await;
        anew.decides(round).await;
        let draft = here.call(&scene.dee, GetDraft { round }).await.unwrap();
        let keeps = draft.practices.iter().find(|one| one.text.title.as_str() == "One face").unwrap();
        assert!(keeps.text.costs.is_empty());

        // Done otherwise here, it cannot have the name under which it goes on elsewhere.
        let text = PracticeText { how: Some("By telephone".parse().unwrap()), ..keeps.text.clone() };
        here.call(&scene.dee, change(keeps.id, text)).await.unwrap();
        let draft = here.call(&scene.dee, GetDraft { round }).await.unwrap();
        assert!(draft.goes_on.unwrap().refused.is_some());
        let refused = here.call(&scene.sig, signature(round)).await.unwrap_err();
        assert!(refused.message.contains("goes on elsewhere as it is"), "{refused:?}");

        // As it was begun, customers keep it, and it is that very promise in all its cells.
        here.call(&scene.dee, change(keeps.id, keeps.text.clone())).await.unwrap();
        let design = anew.adopt(round).await;
        let one = design.practices.iter().find(|one| one.id == scene.practice).unwrap();
        assert_eq!((one.text.cultures, one.goes_on), (CultureSet::of(&[1, 2]), Some(Version(3))));
        assert_eq!(one.from.iter().map(|one| one.counted).collect::<Vec<_>>(), [Some(Version(3)), None]);
        assert_eq!(design.practices.len(), 4);

        // Taken out there, it goes on in the other alone.
        here.call(&scene.dee, RemovePractice { practice: keeps.id, seen: None }).await.unwrap();
        let design = anew.adopt(round).await;
        let one = design.practices.iter().find(|one| one.id == scene.practice).unwrap();
        assert_eq!(one.text.cultures, CultureSet::of(&[2]));
        assert_eq!(design.version, Version(5));
    }

    async fn of_several_stages_and_cultures_a_stage_is_voted_on(here) {
        let anew = Anew::new(here).await;
        let (scene, here) = (&anew.scene, &anew.scene.here);
        let draft = here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap();
        let text = draft.practices.iter().find(|one| one.id == scene.practice).unwrap().text.clone();
        let text = PracticeText { stages: StageSet::of(&[2, 3]), cultures: CultureSet::of(&[1, 2]), ..text };
        here.call(&scene.dee, ChangePractice { practice: scene.practice, seen: None, sitting: false, text }).await.unwrap();
        scene.adopt().await;
        let page = here.text(&scene.dee, &format!("/promises/{}", scene.practice)).await;
        assert!(page.contains("value=\"3-1\"") && !page.contains("value=\"3-2\""), "{page}");
        let round = anew.vote().await;
        let (small, origin) = (here.round(round).await, here.call(&scene.dee, GetRound { round: scene.round }).await.unwrap());
        assert_eq!((&small.stages[..], &small.cultures[..]), (&origin.stages[3..4], &origin.cultures[1..3]));
    }
}
