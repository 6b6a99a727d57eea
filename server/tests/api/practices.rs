//! The draft of a round: its cells, and the practices that designers make in it.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use futures::future::join_all;
use model::api::practices::{
    AddPractice, ChangePractice, FindPracticesOfRound, GetDraft, LeaveOut, RemovePractice,
};
use model::api::proposals::{GetProposal, Judge, Propose};
use model::api::rounds::{ClosePhase, OpenPhase};
use model::api::votes::CastVote;
use model::cells::{BehaviourSet, CultureSet, StageSet};
use model::design::{Draft, LeftDecision};
use model::person::Role;
use model::practice::{
    Audience, Cost, Details, Direction, Document, Indicator, ListKind, Load, PracticeText, STAFF, Setting,
};
use model::proposal::ProposalText;
use model::round::{MOST_UNITS, Phase};
use model::verdict::Decision;
use model::vote::Stance;
use model::{PracticeId, ProblemKind, ProposalId, ResourceId, RoundId, Timestamp};

/// What people type who mean no good.
pub const HOSTILE: &str = "</textarea><script>alert('1')</script>\"' -- ; drop table design; %s {{x}} ☃";

/// A practice with what must be there.
pub fn practice(title: &str, from: &[ProposalId]) -> PracticeText {
    PracticeText {
        title: title.parse().unwrap(),
        activity: "Calling".parse().unwrap(),
        accountable: "Sales".parse().unwrap(),
        involved: Vec::new(),
        loads: Vec::new(),
        how: None,
        tool: None,
        aim: None,
        details: Details::default(),
        lead: None,
        lag: None,
        behaviours: BehaviourSet::default(),
        stages: StageSet::of(&[3]),
        cultures: CultureSet::of(&[1]),
        proposals: from.to_vec(),
        costs: Vec::new(),
        opposites: Vec::new(),
        needs: Vec::new(),
    }
}

/// A practice with every field filled with `text`.
pub fn full(text: &str, from: &[ProposalId], costs: Vec<Cost>) -> PracticeText {
    let indicator = |name: String| Indicator {
        name: name.parse().unwrap(),
        unit: text.chars().take(20).collect::<String>().parse().unwrap(),
        direction: Direction::Down,
        target: -7,
    };
    let name = |text: &str| text.chars().take(90).collect::<String>().parse().unwrap();
    PracticeText {
        activity: name(text),
        accountable: name(text),
        involved: vec![name(&format!("b {text}")), name(&format!("a {text}"))],
        how: Some(text.parse().unwrap()),
        tool: Some(name(text)),
        aim: Some(format!("{text}\n{text}").parse().unwrap()),
        details: Details {
            touchpoints: Some(text.parse().unwrap()),
            setting: Some(Setting::InPerson),
            audience: Some(Audience::Many),
            redundant: Some(text.parse().unwrap()),
            documents: vec![Document::new(name(text), "https://example.com/?a=1&b=%22").unwrap()],
        },
        lead: Some(indicator(text.chars().take(90).collect())),
        lag: Some(indicator(format!("lag {}", text.chars().take(80).collect::<String>()))),
        behaviours: BehaviourSet::of(&[0, 4]),
        stages: StageSet::of(&[0, 7]),
        cultures: CultureSet::of(&[0, 3]),
        costs,
        ..practice(text, from)
    }
}

pub async fn proposed(here: &Here, round: RoundId, text: ProposalText) -> ProposalId {
    let before = here.site.memory.read().rounds().flat_map(|round| round.proposals()).count();
    let author = here.author(&format!("Author {before}")).await;
    here.call(&author, Propose { round, text }).await.unwrap().id
}

pub async fn resource(here: &Here, round: RoundId) -> ResourceId {
    here.round(round).await.resources[0].id
}

async fn draft(here: &Here, who: &Caller, round: RoundId) -> Draft {
    here.call(who, GetDraft { round }).await.unwrap()
}

on_both! {
    async fn practices_are_found_by_whom_may_see_them(here) {
        let round = here.company().await;
        let (dee, ada) = (here.staff("Dee", Role::Designer).await, here.customer("Ada").await);
        let mo = here.staff("Mo", Role::Moderator).await;
        let one = proposed(&here, round, proposal("One")).await;
        let text = PracticeText { how: Some("With a compressor at hand.".parse().unwrap()), ..practice("One face", &[one]) };
        let made = here.call(&dee, AddPractice { round, text: text.clone() }).await.unwrap();
        let find = async |who: &Caller, q: &str| {
            let found = here.call(who, FindPracticesOfRound { round, q: q.into() }).await.unwrap();
            found.into_iter().map(|one| (one.id, one.version.map(|version| version.0))).collect::<Vec<_>>()
        };
        // While it is being voted on everybody sees it; while it is only measured, or before, who makes it.
        assert_eq!(find(&ada, "COMPRESSORS? compressor").await, [(made.id, None)]);
        let page = here.text(&ada, "/?q=compressor").await;
        assert!(page.contains("In practices") && page.contains(&format!("/why/practices/{}", made.id)), "{page}");
        for phase in [Phase::Vote, Phase::Adopt] {
            here.call(&mo, ClosePhase { round, phase }).await.ok();
        }
        for who in [&ada, &Caller::stranger(), &mo] {
            assert!(find(who, "compressor").await.is_empty());
        }
        assert!(!here.text(&ada, "/?q=compressor").await.contains("In practices"));
        assert_eq!(find(&dee, "compressor").await, [(made.id, None)]);

        here.call(&mo, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&here.staff("Sig", Role::Signatory).await, signature(round)).await.unwrap();
        here.call(&mo, ClosePhase { round, phase: Phase::Adopt }).await.unwrap();
        for who in [&ada, &Caller::stranger(), &dee] {
            assert_eq!(find(who, "compressor").await, [(made.id, Some(1))], "once");
        }
        let page = here.text(&ada, "/?q=compressor").await;
        assert!(page.contains(&format!("/design/1#practice-{}", made.id)), "{page}");
        // What is written in the draft since is found by who may see that.
        let changed = PracticeText { how: Some("With a turbine at hand.".parse().unwrap()), ..text };
        let change = ChangePractice { practice: made.id, seen: None, sitting: false, text: changed };
        here.call(&dee, change).await.unwrap();
        assert!(find(&ada, "turbine").await.is_empty());
        assert_eq!(find(&dee, "turbine").await, [(made.id, None)]);
        assert_eq!(find(&ada, "compressor").await, [(made.id, Some(1))], "what is adopted stays");
        assert!(find(&dee, "").await.is_empty() && find(&dee, "nothing").await.is_empty());
    }

    async fn a_practice_has_so_many_documents(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let one = proposed(&here, round, proposal("One")).await;
        let documents = |count: usize| {
            let document = |n| Document::new(format!("Sheet {n}").parse().unwrap(), "https://example.com/a").unwrap();
            let details = Details { documents: (0..count).map(document).collect(), ..Details::default() };
            AddPractice { round, text: PracticeText { details, ..practice("One face", &[one]) } }
        };
        let made = here.call(&dee, documents(Details::MOST_DOCUMENTS)).await.unwrap();
        assert_eq!(made.text.details.documents.len(), Details::MOST_DOCUMENTS);
        let refused = here.call(&dee, documents(Details::MOST_DOCUMENTS + 1)).await.unwrap_err();
        assert!(refused.about("details.documents").is_some());
    }

    async fn the_draft_shows_every_cell_and_what_leads_in_it(here) {
        let round = here.company().await;
        let mut ids = Vec::new();
        for title in ["One", "Two", "Three", "Four"] {
            ids.push(proposed(&here, round, proposal(title)).await);
        }
        let wide = ProposalText { stages: StageSet::of(&[0, 7]), cultures: CultureSet::of(&[0, 3]), ..proposal("Five") };
        let wide = proposed(&here, round, wide).await;
        for name in ["Ada", "Bob", "Cem", "Dia", "Eva"] {
            let voter = here.customer(name).await;
            let vote = CastVote::new(ids[3], Stance::Agree);
            here.call(&voter, vote).await.unwrap();
        }
        let draft = draft(&here, &Caller::stranger(), round).await;
        let order: Vec<_> = draft.cells.iter().map(|cell| (cell.stage, cell.culture)).collect();
        assert_eq!(order, (0..8).flat_map(|stage| (0..4).map(move |culture| (stage, culture))).collect::<Vec<_>>());
        for cell in &draft.cells {
            let leading: Vec<_> = cell.leading.iter().map(|card| card.id).collect();
            match (cell.stage, cell.culture) {
                (3, 1) => {
                    assert_eq!((cell.proposals, leading.len(), leading[0]), (4, 3, ids[3]));
                }
                (0 | 7, 0 | 3) => assert_eq!((cell.proposals, leading), (1, vec![wide])),
                _ => assert_eq!((cell.proposals, leading), (0, vec![])),
            }
        }
        assert_eq!((draft.left.len(), draft.needs.len(), draft.entries.len()), (5, 1, 0));
        assert_eq!(draft.left[0].card.id, ids[3]);
        let missing = here.call(&Caller::stranger(), GetDraft { round: RoundId(99) }).await.unwrap_err();
        assert_eq!(missing.kind, ProblemKind::NotFound);
    }

    async fn a_practice_is_made_changed_and_taken_out(here) {
        let round = here.company().await;
        let (one, two) = (proposed(&here, round, proposal("One")).await, proposed(&here, round, proposal("Two")).await);
        let hours = resource(&here, round).await;
        let (dee, dan) = (here.staff("Dee", Role::Designer).await, here.staff("Dan", Role::Designer).await);
        let cost = |amount| vec![Cost { resource: hours, amount }];
        let first = PracticeText { costs: cost(30), ..practice("One face", &[two, one]) };
        let made = here.call(&dee, AddPractice { round, text: first.clone() }).await.unwrap();
        assert_eq!((&made.text, made.round), (&first, round));
        assert_eq!(made.from.iter().map(|card| card.id).collect::<Vec<_>>(), [two, one]);

        // Nothing is noted of what stays as it is; a resource that is not named any more costs nothing.
        let started = here.clock.now();
        for (minutes, who, text) in [
            (1, &dan, PracticeText { title: "One face, one number".parse().unwrap(), ..first.clone() }),
            (2, &dan, PracticeText { costs: cost(-5), ..first.clone() }),
            (3, &dee, practice("One face", &[one])),
        ] {
            here.clock.advance(started.plus(minutes * Timestamp::MINUTE).since(here.clock.now()));
            let changed = here.call(who, ChangePractice { practice: made.id, seen: None, sitting: false, text: text.clone() }).await.unwrap();
            assert_eq!((changed.id, changed.text), (made.id, text));
        }
        let seen = draft(&here, &dan, round).await;
        let history = |draft: &Draft| -> Vec<(Option<i64>, i64, String, i64)> {
            let changes = draft.practices[0].cost_changes.iter();
            changes.map(|change| (change.before, change.after, change.by.to_string(), change.at.since(started) / Timestamp::MINUTE)).collect()
        };
        let by = |who: &str| who.to_owned();
        assert_eq!(history(&seen), [(None, 30, by("Dee"), 0), (Some(30), -5, by("Dan"), 2), (Some(-5), 0, by("Dee"), 3)]);
        assert_eq!(seen.left.iter().map(|left| left.card.id).collect::<Vec<_>>(), [two]);
        assert_eq!(seen.cells.iter().filter(|cell| cell.practices == [made.id]).count(), 1);
        let seen = draft(&here, &Caller::stranger(), round).await;
        assert!(history(&seen).iter().all(|change| change.2 == STAFF), "staff's names are for staff");

        here.call(&dan, RemovePractice { practice: made.id, seen: None }).await.unwrap();
        assert!(draft(&here, &dee, round).await.practices.is_empty());
        for again in [
            here.call(&dan, RemovePractice { practice: made.id, seen: None }).await.map(drop),
            here.call(&dan, ChangePractice { practice: made.id, seen: None, sitting: false, text: first }).await.map(drop),
            here.call(&dan, RemovePractice { practice: PracticeId(99), seen: None }).await.map(drop),
        ] {
            assert_eq!(again.unwrap_err().kind, ProblemKind::NotFound);
        }
    }

    async fn others_see_practices_while_they_are_voted_on_or_signed(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let (dee, sig) = (here.staff("Dee", Role::Designer).await, here.staff("Sig", Role::Signatory).await);
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        here.call(&dee, AddPractice { round, text: practice("One face", &[one]) }).await.unwrap();
        let counts = async |who: &Caller| {
            let draft = draft(&here, who, round).await;
            let in_cells: usize = draft.cells.iter().map(|cell| cell.practices.len()).sum();
            (draft.practices.len(), in_cells, draft.needs.len(), draft.entries.len(), draft.cells.len())
        };
        assert_eq!(counts(&ada).await, (1, 1, 1, 0, 32));
        here.call(&moderator, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        for who in [&ada, &moderator, &Caller::stranger()] {
            assert_eq!(counts(who).await, (0, 0, 0, 0, 32));
        }
        for who in [&dee, &sig] {
            assert_eq!(counts(who).await, (1, 1, 1, 2, 32));
        }
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        assert_eq!(counts(&ada).await, (1, 1, 1, 0, 32));
    }

    async fn only_designers_write(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let text = practice("One face", &[one]);
        let dee = here.staff("Dee", Role::Designer).await;
        let made = here.call(&dee, AddPractice { round, text: text.clone() }).await.unwrap().id;
        let ada = here.customer("Ada").await;
        let (sig, moderator) = (here.staff("Sig", Role::Signatory).await, here.staff("Mo", Role::Moderator).await);
        for (who, kind) in [
            (&ada, ProblemKind::NotAllowed),
            (&sig, ProblemKind::NotAllowed),
            (&moderator, ProblemKind::NotAllowed),
            (&Caller::stranger(), ProblemKind::SignInNeeded),
        ] {
            let reason = "Not now.".parse().unwrap();
            for refused in [
                here.call(who, AddPractice { round, text: text.clone() }).await.map(drop),
                here.call(who, ChangePractice { practice: made, seen: None, sitting: false, text: text.clone() }).await.map(drop),
                here.call(who, RemovePractice { practice: made, seen: None }).await.map(drop),
                here.call(who, LeaveOut { proposal: one, decision: LeftDecision::NotNow, reason, seen: None }).await.map(drop),
            ] {
                assert_eq!(refused.unwrap_err().kind, kind);
            }
        }
        let admin = here.staff("Al", Role::Admin).await;
        here.call(&admin, ChangePractice { practice: made, seen: None, sitting: false, text }).await.unwrap();
    }

    async fn what_does_not_fit_is_refused_by_field(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let hours = resource(&here, round).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let cost = |resource, amount| Cost { resource, amount };
        let good = || PracticeText { costs: vec![cost(hours, MOST_UNITS)], ..practice("One face", &[one]) };
        let load = |function: &str, hours| Load { function: function.parse().unwrap(), hours };
        let same = Indicator { name: "Calls".parse().unwrap(), unit: "a day".parse().unwrap(), direction: Direction::Up, target: 1 };
        let far = Indicator { target: MOST_UNITS + 1, ..same.clone() };
        let cases = [
            ("stages", PracticeText { stages: StageSet::default(), ..good() }),
            ("stages", PracticeText { stages: StageSet::of(&[8]), ..good() }),
            ("cultures", PracticeText { cultures: CultureSet::default(), ..good() }),
            ("cultures", PracticeText { cultures: CultureSet::of(&[4]), ..good() }),
            ("proposals", PracticeText { proposals: vec![], ..good() }),
            ("proposals.1", PracticeText { proposals: vec![one, one], ..good() }),
            ("proposals.1", PracticeText { proposals: vec![one, ProposalId(99)], ..good() }),
            ("costs.0.resource", PracticeText { costs: vec![cost(ResourceId(99), 1)], ..good() }),
            ("costs.1.resource", PracticeText { costs: vec![cost(hours, 1), cost(hours, 1)], ..good() }),
            ("costs.0.amount", PracticeText { costs: vec![cost(hours, MOST_UNITS + 1)], ..good() }),
            ("costs.0.amount", PracticeText { costs: vec![cost(hours, -MOST_UNITS - 1)], ..good() }),
            ("involved.0", PracticeText { involved: vec!["SALES".parse().unwrap()], ..good() }),
            ("involved.1", PracticeText { involved: vec!["IT".parse().unwrap(), "it".parse().unwrap()], ..good() }),
            ("loads.0.function", PracticeText { loads: vec![load("Finance", 1)], ..good() }),
            ("loads.1.function", PracticeText { loads: vec![load("Sales", 1), load("sales", 1)], ..good() }),
            ("loads.0.hours", PracticeText { loads: vec![load("Sales", -1)], ..good() }),
            ("lead.target", PracticeText { lead: Some(far.clone()), ..good() }),
            ("lag.target", PracticeText { lag: Some(far), ..good() }),
            ("lag.name", PracticeText { lead: Some(same.clone()), lag: Some(same), ..good() }),
        ];
        for (field, text) in cases {
            let refused = here.call(&dee, AddPractice { round, text }).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Invalid);
            assert!(refused.about(field).is_some(), "{field}: {refused:?}");
        }
        let nowhere = here.call(&dee, AddPractice { round: RoundId(99), text: good() }).await.unwrap_err();
        assert_eq!(nowhere.kind, ProblemKind::NotFound);
        assert!(draft(&here, &dee, round).await.practices.is_empty() && draft(&here, &dee, round).await.entries.is_empty());
        here.call(&dee, AddPractice { round, text: good() }).await.unwrap();
    }

    async fn opposites_and_prerequisites_hold_both_ways_and_never_make_a_circle(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let add = async |title: &str, opposites: &[PracticeId], needs: &[PracticeId]| {
            let text = PracticeText { opposites: opposites.to_vec(), needs: needs.to_vec(), ..practice(title, &[one]) };
            here.call(&dee, AddPractice { round, text }).await
        };
        let first = add("First", &[], &[]).await.unwrap();
        let second = add("Second", &[first.id], &[]).await.unwrap();
        let third = add("Third", &[], &[second.id]).await.unwrap();
        let links = async || {
            let practices = draft(&here, &dee, round).await.practices;
            practices.into_iter().map(|one| (one.text.opposites, one.text.needs)).collect::<Vec<_>>()
        };
        assert_eq!(links().await, [(vec![second.id], vec![]), (vec![first.id], vec![]), (vec![], vec![second.id])]);
        for (field, refused) in [
            ("needs", add("Fourth", &[], &[first.id, third.id]).await),
            ("opposites", add("Fourth", &[PracticeId(99)], &[]).await),
            ("needs", add("Fourth", &[], &[first.id, first.id]).await),
        ] {
            let refused = refused.unwrap_err();
            assert!(refused.about(field).is_some(), "{field}: {refused:?}");
        }
        let put = async |id: PracticeId, opposites: &[PracticeId], needs: &[PracticeId]| {
            let text = PracticeText { opposites: opposites.to_vec(), needs: needs.to_vec(), ..practice("Changed", &[one]) };
            here.call(&dee, ChangePractice { practice: id, seen: None, sitting: false, text }).await
        };
        for (field, refused) in [
            ("needs", put(second.id, &[first.id], &[third.id]).await),
            ("needs", put(second.id, &[], &[second.id]).await),
            ("opposites", put(third.id, &[second.id, third.id], &[]).await),
            ("needs", put(third.id, &[first.id], &[first.id]).await),
        ] {
            let refused = refused.unwrap_err();
            assert!(refused.about(field).is_some(), "{field}: {refused:?}");
        }
        // Another round's are not to be pointed at.
        let admin = here.staff("Al", Role::Admin).await;
        let question = "How do you want to be trained?".parse().unwrap();
        let other = here.call(&admin, model::api::rounds::AddRound { question, scheme: Default::default() }).await.unwrap().id;
        let two = proposed(&here, other, proposal("Two")).await;
        let text = PracticeText { opposites: vec![first.id], ..practice("Elsewhere", &[two]) };
        assert!(here.call(&dee, AddPractice { round: other, text }).await.unwrap_err().about("opposites").is_some());
        // What is needed stays; either side can end an opposition; what has gone is pointed at no more.
        let kept = here.call(&dee, RemovePractice { practice: second.id, seen: None }).await.unwrap_err();
        assert!(kept.kind == ProblemKind::Conflict && kept.message.contains("“Third” needs it"), "{kept:?}");
        put(first.id, &[third.id], &[]).await.unwrap();
        assert_eq!(links().await, [(vec![third.id], vec![]), (vec![], vec![]), (vec![first.id], vec![second.id])]);
        here.call(&dee, RemovePractice { practice: third.id, seen: None }).await.unwrap();
        here.call(&dee, RemovePractice { practice: second.id, seen: None }).await.unwrap();
        assert_eq!(links().await, [(vec![], vec![])]);
    }

    async fn a_proposal_of_another_round_or_not_public_is_no_part_of_a_practice(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let (admin, moderator) = (here.staff("Al", Role::Admin).await, here.staff("Mo", Role::Moderator).await);
        let made = here.call(&dee, AddPractice { round, text: practice("One face", &[one]) }).await.unwrap();
        let question = "How do you want to be trained?".parse().unwrap();
        let other = here.call(&admin, model::api::rounds::AddRound { question, scheme: Default::default() }).await.unwrap().id;
        let refused = here.call(&dee, AddPractice { round: other, text: practice("One face", &[one]) }).await.unwrap_err();
        assert!(refused.about("proposals.0").is_some());

        // Declined afterwards: nobody reads its words here any more, and the designer still sees that it is missing.
        let reason = Some("It is somebody's name.".parse().unwrap());
        here.call(&moderator, Judge { proposal: one, decision: Decision::Decline, reason, trust: false }).await.unwrap();
        for (who, ids) in [(&dee, vec![one]), (&Caller::stranger(), vec![])] {
            let seen = &draft(&here, who, round).await.practices[0];
            assert_eq!((seen.id, seen.from.len(), &seen.text.proposals), (made.id, 0, &ids));
        }
        let refused = here.call(&dee, ChangePractice { practice: made.id, seen: None, sitting: false, text: made.text }).await.unwrap_err();
        assert!(refused.about("proposals.0").is_some());
        let reason = "Not now.".parse().unwrap();
        let hidden = here.call(&dee, LeaveOut { proposal: one, decision: LeftDecision::NotNow, reason, seen: None }).await.unwrap_err();
        assert_eq!(hidden.kind, ProblemKind::NotFound);
    }

    async fn the_lists_share_an_entry_however_it_is_typed(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let with = |activity: &str, accountable: &str, involved: &[&str]| PracticeText {
            activity: activity.parse().unwrap(),
            accountable: accountable.parse().unwrap(),
            involved: involved.iter().map(|name| name.parse().unwrap()).collect(),
            tool: Some("Ärzte-CRM".parse().unwrap()),
            ..practice("One face", &[one])
        };
        here.call(&dee, AddPractice { round, text: with("Calling", "Sales", &["Finance", "R&D"]) }).await.unwrap();
        let second = with("  cALLING ", "r&d", &["FINANCE", "sales"]);
        let second = PracticeText { tool: Some("ärzte-crm".parse().unwrap()), ..second };
        let made = here.call(&dee, AddPractice { round, text: second }).await.unwrap();
        assert_eq!((made.text.activity.as_str(), made.text.accountable.as_str()), ("Calling", "R&D"));
        assert_eq!(made.text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["Finance", "Sales"]);
        let entries = draft(&here, &dee, round).await.entries;
        let names = |list| entries.iter().filter(|entry| entry.list == list).map(|entry| entry.name.as_str()).collect::<Vec<_>>();
        assert_eq!(ListKind::ALL.map(names), [vec!["Calling"], vec!["Finance", "R&D", "Sales"], vec!["Ärzte-CRM"]]);
    }

    async fn designers_at_once_do_not_stand_in_each_others_way(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let names = ["A", "B", "C", "D"];
        let adding = (0..8_usize).map(|turn| {
            let mut involved: Vec<_> = names.iter().map(|name| name.parse().unwrap()).collect();
            involved.rotate_left(turn % 4);
            let text = PracticeText { involved, ..practice("One face", &[one]) };
            here.call(&dee, AddPractice { round, text })
        });
        for made in join_all(adding).await {
            made.unwrap();
        }
        let draft = draft(&here, &dee, round).await;
        assert_eq!((draft.practices.len(), draft.entries.len()), (8, 6));
    }

    async fn hostile_text_comes_back_as_it_was_typed(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let costs = vec![Cost { resource: resource(&here, round).await, amount: 0 }];
        let text = full(HOSTILE, &[one], costs);
        let made = here.call(&dee, AddPractice { round, text: text.clone() }).await.unwrap();
        assert_eq!(made.text, text);
        assert!(made.cost_changes.is_empty(), "nothing for nothing is no change");
        assert_eq!(draft(&here, &Caller::stranger(), round).await.practices[0].text, text);
        let page = here.text(&Caller::stranger(), "/design").await;
        assert!(!page.contains("<script>alert"), "{page}");
    }

    async fn why_a_proposal_is_left_out_is_for_staff_until_it_is_published(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let (dee, dan) = (here.staff("Dee", Role::Designer).await, here.staff("Dan", Role::Designer).await);
        for (who, reason) in [(&dee, "Not now."), (&dan, HOSTILE)] {
            here.call(who, LeaveOut { proposal: one, decision: LeftDecision::NotNow, reason: reason.parse().unwrap(), seen: None }).await.unwrap();
        }
        let reason = async |who: &Caller| draft(&here, who, round).await.left[0].reason.clone().map(String::from);
        assert_eq!(reason(&dee).await.as_deref(), Some(HOSTILE));
        assert_eq!(reason(&Caller::stranger()).await, None);
        let answer = async |who: &Caller| here.call(who, GetProposal { proposal: one }).await.unwrap().left_out;
        assert_eq!(answer(&dee).await.as_deref(), Some(HOSTILE));
        assert_eq!(answer(&Caller::stranger()).await, None);
        let missing = here.call(&dee, LeaveOut { proposal: ProposalId(99), decision: LeftDecision::NotNow, reason: "Not now.".parse().unwrap(), seen: None }).await;
        assert_eq!(missing.unwrap_err().kind, ProblemKind::NotFound);
    }
}
