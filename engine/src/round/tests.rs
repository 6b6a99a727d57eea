use super::*;
use crate::certificate::Flaw;
use crate::suppression::may_show;
use proptest::prelude::*;

/// A round with one resource; `accounts` gives each account's voters, `votes` who agrees with what.
pub(super) fn round(capacity: i64, costs: &[i64], accounts: &[u32], agree: &[Vec<u32>]) -> Inputs {
    let voters = (0_u32..).zip(accounts).flat_map(|(account, &count)| {
        std::iter::repeat_n(Voter { account, culture: Some(account % 2) }, count as usize)
    });
    let candidate = |(number, &cost): (i64, &i64)| Candidate {
        key: Key::Proposal(number),
        costs: vec![cost],
        cells: vec![0],
        proposals: vec![number],
        opposites: vec![],
        needs: vec![],
    };
    let votes = (1_i64..).zip(agree).map(|(proposal, agree)| Votes {
        proposal,
        agree: agree.clone(),
        ..Votes::default()
    });
    Inputs {
        format: FORMAT,
        rules: Rules { least_accounts: 1, ..Rules::default() },
        resources: vec![Resource { name: "Time".into(), unit: "hours".into(), capacity }],
        cells: 2,
        candidates: (1..).zip(costs).map(candidate).collect(),
        segments: vec!["size: small".into(), "size: large".into()],
        cultures: 2,
        accounts: (0..accounts.len() as u32)
            .map(|account| Account { weight: 1_000, segments: vec![account % 2] })
            .collect(),
        voters: voters.collect(),
        votes: votes.collect(),
    }
}

fn keys(selection: &Selection) -> Vec<Key> {
    selection.chosen.iter().map(|chosen| chosen.key).collect()
}

#[test]
fn colleagues_share_one_voice() {
    // Twenty colleagues of one account against six accounts of one person each; there is room for one.
    let accounts = [vec![20], vec![1; 6]].concat();
    let votes = [(0..20).collect(), (20..26).collect()];
    let mut inputs = round(10, &[10, 10], &accounts, &votes);
    inputs.rules.least_accounts = 5;
    let selection = select(&inputs).unwrap();
    assert_eq!(keys(&selection), [Key::Proposal(2)]);
    assert_eq!(
        (selection.voices, selection.chosen[0].accounts, selection.chosen[0].votes),
        (7, Some(6), Some(6.0))
    );
    assert_eq!(selection.left[0].why, Why::TooFewAccounts { has: None, needs: 5 });
    assert_eq!((selection.left[0].accounts, selection.left[0].votes), (None, None));
    assert!(selection.certificate.price_system && selection.certificate.ejr_plus);
}

#[test]
fn who_paid_what_proves_a_selection_by_itself() {
    let accounts = [vec![2], vec![1; 10]].concat();
    let votes = [(0..6).collect(), (4..12).collect(), (0..2).collect()];
    let inputs = round(30, &[10, 12, 20], &accounts, &votes);
    let good = payments(&inputs).unwrap();
    assert_eq!(
        good.paid.iter().map(|paid| paid.key).collect::<Vec<_>>(),
        [Key::Proposal(2), Key::Proposal(1)]
    );
    // Two of one account share its voice.
    assert_eq!((good.weights.len(), good.weights[0] * 2), (12, good.weights[2]));
    // As it is written down and read again.
    let read: Payments = serde_json::from_str(&serde_json::to_string(&good).unwrap()).unwrap();
    assert_eq!((&read, proved(&inputs, &read).unwrap()), (&good, Ok(())));

    let no_proof = |change: fn(&mut Payments)| {
        let mut bad = good.clone();
        change(&mut bad);
        proved(&inputs, &bad).unwrap().unwrap_err()
    };
    let flaws = |change: fn(&mut Payments)| match no_proof(change) {
        NoProof::Flaws(flaws) => flaws,
        other => panic!("{other:?}"),
    };
    assert!(flaws(|bad| drop(bad.paid[0].by.pop())).contains(&Flaw::NotThePrice(1)));
    assert!(flaws(|bad| bad.paid[0].by[0].0 = 0).contains(&Flaw::NotSupported(0, 1)));
    assert!(flaws(|bad| bad.paid[0].by[0].0 = 99).contains(&Flaw::Unknown));
    assert!(flaws(|bad| bad.endowment = "1".into()).contains(&Flaw::Endowment));
    assert_eq!(no_proof(|bad| bad.weights[0] += 1), NoProof::Weights);
    assert_eq!(no_proof(|bad| bad.paid[0].key = Key::Practice(5)), NoProof::Unknown(Key::Practice(5)));
    assert_eq!(no_proof(|bad| bad.budget = "a lot".into()), NoProof::Number("a lot".into()));
}

#[test]
fn who_disagrees_with_one_of_its_proposals_does_not_support_a_practice() {
    let mut inputs = round(10, &[10], &[1; 12], &[(0..8).collect(), (4..8).collect()]);
    inputs.votes[1].disagree = vec![0, 1];
    let one = Candidate {
        key: Key::Practice(7),
        costs: vec![4],
        cells: vec![0, 1],
        ..inputs.candidates[0].clone()
    };
    inputs.candidates[0] = Candidate { proposals: vec![1, 2], ..one };
    let selection = select(&inputs).unwrap();
    assert_eq!(keys(&selection), [Key::Practice(7)]);
    assert_eq!(selection.chosen[0].accounts, Some(6));
    assert_eq!(selection.spent, [4]);
}

#[test]
fn gates_say_why() {
    let mut inputs = round(
        100,
        &[10, 10, 90, -5],
        &[1; 20],
        &[(0..10).collect(), (0..6).collect(), (0..5).collect(), (0..5).collect()],
    );
    // All even accounts, the small ones, that say anything of the second are against it.
    inputs.votes[1] = Votes {
        proposal: 2,
        agree: vec![1, 3, 5, 7, 9],
        disagree: (10..20).filter(|v| v % 2 == 0).collect(),
        ..Votes::default()
    };
    inputs.votes[0].red_line = (12..17).collect();
    let selection = select(&inputs).unwrap();
    assert_eq!(keys(&selection), [Key::Proposal(4)]);
    assert_eq!(
        (selection.chosen[0].way, &selection.saved[..], &selection.spent[..]),
        (Way::Free, &[5][..], &[0][..])
    );
    let whys: Vec<_> = selection.left.iter().map(|left| left.why.clone()).collect();
    assert_eq!(whys[0], Why::RedLines { has: Some(5), most: 4 });
    assert_eq!(whys[1], Why::Opposed { segment: 0 });
    assert!(
        matches!(whys[2], Why::TooLittleSupport { percent: Some(percent) } if (80.0..90.0).contains(&percent))
    );
}

#[test]
fn of_opposites_one_is_chosen_and_nothing_without_what_it_needs() {
    let mut inputs = round(
        100,
        &[10, 10, 10, 10],
        &[1; 20],
        &[(0..12).collect(), (12..20).collect(), (0..6).collect(), (14..20).collect()],
    );
    assert_eq!(keys(&select(&inputs).unwrap()).len(), 4);
    let key = Key::Proposal;
    // Said by one of the two alone; what the third needs is out, and so is what needs the third.
    inputs.candidates[0].opposites = vec![key(2)];
    (inputs.candidates[2].needs, inputs.candidates[3].needs) = (vec![key(2)], vec![key(1), key(3)]);
    let selection = select(&inputs).unwrap();
    assert_eq!(keys(&selection), [key(1)]);
    let whys: Vec<_> = selection.left.iter().map(|left| left.why.clone()).collect();
    assert_eq!(whys, [Why::Opposite { key: key(1) }, Why::Needs { key: key(2) }, Why::Needs { key: key(3) }]);
    assert!(selection.certificate.price_system && selection.certificate.ejr_plus);
    let title = |key: Key| format!("{key:?}");
    let tell =
        |number: i64| explain(&inputs, key(number), &title, &|_| String::new()).unwrap().unwrap().sentences;
    assert_eq!(tell(2)[0], "Its opposite, “Proposal(1)”, was chosen, and both cannot be done.");
    assert_eq!(tell(3)[0], "It needs “Proposal(2)”, which was not chosen.");
    // What is needed comes first, whatever it costs.
    inputs.candidates[0].opposites.clear();
    inputs.candidates[2].costs = vec![0];
    let chosen = keys(&select(&inputs).unwrap());
    let place = |number: i64| chosen.iter().position(|chosen| *chosen == key(number)).unwrap();
    assert!(place(2) < place(3) && place(3) < place(4) && place(1) < place(4), "{chosen:?}");
    for (opposites, needs) in [(vec![key(9)], vec![]), (vec![key(1)], vec![]), (vec![], vec![key(1)])] {
        let mut wrong = inputs.clone();
        (wrong.candidates[0].opposites, wrong.candidates[0].needs) = (opposites, needs);
        assert_eq!(select(&wrong), Err(Fault::Index));
    }
}

/// As it was written before there were opposites and prerequisites.
#[test]
fn a_round_of_format_1_is_read_and_computed_as_it_was() {
    let text = r#"{"format":1,"rules":{"least_accounts":1,"cost_over_support":3,"strong_opposition":67,"most_red_lines":4,
        "completion":true,"floor":0,"most_in_cell":null},"resources":[{"name":"Time","unit":"hours","capacity":10}],"cells":1,
        "candidates":[{"key":{"practice":7},"costs":[6],"cells":[0],"proposals":[1]},
        {"key":{"proposal":2},"costs":[6],"cells":[0],"proposals":[2]}],"segments":[],"cultures":1,
        "accounts":[{"weight":1000,"segments":[]},{"weight":1000,"segments":[]},{"weight":1000,"segments":[]}],
        "voters":[{"account":0,"culture":null},{"account":1,"culture":0},{"account":2,"culture":0}],
        "votes":[{"proposal":1,"agree":[0,1],"disagree":[],"red_line":[],"pass":[]},
        {"proposal":2,"agree":[2],"disagree":[],"red_line":[],"pass":[]}]}"#;
    let old: Inputs = serde_json::from_str(text).unwrap();
    let selection = select(&old).unwrap();
    assert_eq!((keys(&selection), &selection.spent[..]), (vec![Key::Practice(7)], &[6][..]));
    assert_eq!(selection, select(&Inputs { format: FORMAT, ..old.clone() }).unwrap());
    // It is written again as it was: its digest stays.
    assert_eq!(serde_json::to_value(&old).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
    assert_eq!(select(&Inputs { format: 0, ..old }), Err(Fault::Format));
}

#[test]
fn without_votes_or_resources_there_is_still_an_answer() {
    let nobody = select(&round(10, &[10], &[1], &[vec![]])).unwrap();
    assert_eq!((nobody.voices, nobody.chosen.len()), (0, 0));
    let mut inputs = round(10, &[0], &[1; 6], &[(0..6).collect()]);
    inputs.resources.clear();
    inputs.candidates[0].costs.clear();
    assert_eq!(select(&inputs).unwrap().chosen[0].way, Way::Free);
    let mut none = round(0, &[3], &[1; 6], &[(0..6).collect()]);
    assert_eq!(select(&none).unwrap().left[0].why, Why::Resource { resource: 0 });
    none.votes[0].agree.push(6);
    assert_eq!(select(&none), Err(Fault::Index));
}

#[test]
fn explanations_are_in_words_and_hold() {
    let inputs = round(10, &[6, 6], &[1; 20], &[(0..12).collect(), (12..20).collect()]);
    let tell = |inputs: &Inputs, number: i64| {
        let title = |key: Key| format!("{key:?}");
        explain(inputs, Key::Proposal(number), &title, &|cell| format!("cell {cell}")).unwrap().unwrap()
    };
    let (won, lost) = (tell(&inputs, 1), tell(&inputs, 2));
    assert!(won.is_in && !lost.is_in, "{won:?} {lost:?}");
    assert!(won.sentences[0].contains("12 voices"), "{:?}", won.sentences);
    let Some((0, amount)) = lost.figures.wins_at else { panic!("{lost:?}") };
    let mut cheaper = inputs.clone();
    cheaper.candidates[1].costs = vec![amount];
    assert!(tell(&cheaper, 2).is_in);
    cheaper.candidates[1].costs = vec![amount + 1];
    assert!(!tell(&cheaper, 2).is_in);
    assert!(explain(&inputs, Key::Practice(1), &|_| String::new(), &|_| String::new()).unwrap().is_none());
}

#[test]
fn a_change_must_fit_the_round() {
    let inputs = round(10, &[6, 6], &[1; 20], &[(0..12).collect(), (12..20).collect()]);
    let trials = Trials::new(inputs.clone()).unwrap();
    let change = |text: &str| serde_json::from_str::<Change>(text);
    assert_eq!(change("{}").unwrap(), Change::default());
    assert!(change(r#"{"capacity":[1]}"#).is_err());
    assert_eq!(trials.select(&change(r#"{"capacities":[5,5]}"#).unwrap()), Err(Fault::Length));
    assert_eq!(keys(&trials.select(&change(r#"{"capacities":[12]}"#).unwrap()).unwrap()).len(), 2);
    assert_eq!(select(&Inputs { format: FORMAT + 1, ..inputs }), Err(Fault::Format));
}

#[test]
fn common_ground_is_what_every_group_wants_and_what_divides_is_told_apart() {
    let mut inputs = round(10, &[1, 1, 1], &[1; 20], &[(0..20).collect(), vec![], (0..4).collect()]);
    // Even accounts are small, odd ones large; the second divides them.
    let (even, odd): (Vec<u32>, Vec<u32>) = (0..20).partition(|account| account % 2 == 0);
    inputs.votes[1] = Votes { proposal: 2, agree: even, disagree: odd, ..Votes::default() };
    let found = common_ground(&inputs);
    let ids = |grounds: &[Ground]| grounds.iter().map(|ground| ground.proposal).collect::<Vec<_>>();
    assert_eq!((ids(&found.bridges), ids(&found.divides)), (vec![1], vec![2]));
    assert_eq!(found.divides[0].segments, [Some(Side::For), Some(Side::Against)]);
    assert_eq!(found.bridges[0].cultures, [Some(Side::For), Some(Side::For)]);
}

#[test]
fn who_took_part_gives_no_few_accounts_away() {
    let mut inputs = round(10, &[1], &[1; 40], &[(0..16).collect()]);
    inputs.votes[0].disagree = (16..40).collect();
    let told = took_part(&inputs, &[Key::Proposal(1)], &[22, 40], 80);
    let [(attribute, rows)] = told.as_slice() else { panic!("{told:?}") };
    let names: Vec<_> = rows.iter().map(|row| (row.value.as_str(), row.base)).collect();
    assert_eq!(
        (attribute.as_str(), names),
        ("size", vec![("small", Some(22)), ("large", Some(40)), ("", Some(18))])
    );
    let figures = rows.iter().flat_map(|row| [row.voted, row.covered]).flatten();
    assert!(figures.into_iter().all(may_show), "{rows:?}");
    // Two of twenty-two small ones have not voted: neither that nor what gives it away is told.
    assert_eq!(rows[0].voted, None);
    assert!(rows.iter().filter(|row| row.voted.is_none()).count() >= 2, "{rows:?}");
}

#[test]
fn where_all_but_one_have_voted_nothing_is_told_of_the_one() {
    let mut inputs = round(10, &[1], &[1; 40], &[(0..20).collect()]);
    inputs.votes[0].disagree = (20..40).collect();
    let told = took_part(&inputs, &[Key::Proposal(1)], &[20, 21], 41);
    let figures: Vec<_> = told[0].1.iter().map(|row| (row.base, row.voted, row.covered)).collect();
    assert_eq!(figures, [(None, Some(20), Some(10)), (None, Some(20), Some(10))]);
}

pub(super) fn rounds() -> impl Strategy<Value = Inputs> {
    (1_usize..6, 3_usize..14, 1_i64..60).prop_flat_map(|(proposals, accounts, capacity)| {
        let sizes = proptest::collection::vec(1_u32..4, accounts);
        let costs = proptest::collection::vec(-3_i64..30, proposals);
        (sizes, costs).prop_flat_map(move |(sizes, costs)| {
            let voters = sizes.iter().sum::<u32>();
            let votes =
                proptest::collection::vec(proptest::collection::vec(0_u8..5, voters as usize), costs.len());
            let links = proptest::collection::vec((0_u8..6, 0..costs.len()), costs.len());
            (votes, links).prop_map(move |(stances, links)| {
                let lists = |wanted: u8| -> Vec<Vec<u32>> {
                    let of = |stances: &Vec<u8>| {
                        (0_u32..).zip(stances).filter(|(_, s)| **s == wanted).map(|(v, _)| v).collect()
                    };
                    stances.iter().map(of).collect()
                };
                let mut inputs = round(capacity, &costs, &sizes, &lists(1));
                for (votes, (disagree, pass)) in
                    inputs.votes.iter_mut().zip(lists(2).into_iter().zip(lists(3)))
                {
                    (votes.disagree, votes.pass) = (disagree, pass);
                }
                let keys: Vec<Key> = inputs.candidates.iter().map(|candidate| candidate.key).collect();
                for (candidate, (kind, other)) in inputs.candidates.iter_mut().zip(links) {
                    let other = Some(keys[other]).filter(|other| *other != candidate.key);
                    match kind {
                        0 => candidate.opposites.extend(other),
                        1 => candidate.needs.extend(other),
                        _ => {}
                    }
                }
                inputs
            })
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn names_and_order_mean_nothing_and_every_selection_is_proved(inputs in rounds(), seed: u64) {
        let selection = select(&inputs).unwrap();
        prop_assert_eq!(&selection, &select(&inputs.shuffled(seed)).unwrap());
        prop_assert!(selection.certificate.price_system);
        prop_assert!(selection.spent[0] <= inputs.resources[0].capacity);
        prop_assert_eq!(selection.chosen.len() + selection.left.len(), inputs.candidates.len());
    }

    #[test]
    fn a_thousand_colleagues_who_say_the_same_and_accounts_without_a_voice_change_nothing(inputs in rounds()) {
        let mut more = inputs.clone();
        let first = (0_u32..).zip(&inputs.voters).filter(|(_, v)| v.account == 0);
        let first: Vec<u32> = first.map(|(voter, _)| voter).collect();
        // As many of each, and a thousand in all.
        let times = 1_000_usize.div_ceil(first.len());
        let copies = |voter: u32| std::iter::repeat_n(voter, times);
        let nobody = Account { weight: 0, ..inputs.accounts[0].clone() };
        more.accounts.extend(vec![nobody; 1_000]);
        let strangers = inputs.accounts.len() as u32..inputs.accounts.len() as u32 + 1_000;
        let strangers = strangers.map(|account| Voter { account, culture: None });
        let start = inputs.voters.len() as u32;
        more.voters.extend(strangers);
        for voter in first.iter().copied().flat_map(copies) {
            let new = more.voters.len() as u32;
            more.voters.push(inputs.voters[voter as usize]);
            for (votes, before) in more.votes.iter_mut().zip(&inputs.votes) {
                let lists = [
                    (&mut votes.agree, &before.agree),
                    (&mut votes.disagree, &before.disagree),
                    (&mut votes.pass, &before.pass),
                ];
                let said = lists.into_iter().filter(|(_, before)| before.contains(&voter));
                said.for_each(|(list, _)| list.push(new));
            }
        }
        more.votes[0].agree.extend(start..start + 1_000);
        let (one, many) = (select(&inputs).unwrap(), select(&more).unwrap());
        prop_assert_eq!((&many.chosen, &many.spent, many.voices), (&one.chosen, &one.spent, one.voices));
        let keys = |selection: &Selection| selection.left.iter().map(|left| left.key).collect::<Vec<_>>();
        prop_assert_eq!(keys(&many), keys(&one));
    }

    #[test]
    fn what_is_tried_is_what_would_be_selected(
        inputs in rounds(),
        capacity in -1_i64..60,
        least_accounts in 0_u32..6,
        completion: bool,
        most_in_cell in proptest::option::of(1_u32..3),
    ) {
        let trials = Trials::new(inputs.clone()).unwrap();
        prop_assert_eq!(trials.select(&Change::default()), select(&inputs));
        let mut changed = inputs;
        changed.rules = Rules { least_accounts, completion, most_in_cell, ..changed.rules };
        changed.resources[0].capacity = capacity;
        let change = Change { rules: Some(changed.rules), capacities: Some(vec![capacity]), weights: None };
        prop_assert_eq!(trials.select(&change), select(&changed));
    }

    #[test]
    fn a_round_survives_being_written(inputs in rounds()) {
        let text = serde_json::to_string(&inputs).unwrap();
        prop_assert_eq!(serde_json::from_str::<Inputs>(&text).unwrap(), inputs);
    }
}
