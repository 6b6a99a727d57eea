//! What is to be looked at in a draft, and what functions can carry.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::{practice, proposed, resource};
use model::api::designs::Adopt;
use model::api::integrity::{GetIntegrity, SetCapacity, stated};
use model::api::practices::{AddPractice, RemovePractice};
use model::api::rounds::OpenPhase;
use model::api::votes::CastVote;
use model::cells::{BehaviourSet, CultureSet, StageSet};
use model::integrity::{Finding, Integrity};
use model::person::Role;
use model::practice::{Cost, Direction, Indicator, ListKind, Load, PracticeText};
use model::proposal::ProposalText;
use model::round::Phase;
use model::vote::Stance;
use model::{EntryId, PracticeId, ProblemKind, RoundId, Version};

async fn integrity(here: &Here, who: &Caller, round: RoundId) -> Integrity {
    here.call(who, GetIntegrity { round }).await.unwrap()
}

async fn add(here: &Here, who: &Caller, round: RoundId, text: PracticeText) -> PracticeId {
    here.call(who, AddPractice { round, text }).await.unwrap().id
}

fn result(name: &str) -> Option<Indicator> {
    let unit = "days".parse().unwrap();
    Some(Indicator { name: name.parse().unwrap(), unit, direction: Direction::Down, target: 3 })
}

on_both! {
    async fn every_finding_names_its_place(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let empty = integrity(&here, &dee, round).await;
        assert_eq!((empty.findings.len(), empty.counts.practices, empty.functions.len()), (32, 0, 0));
        let load = |function: &str, hours| Load { function: function.parse().unwrap(), hours };
        let hours = resource(&here, round).await;
        let text = PracticeText {
            tool: Some("CRM".parse().unwrap()),
            lag: result("Days to decide"),
            loads: vec![load("Sales", 30)],
            costs: vec![Cost { resource: hours, amount: 40 }],
            ..practice("First", &[one])
        };
        let first = add(&here, &dee, round, text.clone()).await;
        let later = PracticeText {
            title: "Later".parse().unwrap(),
            accountable: "Service".parse().unwrap(),
            involved: vec!["SALES".parse().unwrap()],
            stages: StageSet::of(&[5]),
            loads: vec![load("sales", 20)],
            costs: vec![Cost { resource: hours, amount: -10 }],
            ..text.clone()
        };
        let later = add(&here, &dee, round, later).await;
        let other = PracticeText { title: "Other".parse().unwrap(), cultures: CultureSet::of(&[2]), tool: None, ..text.clone() };
        let other = add(&here, &dee, round, other).await;
        let apart = PracticeText { title: "Apart".parse().unwrap(), cultures: CultureSet::of(&[3]), tool: Some("Wiki".parse().unwrap()), lag: result("Visits"), ..text };
        let apart = add(&here, &dee, round, apart).await;
        let sales = integrity(&here, &dee, round).await.functions.iter().find(|one| one.entry.name.as_str() == "Sales").unwrap().entry.id;
        here.call(&dee, SetCapacity { entry: sales, capacity: Some(100), seen: None }).await.unwrap();
        let found = integrity(&here, &dee, round).await;
        assert_eq!(found.findings.iter().filter(|one| matches!(one, Finding::EmptyCell { .. })).count(), 28);
        let name = |name: &str| name.parse().unwrap();
        for expected in [
            Finding::HandOver { culture: 1, from: 3, to: 5, before: vec![name("Sales")], after: vec![name("Service")], practices: vec![later] },
            Finding::Overload { function: name("Sales"), load: 110, capacity: 100, practices: vec![first, later, other, apart] },
            Finding::ToolUsedOnce { tool: name("Wiki"), practice: apart },
            Finding::CouldBeOne { practices: (first, other), activity: name("Calling") },
            Finding::Unmeasured { practice: apart, lead: false, lag: true },
            Finding::StayApart { practices: (first, apart), activity: name("Calling"), indicators: vec!["days to decide".into(), "visits".into()] },
        ] {
            assert!(found.findings.contains(&expected), "{expected:?} in {:?}", found.findings);
        }
        let counts = &found.counts;
        assert_eq!((counts.practices, counts.hand_overs, counts.tools, counts.costs[0].amount), (4, 1, 2, 110));
        let loads: Vec<_> = found.functions.iter().map(|one| (one.entry.name.as_str(), one.load, one.entry.capacity)).collect();
        assert_eq!(loads, [("Sales", 110, Some(100)), ("Service", 0, None)]);
        // Each leads to its place and its mend.
        let page = here.text(&dee, &format!("/studio?round={round}")).await;
        assert!(page.contains("Make them one") && page.contains(&format!("href=\"#function-{sales}\"")), "{page}");
        // Enough, and not said any more, are no findings.
        for capacity in [Some(110), None] {
            here.call(&dee, SetCapacity { entry: sales, capacity, seen: None }).await.unwrap();
            let found = integrity(&here, &dee, round).await;
            assert!(!found.findings.iter().any(|one| matches!(one, Finding::Overload { .. })), "{capacity:?}");
        }
        assert!(here.call(&dee, SetCapacity { entry: sales, capacity: Some(-1), seen: None }).await.unwrap_err().about("capacity").is_some());
        let draft = here.call(&dee, model::api::practices::GetDraft { round }).await.unwrap();
        let activity = draft.entries.iter().find(|entry| entry.list == ListKind::Activity).unwrap().id;
        for entry in [activity, EntryId(999)] {
            let refused = here.call(&dee, SetCapacity { entry, capacity: Some(1), seen: None }).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::NotFound);
        }
    }

    async fn what_a_function_can_carry_is_not_overwritten_unread(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let (dee, kay) = (here.staff("Dee", Role::Designer).await, here.staff("Kay", Role::Designer).await);
        add(&here, &dee, round, practice("First", &[one])).await;
        let read = async || integrity(&here, &dee, round).await.functions[0].entry.clone();
        let entry = read().await.id;
        let set = |capacity, seen| SetCapacity { entry, capacity, seen: Some(stated(seen)) };
        // Both opened it when nobody had said anything.
        here.call(&dee, set(Some(100), None)).await.unwrap();
        let refused = here.call(&kay, set(Some(80), None)).await.unwrap_err();
        assert_eq!((refused.kind, refused.about("capacity")), (ProblemKind::Conflict, Some("Now it says: “100”")));
        assert_eq!((refused.overtaken(), read().await.capacity), (Some(100), Some(100)));
        // Read, it is replaced; and so is that nobody has said it.
        here.call(&kay, set(Some(80), Some(100))).await.unwrap();
        here.call(&dee, set(None, Some(80))).await.unwrap();
        let refused = here.call(&kay, set(Some(0), Some(80))).await.unwrap_err();
        assert_eq!((refused.about("capacity"), refused.overtaken()), (Some("Now it says nothing."), Some(-1)));
        here.call(&kay, set(Some(0), None)).await.unwrap();
        assert!(here.call(&dee, set(Some(5), None)).await.unwrap_err().overtaken() == Some(0), "nothing is not none");
        assert_eq!(read().await.capacity, Some(0));
    }

    async fn several_who_answer_in_a_cell_are_fog_and_a_behaviour_that_none_serves_is_a_gap(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let text = PracticeText { stages: StageSet::of(&[0]), cultures: CultureSet::of(&[1]), ..practice("First", &[one]) };
        let text = PracticeText { behaviours: BehaviourSet(0b00011), ..text };
        let first = add(&here, &dee, round, text.clone()).await;
        let fogs = async || {
            let found = integrity(&here, &dee, round).await.findings;
            found.into_iter().filter(|one| matches!(one, Finding::Fog { .. })).collect::<Vec<_>>()
        };
        assert_eq!(fogs().await, []);
        let second = PracticeText {
            title: "Second".parse().unwrap(),
            accountable: "Service".parse().unwrap(),
            cultures: CultureSet::of(&[1, 2]),
            behaviours: BehaviourSet::default(),
            ..text
        };
        let second = add(&here, &dee, round, second).await;
        let functions = vec!["Sales".parse().unwrap(), "Service".parse().unwrap()];
        assert_eq!(fogs().await, [Finding::Fog { stage: 0, culture: 1, functions, practices: vec![first, second] }]);
        let found = integrity(&here, &dee, round).await.findings;
        let gaps = found.into_iter().filter_map(|one| match one {
            Finding::BehaviourGap { behaviour, practices } => Some((behaviour, practices)),
            _ => None,
        });
        let silent = || vec![second];
        assert_eq!(gaps.collect::<Vec<_>>(), [(2, silent()), (3, silent()), (4, silent())]);
    }

    async fn designers_and_signatories_see_it_and_designers_state_capacities(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        add(&here, &dee, round, practice("First", &[one])).await;
        let entry = integrity(&here, &dee, round).await.functions[0].entry.id;
        let (sig, moderator) = (here.staff("Sig", Role::Signatory).await, here.staff("Mo", Role::Moderator).await);
        integrity(&here, &sig, round).await;
        for who in [&here.customer("Ada").await, &moderator, &Caller::stranger()] {
            assert_eq!(here.call(who, GetIntegrity { round }).await.unwrap_err().kind, ProblemKind::NotAllowed);
            assert!(here.call(who, SetCapacity { entry, capacity: Some(1), seen: None }).await.is_err());
        }
        assert!(here.call(&sig, SetCapacity { entry, capacity: Some(1), seen: None }).await.is_err());
        let missing = here.call(&dee, GetIntegrity { round: RoundId(99) }).await.unwrap_err();
        assert_eq!(missing.kind, ProblemKind::NotFound);
    }

    async fn a_draft_and_a_design_stand_beside_the_version_before(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let (moderator, sig) = (here.staff("Mo", Role::Moderator).await, here.staff("Sig", Role::Signatory).await);
        let tool = |text: PracticeText, tool: &str| PracticeText { tool: Some(tool.parse().unwrap()), ..text };
        add(&here, &dee, round, tool(practice("First", &[one]), "CRM")).await;
        let second = add(&here, &dee, round, tool(practice("Second", &[one]), "Wiki")).await;
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        let adopt = || serde_json::from_value::<Adopt>(serde_json::json!({ "round": round, "signed_by": "Sig", "capacity": "Head",
            "statement": "So be it.", "reason_for_the_rest": "Not now.", "against": "All the same." })).unwrap();
        let design = here.call(&sig, adopt()).await.unwrap();
        assert_eq!((design.counts.practices, design.counts.tools, design.beside.len()), (2, 2, 0));
        here.call(&dee, RemovePractice { practice: second, seen: None }).await.unwrap();
        let draft = integrity(&here, &dee, round).await;
        assert_eq!((draft.beside[0].version, &draft.beside[0].counts), (Version(1), &design.counts));
        let (practices, hand_overs, tools, _) = draft.counts.less(&design.counts);
        assert_eq!((practices, hand_overs, tools), (-1, 0, -1));
        let next = here.call(&sig, adopt()).await.unwrap();
        assert_eq!((&next.counts, &next.beside), (&draft.counts, &draft.beside));
    }

    async fn what_the_same_accounts_want_in_the_same_words_is_suggested(here) {
        let round = here.company().await;
        let mut ids = Vec::new();
        for title in ["Send one engineer who knows our plant", "One engineer who knows our plant, please", "Write shorter letters", "Engineer who knows our plant and site"] {
            let why = format!("Since we ask so much: {}", title.to_lowercase()).parse().unwrap();
            ids.push(proposed(&here, round, ProposalText { why, ..proposal(title) }).await);
        }
        let dee = here.staff("Dee", Role::Designer).await;
        let mut voters = Vec::new();
        for name in ["Ada", "Bob", "Cem", "Dia", "Eva", "Flo"] {
            voters.push(here.customer(name).await);
        }
        // Few want the last one: whom else they agree with is not told by it.
        for (id, count) in ids.iter().zip([6, 6, 5, 4]) {
            for voter in &voters[..count] {
                here.call(voter, CastVote::new(*id, Stance::Agree)).await.unwrap();
            }
        }
        let found = integrity(&here, &dee, round).await.groupings;
        assert_eq!(found.iter().map(|one| one.proposals.clone()).collect::<Vec<_>>(), [vec![ids[0], ids[1]]]);
        assert!(found[0].words.contains(&"engineer".to_owned()), "{found:?}");
        add(&here, &dee, round, practice("One engineer", &ids[..2])).await;
        assert!(integrity(&here, &dee, round).await.groupings.is_empty());
    }
}
