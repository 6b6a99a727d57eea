//! The published order: thresholds, ties, and that support never hurts.

use engine::ballots::Proposal;
use engine::electorate::Tier;
use engine::evidence::Evidence;
use engine::prior::Prior;
use engine::ranking::{Item, Place, Standing, common_prior, posterior, rank, rank_under};
use engine::vote::Vote;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::round::{all, join, round};

/// `agree` of `voices` accounts of weight one agree, the others disagree.
fn voices(agree: u32, voices: u32) -> Evidence {
    let (yes, no) = (f64::from(agree), f64::from(voices - agree));
    Evidence {
        voices,
        weight: f64::from(voices),
        agree: yes,
        disagree: no,
        agree_voices: yes,
        ..Evidence::default()
    }
}

fn items(set: &[Evidence]) -> Vec<Item<'_>> {
    (1..).zip(set).map(|(id, evidence)| Item { id, evidence }).collect()
}

fn ids(places: &[Place]) -> Vec<i64> {
    places.iter().map(|place| place.id).collect()
}

#[test]
fn few_voices_have_no_rank_and_fewer_no_figure() {
    let set = [voices(4, 4), voices(7, 9), voices(3, 10), voices(0, 3), voices(6, 6), voices(9, 10)];
    let ranking = rank(&items(&set));
    assert_eq!(ranking.prior, None, "six proposals have nothing in common yet");
    assert_eq!(ids(&ranking.places), [6, 3, 5, 2, 1, 4]);
    let standings: Vec<_> = ranking.places.iter().map(|place| place.standing).collect();
    assert!(matches!(standings[0], Standing::Ranked { rank: 1, mean: 0.9, .. }));
    assert!(matches!(standings[1], Standing::Ranked { rank: 2, mean: 0.3, .. }));
    assert_eq!(standings[2], Standing::TooFew { agree: 6.0, voices: 6 });
    assert_eq!(standings[3], Standing::TooFew { agree: 7.0, voices: 9 });
    assert_eq!(standings[4..], [Standing::Hidden, Standing::Hidden]);
}

#[test]
fn ties_go_to_more_voices_and_then_to_the_lower_number() {
    // A pass makes a voice but is not evidence: the second and the third have the same share of the same weight.
    let mut passed = voices(8, 12);
    (passed.voices, passed.weight, passed.pass) = (15, 15.0, 3.0);
    let set = [voices(8, 12), voices(8, 12), passed];
    assert_eq!(ids(&rank(&items(&set)).places), [3, 1, 2]);
}

#[test]
fn twenty_proposals_share_a_prior() {
    let mut set: Vec<_> = (0..19).map(|i| voices(3 + i % 9, 12)).collect();
    set.push(voices(4, 4)); // too small to shape it
    assert_eq!(common_prior(&set), None);
    set.push(voices(5, 5));
    let prior = common_prior(&set).unwrap();
    let pairs = set.iter().filter(|e| e.voices >= 5).map(|e| (e.agree, e.decided()));
    assert_eq!(Some(prior), Prior::fit(pairs));
    assert_eq!(rank(&items(&set)).prior, Some(prior));
}

#[test]
fn many_good_voices_beat_a_few_perfect_ones() {
    let mut set: Vec<_> = (0..30).map(|i| voices(4 + i % 9, 20)).collect();
    set.extend([voices(10, 10), voices(380, 400)]);
    assert_eq!(ids(&rank(&items(&set)).places)[..2], [32, 31]);
}

fn prior() -> impl Strategy<Value = Option<Prior>> {
    prop::option::weighted(
        0.8,
        (0.1_f64..50.0, 0.1_f64..50.0).prop_map(|(a, b)| Prior::new(a, b).expect("both are positive")),
    )
}

fn tier() -> impl Strategy<Value = Tier> {
    prop_oneof![Just(Tier::One), Just(Tier::Two), Just(Tier::Three)]
}

fn sets() -> impl Strategy<Value = Vec<Evidence>> {
    let one = (0_u32..40, 0_u32..40).prop_map(|(agree, against)| voices(agree, agree + against));
    vec(one, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn more_support_never_hurts_and_opposition_never_helps(round in round(), prior in prior(), tier in tier()) {
        let low = |ballots: &_| posterior(&all(ballots)[0], prior.as_ref()).low;
        let before = low(&round.ballots());
        let mut praised = round.ballots();
        join(&mut praised, tier, Proposal(0), Vote::Agree(None));
        prop_assert!(low(&praised) >= before - 1e-12);
        let mut opposed = round.ballots();
        join(&mut opposed, tier, Proposal(0), Vote::Disagree { strength: None, red_line: false });
        prop_assert!(low(&opposed) <= before + 1e-12);
        let mut passed = round.ballots();
        join(&mut passed, tier, Proposal(0), Vote::Pass);
        prop_assert_eq!(low(&passed), before);
    }

    #[test]
    fn the_order_is_total_and_does_not_depend_on_that_of_the_items(set in sets(), turn in 0_usize..60) {
        let items = items(&set);
        let ranking = rank(&items);
        let mut turned = items.clone();
        turned.rotate_left(turn % items.len().max(1));
        prop_assert_eq!(&rank(&turned), &ranking);
        let mut seen = ids(&ranking.places);
        seen.sort_unstable();
        prop_assert_eq!(seen, (1..=i64::try_from(set.len()).unwrap()).collect::<Vec<_>>());
        let mut best = f64::INFINITY;
        for (expected, place) in (1..).zip(&ranking.places) {
            let evidence = items[usize::try_from(place.id - 1).unwrap()].evidence;
            match place.standing {
                Standing::Ranked { rank, low, .. } => {
                    prop_assert_eq!(rank, expected);
                    prop_assert!(evidence.voices >= 10 && low <= best);
                    best = low;
                }
                Standing::TooFew { voices, .. } => prop_assert!((5..10).contains(&voices)),
                Standing::Hidden => prop_assert!(evidence.voices < 5),
            }
        }
    }

    #[test]
    fn hidden_votes_leave_no_trace(set in sets(), prior in prior(), other in 0_u32..5) {
        let mut changed = set.clone();
        for evidence in changed.iter_mut().filter(|evidence| evidence.voices < 5) {
            *evidence = voices(other, other);
        }
        prop_assert_eq!(rank_under(prior, &items(&set)), rank_under(prior, &items(&changed)));
        prop_assert_eq!(rank(&items(&set)), rank(&items(&changed)));
    }
}
