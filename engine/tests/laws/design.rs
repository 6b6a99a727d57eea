//! What a design lacks is named, its complexity counted, and what belongs together suggested.

use engine::design::sharing::Sharing;
use engine::design::{Behaviour, Complexity, Design, Fog, HandOver, Indicator, Overload, Practice};
use engine::groupings::{ALIKE, Proposal, groupings};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

const SALES: i64 = 1;
const SUPPORT: i64 = 2;

fn practice(id: i64, stages: &[u32], cultures: &[u32], accountable: &[i64]) -> Practice {
    let (stages, cultures) = (stages.to_vec(), cultures.to_vec());
    Practice { id, stages, cultures, accountable: accountable.to_vec(), ..Practice::default() }
}

fn lag(name: &str, unit: &str) -> Indicator {
    Indicator { name: name.to_owned(), unit: unit.to_owned(), more_is_better: true, lead: false }
}

#[test]
fn gaps_hand_overs_and_overloads_are_named() {
    let mut practices = [
        practice(1, &[0, 1], &[0], &[SALES]),
        practice(2, &[3], &[0, 1], &[SUPPORT]),
        practice(3, &[0], &[1], &[SALES, SUPPORT]),
        practice(4, &[1], &[1], &[]),
    ];
    practices[0].load = vec![(SALES, 30)];
    practices[1].load = vec![(SALES, 20), (SUPPORT, 5)];
    practices[0].tools = vec![7, 8];
    practices[1].tools = vec![8, 8];
    practices[0].costs = vec![100, 2];
    practices[2].costs = vec![50];
    practices[0].behaviours = vec![Behaviour::Access, Behaviour::Engage];
    let design = Design { stages: 4, cultures: 2, practices: &practices };
    assert_eq!(design.empty_cells(), [(2, 0), (2, 1)]);
    assert_eq!(
        design.fog(),
        [
            Fog { stage: 0, culture: 1, functions: vec![SALES, SUPPORT], practices: vec![3] },
            Fog { stage: 1, culture: 1, functions: vec![], practices: vec![4] },
        ],
        "several answer, or nobody does; an empty cell is another matter"
    );
    assert_eq!(design.gaps(), [Behaviour::Customise, Behaviour::Connect, Behaviour::Collaborate]);
    assert_eq!(Design { practices: &[], ..design }.gaps(), []);
    let over = HandOver { culture: 0, from: 1, to: 3, before: vec![SALES], after: vec![SUPPORT] };
    assert_eq!(design.hand_overs(0), [over]);
    assert_eq!(design.hand_overs(1), [], "support answers at both ends");
    let capacities = [(SALES, 45), (SUPPORT, 5)];
    assert_eq!(design.overloads(&capacities), [Overload { function: SALES, load: 50, capacity: 45 }]);
    assert_eq!(design.tools_used_once(), [(7, 1)]);
    assert_eq!(design.balance(), [1, 1, 0, 0, 0]);
    let found = design.complexity();
    assert_eq!(found, Complexity { practices: 4, hand_overs: 1, tools: 2, costs: vec![150, 2] });
    let before = Complexity { practices: 9, hand_overs: 4, tools: 2, costs: vec![200] };
    assert_eq!(found.beside(&before), (-5, -3, 0, vec![-50, 2]));
}

#[test]
fn what_is_measured_differently_stays_apart() {
    let mut all: Vec<Practice> = (0..4).map(|id| practice(id, &[0], &[id as u32], &[SALES])).collect();
    for practice in &mut all {
        practice.activity = Some(5);
    }
    all[0].indicators = vec![lag("Win rate", "%")];
    all[1].indicators = vec![lag("win rate ", "%")];
    all[2].indicators = vec![lag("win rate", "deals")];
    let design = Design { stages: 1, cultures: 4, practices: &all };
    let verdicts: Vec<_> = design.sharing().into_iter().map(|pair| (pair.practices, pair.verdict)).collect();
    let apart = || Sharing::Forbidden { indicators: vec!["win rate".to_owned()] };
    assert_eq!(verdicts[..3], [((0, 1), Sharing::Possible), ((0, 2), apart()), ((0, 3), Sharing::Unknown)]);
}

#[test]
fn the_same_wish_of_the_same_people_is_one_practice() {
    let proposal = |id, text, supporters| Proposal { id, text, supporters };
    let found = groupings(&[
        proposal(1, "Call before you send a quote", &[1, 2, 3, 4]),
        proposal(2, "A call before the quote, please", &[1, 2, 3, 5]),
        proposal(3, "Call before you send a quote", &[8, 9]),
        proposal(4, "Invite engineers to the pilot", &[1, 2, 3, 4]),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].proposals, [1, 2]);
    assert!(found[0].alike >= ALIKE);
    assert_eq!(found[0].words, ["before", "call", "quote"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn groupings_do_not_depend_on_the_order_of_proposals(
        drawn in vec((vec(0_usize..6, 1..5), btree_set(0_u32..8, 0..6)), 0..12), turn in 0_usize..12,
    ) {
        const WORDS: [&str; 6] = ["call", "quote", "pilot", "price", "visit", "demo"];
        let texts: Vec<String> = drawn.iter().map(|(w, _)| w.iter().map(|&w| WORDS[w]).collect::<Vec<_>>().join(" ")).collect();
        let supporters: Vec<Vec<u32>> = drawn.iter().map(|(_, s)| s.iter().copied().collect()).collect();
        let mut proposals: Vec<Proposal> = (0..drawn.len())
            .map(|i| Proposal { id: i as i64, text: &texts[i], supporters: &supporters[i] })
            .collect();
        let found = groupings(&proposals);
        proposals.rotate_left(if drawn.is_empty() { 0 } else { turn % drawn.len() });
        let turned = groupings(&proposals);
        let ids = |all: &[engine::groupings::Grouping]| {
            let mut ids: Vec<_> = all.iter().map(|g| g.proposals.clone()).collect();
            ids.sort();
            ids
        };
        prop_assert_eq!(ids(&found), ids(&turned));
        let mut once: Vec<i64> = found.iter().flat_map(|g| g.proposals.clone()).collect();
        let all = once.len();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), all, "nobody is in two");
    }

    #[test]
    fn removing_a_practice_never_costs_more(costs in vec(0_i64..100, 1..8), at in 0_usize..8) {
        let all: Vec<Practice> = costs.iter().map(|&cost| Practice { costs: vec![cost], ..Practice::default() }).collect();
        let mut fewer = all.clone();
        fewer.remove(at % all.len());
        let of = |practices: &[Practice]| Design { stages: 1, cultures: 1, practices }.complexity();
        let (practices, _, _, difference) = of(&fewer).beside(&of(&all));
        prop_assert_eq!(practices, -1);
        prop_assert_eq!(difference, vec![-costs[at % all.len()]]);
    }
}
