//! The draft design as the votes choose it.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::{practice, proposed, resource};
use crate::rounds::change;
use model::api::designs::Adopt;
use model::api::practices::{AddPractice, RemovePractice};
use model::api::proposals::Judge;
use model::api::rounds::{ChangeRound, ClosePhase, OpenPhase, ResourceText};
use model::api::selection::{
    ExplainPractice, ExplainProposal, GetBallots, GetCommonGround, GetSelection, WhatIf,
};
use model::api::votes::CastVote;
use model::person::Role;
use model::practice::{Cost, PracticeText};
use model::round::Phase;
use model::selection::{Ballots, Key, Rules, Selection, Why};
use model::verdict::Decision;
use model::vote::Stance;
use model::{PracticeId, ProblemKind, ProposalId, RoundId};

pub async fn people(here: &Here, names: &[&str]) -> Vec<Caller> {
    let mut people = Vec::new();
    for name in names {
        people.push(here.customer(name).await);
    }
    people
}

pub async fn votes(here: &Here, stance: Stance, proposal: ProposalId, voters: &[Caller]) {
    for voter in voters {
        here.call(voter, CastVote::new(proposal, stance)).await.unwrap();
    }
}

async fn selection(here: &Here, who: &Caller, round: RoundId) -> Selection {
    here.call(who, GetSelection { round }).await.unwrap()
}

fn keys(selection: &Selection) -> Vec<Key> {
    selection.outcome.chosen.iter().map(|chosen| chosen.key).collect()
}

pub const SEVEN: [&str; 7] = ["Ada", "Bob", "Cem", "Dia", "Eva", "Flo", "Gil"];
const FIVE: [&str; 5] = ["Hal", "Ida", "Jon", "Kim", "Lea"];

on_both! {
    async fn the_votes_choose_practices_and_proposals_within_capacity(here) {
        let round = here.company().await;
        let mut ids = Vec::new();
        for title in ["One", "Two", "Three"] {
            ids.push(proposed(&here, round, proposal(title)).await);
        }
        let hours = resource(&here, round).await;
        let designer = here.staff("Dee", Role::Designer).await;
        let costly = PracticeText { costs: vec![Cost { resource: hours, amount: 390 }], ..practice("Costly", &ids[..1]) };
        let made = here.call(&designer, AddPractice { round, text: costly }).await.unwrap().id;
        let (seven, five) = (people(&here, &SEVEN).await, people(&here, &FIVE).await);
        let nobody = selection(&here, &Caller::stranger(), round).await;
        assert_eq!((nobody.candidates.len(), keys(&nobody)), (3, vec![]));
        votes(&here, Stance::Agree, ids[0], &seven).await;
        votes(&here, Stance::Agree, ids[1], &five).await;
        votes(&here, Stance::Agree, ids[2], &five[..2]).await;
        // Everybody has a twelfth of 400 hours: the seven cannot pay 390 together, the five can pay the default 40.
        let now = selection(&here, &Caller::stranger(), round).await;
        assert_eq!(keys(&now), [Key::Proposal(ids[1])]);
        assert_eq!((now.outcome.voices, now.needs[0].spent, now.outcome.spent[0]), (12, 40, 40));
        assert!(now.outcome.certificate.price_system);
        // Live are totals alone (domain rule 6): a breakdown by group would need a field.
        let said = serde_json::to_value(&now.outcome).unwrap();
        let said: Vec<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(said, ["certificate", "chosen", "everybody", "left", "saved", "spent", "voices"]);
        let why = |key: Key| now.outcome.left.iter().find(|left| left.key == key).unwrap().why.clone();
        assert!(matches!(why(Key::Practice(made)), Why::Unaffordable { missing: Some(missing) } if missing > 0.0));
        assert_eq!(why(Key::Proposal(ids[2])), Why::TooFewAccounts { has: None, needs: 5 });

        // With twice the capacity both fit; nothing is changed by asking.
        let ask = WhatIf { round, rules: None, capacities: vec![800], weighting: None };
        let more = here.call(&designer, ask.clone()).await.unwrap();
        assert_eq!(more.now, now.outcome);
        assert!(more.then.is_in(Key::Practice(made)) && more.then.is_in(Key::Proposal(ids[1])));
        let strict = Rules { least_accounts: 6, ..Rules::default() };
        let strict = here.call(&designer, WhatIf { round, rules: Some(strict), capacities: vec![], weighting: None }).await.unwrap();
        assert!(!strict.then.is_in(Key::Proposal(ids[1])));
        // What would let single accounts be counted is not tried.
        for (field, rules) in [
            ("rules.least_accounts", Rules { least_accounts: 4, ..Rules::default() }),
            ("rules.most_red_lines", Rules { most_red_lines: 3, ..Rules::default() }),
        ] {
            let ask = WhatIf { round, rules: Some(rules), capacities: vec![], weighting: None };
            assert!(here.call(&designer, ask).await.unwrap_err().about(field).is_some());
        }
        assert_eq!(keys(&selection(&here, &designer, round).await), [Key::Proposal(ids[1])]);
        let customer = here.customer("Zoe").await;
        assert_eq!(here.call(&customer, ask).await.unwrap_err().kind, ProblemKind::NotAllowed);
        let wrong = here.call(&designer, WhatIf { round, rules: None, capacities: vec![1, 2], weighting: None }).await.unwrap_err();
        assert!(wrong.about("capacities").is_some());
        let wrong = here.call(&designer, WhatIf { round, rules: None, capacities: vec![-1], weighting: None }).await.unwrap_err();
        assert!(wrong.about("capacities.0").is_some());

        let told = here.call(&customer, ExplainPractice { practice: made }).await.unwrap();
        assert!(!told.is_in && told.sentences[0].starts_with("Its 7 voices had"), "{:?}", told.sentences);
        let told = here.call(&customer, ExplainProposal { proposal: ids[1] }).await.unwrap();
        assert!(told.is_in && told.votes == Some(5.0), "{told:?}");
        let told = here.call(&customer, ExplainProposal { proposal: ids[2] }).await.unwrap();
        assert_eq!((told.sentences.len(), told.accounts, told.votes), (1, None, None));
        // Reasons are those of twelve accounts, and stay until five more have voted.
        assert_eq!(told.voices, 12);
        // Part of a practice, it is no candidate of its own.
        let part = here.call(&customer, ExplainProposal { proposal: ids[0] }).await.unwrap_err();
        assert_eq!(part.kind, ProblemKind::NotFound);
        votes(&here, Stance::Agree, ids[2], &five[2..]).await;
        assert!(selection(&here, &customer, round).await.outcome.is_in(Key::Proposal(ids[2])));

        here.call(&here.staff("Mo", Role::Moderator).await, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        let shut = here.call(&customer, GetSelection { round }).await.unwrap_err();
        assert_eq!(shut.kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&customer, ExplainPractice { practice: made }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        selection(&here, &designer, round).await;
    }

    async fn of_opposites_one_is_chosen_and_adopted_and_nothing_without_what_it_needs(here) {
        let round = here.company().await;
        let mut ids = Vec::new();
        for title in ["One", "Two", "Three"] {
            ids.push(proposed(&here, round, proposal(title)).await);
        }
        let dee = here.staff("Dee", Role::Designer).await;
        let add = async |title: &str, from: ProposalId, opposites: Vec<PracticeId>, needs: Vec<PracticeId>| {
            let text = PracticeText { opposites, needs, ..practice(title, &[from]) };
            here.call(&dee, AddPractice { round, text }).await.unwrap().id
        };
        let one = add("With us", ids[0], vec![], vec![]).await;
        let two = add("Without us", ids[1], vec![one], vec![]).await;
        let three = add("Likewise", ids[2], vec![], vec![two]).await;
        let (seven, five) = (people(&here, &SEVEN).await, people(&here, &FIVE).await);
        votes(&here, Stance::Agree, ids[0], &seven).await;
        votes(&here, Stance::Agree, ids[1], &five).await;
        votes(&here, Stance::Agree, ids[2], &five).await;
        let now = selection(&here, &dee, round).await;
        assert_eq!(keys(&now), [Key::Practice(one)]);
        let whys: Vec<Why> = now.outcome.left.iter().map(|left| left.why.clone()).collect();
        assert_eq!(whys, [Why::Opposite { key: Key::Practice(one) }, Why::Needs { key: Key::Practice(two) }]);
        assert!(now.outcome.certificate.price_system && now.outcome.certificate.ejr_plus);
        let told = here.call(&dee, ExplainPractice { practice: two }).await.unwrap();
        assert_eq!(told.sentences[0], "Its opposite, “With us”, was chosen, and both cannot be done.");
        let told = here.call(&dee, ExplainPractice { practice: three }).await.unwrap();
        assert_eq!(told.sentences[0], "It needs “Without us”, which was not chosen.");

        let moderator = here.staff("Mo", Role::Moderator).await;
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        let sig = here.staff("Sig", Role::Signatory).await;
        let adopt = || serde_json::from_value::<Adopt>(serde_json::json!({ "round": round, "signed_by": "Sig", "capacity": "Head",
            "statement": "So be it.", "reason_for_the_rest": "Not now.", "against": "All the same." })).unwrap();
        let both = here.call(&sig, adopt()).await.unwrap_err();
        assert!(both.kind == ProblemKind::Conflict && both.message.contains("exclude each other"), "{both:?}");
        here.call(&dee, RemovePractice { practice: three, seen: None }).await.unwrap();
        here.call(&dee, RemovePractice { practice: one, seen: None }).await.unwrap();
        let design = here.call(&sig, adopt()).await.unwrap();
        assert_eq!(design.practices.iter().map(|one| one.id).collect::<Vec<_>>(), [two]);
        assert!(design.practices[0].text.opposites.is_empty());
    }

    async fn breakdowns_wait_for_five_more_accounts_and_are_the_same_on_every_instance(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let stranger = Caller::stranger();
        let moderator = here.staff("Mo", Role::Moderator).await;
        let names: Vec<String> = (0..12).map(|number| format!("Voter {number}")).collect();
        let voters = people(&here, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        votes(&here, Stance::Agree, one, &voters[..4]).await;
        let early = here.call(&stranger, GetCommonGround { round }).await.unwrap_err();
        assert_eq!(early.kind, ProblemKind::Conflict);
        let early = WhatIf { round, rules: None, capacities: vec![], weighting: None };
        let maker = here.staff("Max", Role::Designer).await;
        assert_eq!(here.call(&maker, early).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&stranger, ExplainProposal { proposal: one }).await.unwrap_err().kind, ProblemKind::Conflict);
        // A proposal that waits is no more to be found than one that is not there.
        let hidden = here.call(&voters[0], model::api::proposals::Propose { round, text: proposal("Hidden") }).await.unwrap().id;
        here.call(&moderator, Judge { proposal: hidden, decision: Decision::Decline, reason: "No.".parse().ok(), trust: false }).await.unwrap();
        let (gone, none) = (ExplainProposal { proposal: hidden }, ExplainProposal { proposal: ProposalId(9_999) });
        assert_eq!(here.call(&stranger, gone).await.unwrap_err(), here.call(&stranger, none).await.unwrap_err());
        votes(&here, Stance::Agree, one, &voters[4..6]).await;
        let voices = async |here: &Here| here.call(&stranger, GetCommonGround { round }).await.unwrap().voices;
        assert_eq!(voices(&here).await, 6);
        votes(&here, Stance::Disagree, one, &voters[6..9]).await;
        // Three more, or a changed mind, change nothing; not even for an instance that starts now.
        votes(&here, Stance::Disagree, one, &voters[..1]).await;
        assert_eq!(voices(&here).await, 6);
        let told = here.call(&stranger, ExplainProposal { proposal: one }).await.unwrap();
        assert_eq!((told.voices, told.accounts), (6, Some(6)));
        let other = here.another().await;
        assert_eq!(other.call(&stranger, ExplainProposal { proposal: one }).await.unwrap(), told);
        votes(&here, Stance::Agree, one, &voters[9..10]).await;
        assert_eq!(voices(&here).await, 10);
        votes(&here, Stance::Agree, one, &voters[10..11]).await;
        assert_eq!(voices(&here).await, 10);
        let designer = here.staff("Dee", Role::Designer).await;
        here.call(&moderator, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        assert_eq!(here.call(&designer, GetCommonGround { round }).await.unwrap().voices, 11);
    }

    async fn the_ballots_go_to_whom_the_rule_names(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let designer = here.staff("Dee", Role::Designer).await;
        let customer = here.customer("Zoe").await;
        let stranger = Caller::stranger();
        for (ballots, given) in [
            (Ballots::Nobody, [false, false, false]),
            (Ballots::Designers, [true, false, false]),
            (Ballots::Participants, [true, true, false]),
            (Ballots::Everybody, [true, true, true]),
        ] {
            let as_it_is = here.round(round).await;
            let rules = Rules { ballots, ..as_it_is.rules };
            here.call(&moderator, ChangeRound { rules: Some(rules), ..change(&as_it_is) }).await.unwrap();
            for (who, given) in [&designer, &customer, &stranger].into_iter().zip(given) {
                let file = here.call(who, GetBallots { round }).await;
                assert_eq!(file.is_ok(), given, "{ballots:?}");
                assert_eq!(selection(&here, who, round).await.ballots, given);
            }
        }
        votes(&here, Stance::Disagree, one, &people(&here, &SEVEN).await).await;
        let file = here.call(&stranger, GetBallots { round }).await.unwrap();
        assert_eq!(file["votes"][0]["disagree"].as_array().unwrap().len(), 7);
        let text = file.to_string();
        assert!(SEVEN.iter().all(|name| !text.contains(name)), "{text}");
    }

    async fn rules_are_numbers_within_limits_and_stay_once_there_are_votes(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let before = here.round(round).await;
        assert_eq!(before.rules, Rules::default());
        let try_rules = async |rules: Rules| here.call(&moderator, ChangeRound { rules: Some(rules), ..change(&before) }).await;
        let rules = Rules::default();
        for (field, wrong) in [
            ("rules.least_accounts", Rules { least_accounts: Rules::MOST_ACCOUNTS + 1, ..rules }),
            ("rules.most_red_lines", Rules { most_red_lines: Rules::MOST_ACCOUNTS + 1, ..rules }),
            ("rules.least_accounts", Rules { least_accounts: Rules::FEWEST_ACCOUNTS - 1, ..rules }),
            ("rules.most_red_lines", Rules { most_red_lines: Rules::FEWEST_RED_LINES - 1, ..rules }),
            ("rules.cost_over_support", Rules { cost_over_support: Rules::MOST_OVER_SUPPORT + 1, ..rules }),
            ("rules.strong_opposition", Rules { strong_opposition: Rules::LEAST_OPPOSITION - 1, ..rules }),
            ("rules.strong_opposition", Rules { strong_opposition: 101, ..rules }),
            ("rules.floor", Rules { floor: 101, ..rules }),
            ("rules.most_in_cell", Rules { most_in_cell: Some(0), ..rules }),
        ] {
            assert!(try_rules(wrong).await.unwrap_err().about(field).is_some(), "{field}");
        }
        let edge = Rules {
            least_accounts: Rules::MOST_ACCOUNTS,
            most_red_lines: Rules::FEWEST_RED_LINES,
            cost_over_support: Rules::MOST_OVER_SUPPORT,
            strong_opposition: Rules::LEAST_OPPOSITION,
            completion: false,
            floor: 100,
            most_in_cell: Some(1),
            ballots: Ballots::Designers,
            stances: true,
        };
        assert_eq!(try_rules(edge).await.unwrap().rules, edge);
        assert_eq!(here.another().await.round(round).await.rules, edge);
        let kept = here.call(&moderator, ChangeRound { rules: None, ..change(&before) }).await.unwrap();
        assert_eq!(kept.rules, edge);
        votes(&here, Stance::Agree, one, &people(&here, &SEVEN[..1]).await).await;
        assert!(try_rules(rules).await.unwrap_err().about("rules").is_some());
        // Capacities without a common multiple that fits are refused when they are set, not when customers look.
        let mut apart = change(&before);
        apart.rules = None;
        apart.resources = (0..6)
            .map(|number| ResourceText {
                name: format!("Resource {number}").parse().unwrap(),
                unit: "units".parse().unwrap(),
                capacity: 999_999_937 - 2 * number,
                default_cost: 1,
            })
            .collect();
        assert!(here.call(&moderator, apart).await.unwrap_err().about("resources").is_some());
        assert!(try_rules(edge).await.is_ok());
    }
}
