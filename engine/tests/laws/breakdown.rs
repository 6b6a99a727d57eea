//! Evidence by segment and culture adds up to the evidence of the proposal, and follows what is declared.

use engine::ballots::{Ballots, Proposal};
use engine::breakdown::{Cell, Strata, accounts_by_cell, breakdown, breakdown_of_all};
use engine::consensus::consensus;
use engine::electorate::{Account, Membership, Tier, Voter};
use engine::evidence::Scratch;
use engine::prior::Prior;
use engine::vote::Vote;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::round::{all, join, round, say};

const YES: Vote = Vote::Agree(None);
const NO: Vote = Vote::Disagree { strength: None, red_line: true };

#[test]
fn colleagues_of_two_cultures_share_one_voice() {
    let mut ballots = Ballots::default();
    for (voter, vote) in [(0, YES), (1, YES), (2, NO)] {
        let membership = Membership { account: Some(Account(0)), confirmed: true };
        ballots.electorate_mut().set_membership(Voter(voter), membership);
        say(&mut ballots, Voter(voter), Proposal(0), Some(vote));
    }
    let strata = Strata {
        segments: 2,
        cultures: 4,
        segment_of: vec![Some(1)],
        culture_of: vec![Some(0), Some(0), Some(3)],
    };
    let cells = breakdown(&ballots, Proposal(0), &strata, &mut Scratch::default());
    let told: Vec<_> =
        cells.iter().map(|c| (c.segment, c.culture, c.evidence.voices, c.evidence.red_lines)).collect();
    assert_eq!(told, [(1, 0, 1, 0), (1, 3, 1, 1)]);
    assert!((cells[0].evidence.agree - 2.0 / 3.0).abs() < 1e-12);
    assert!((cells[1].evidence.disagree - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(cells[0].evidence.n_eff, 1.0);
}

#[test]
fn common_ground_is_read_off_the_cells() {
    let mut ballots = Ballots::default();
    // Two segments of six accounts: the first agrees, of the second one disagrees.
    for account in 0..12_u32 {
        join(&mut ballots, Tier::One, Proposal(0), if account == 11 { NO } else { YES });
    }
    let strata = Strata {
        segments: 2,
        cultures: 1,
        segment_of: (0..12).map(|account| Some(account / 6)).collect(),
        culture_of: Vec::new(),
    };
    let cells = breakdown(&ballots, Proposal(0), &strata, &mut Scratch::default());
    let prior = Prior::new(1.0, 1.0).unwrap();
    let shares: Vec<_> = cells.iter().map(|cell| cell.share(Some(&prior))).collect();
    let found = consensus(&shares).unwrap();
    assert!((found.geometric - (7.0 / 8.0 * 6.0 / 8.0_f64).sqrt()).abs() < 1e-12);
    assert_eq!((found.least, found.least_group), (6.0 / 8.0, 1));
    assert!(found.bridges());
}

fn strata() -> impl Strategy<Value = Strata> {
    let declared = |count: u32, of: usize| vec(prop::option::weighted(0.8, 0..count + 1), of);
    (declared(3, 7), declared(4, 24)).prop_map(|(segment_of, culture_of)| Strata {
        segments: 3,
        cultures: 4,
        segment_of,
        culture_of,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn cells_add_up_to_the_proposal(round in round(), strata in strata()) {
        let ballots = round.ballots();
        for (cells, whole) in breakdown_of_all(&ballots, &strata).iter().zip(all(&ballots)) {
            let sum = |of: fn(&Cell) -> f64| cells.iter().map(of).sum::<f64>();
            prop_assert!((sum(|c| c.evidence.agree) - whole.agree).abs() < 1e-9);
            prop_assert!((sum(|c| c.evidence.disagree) - whole.disagree).abs() < 1e-9);
            prop_assert!((sum(|c| c.evidence.pass) - whole.pass).abs() < 1e-9);
            prop_assert!((sum(|c| c.evidence.weight) - whole.weight).abs() < 1e-9);
            prop_assert!((sum(|c| c.evidence.agree_strength.essential) - whole.agree_strength.essential).abs() < 1e-9);
            for cell in cells {
                prop_assert!(cell.segment <= 3 && cell.culture <= 4 && cell.evidence.voices >= 1);
                prop_assert!(cell.evidence.n_eff <= f64::from(cell.evidence.voices) + 1e-9);
            }
        }
    }

    #[test]
    fn every_account_stands_in_one_cell(round in round(), strata in strata()) {
        let ballots = round.ballots();
        for (proposal, whole) in (0..).map(Proposal).zip(all(&ballots)) {
            let table = accounts_by_cell(&ballots, Some(proposal), &strata);
            let cells = (0..4).flat_map(|row| (0..5).map(move |column| (row, column)));
            prop_assert_eq!(cells.clone().map(|(row, column)| table.accounts(row, column)).sum::<u32>(), whole.voices);
            for cell in breakdown(&ballots, proposal, &strata, &mut Scratch::default()) {
                let (row, column) = (cell.segment as usize, cell.culture as usize);
                prop_assert!(table.accounts(row, column) <= cell.evidence.voices);
            }
        }
    }

    #[test]
    fn one_cell_is_the_proposal(round in round()) {
        let ballots = round.ballots();
        for (cells, whole) in breakdown_of_all(&ballots, &Strata::default()).iter().zip(all(&ballots)) {
            let Some(cell) = cells.first() else {
                prop_assert_eq!(whole.voices, 0);
                continue;
            };
            prop_assert_eq!(cells.len(), 1);
            prop_assert_eq!(cell.evidence.agree, whole.agree);
            prop_assert_eq!(cell.evidence.agree_voices, whole.agree_voices);
            prop_assert_eq!(&cell.evidence.disagree_strength, &whole.disagree_strength);
            prop_assert_eq!((cell.evidence.voices, cell.evidence.red_lines), (whole.voices, whole.red_lines));
        }
    }

    #[test]
    fn the_names_of_accounts_do_not_matter(round in round(), strata in strata(), turn in 0_u32..7) {
        let rename = |account: u32| (account * 3 + turn) % 7;
        let mut other = round.clone();
        let mut moved = strata.clone();
        for account in 0..7_u32 {
            other.tiers[rename(account) as usize] = round.tiers[account as usize];
            moved.segment_of[rename(account) as usize] = strata.segment_of[account as usize];
        }
        for member in &mut other.members {
            member.account = member.account.map(|account| Account(rename(account.0)));
        }
        let (one, two) = (breakdown_of_all(&round.ballots(), &strata), breakdown_of_all(&other.ballots(), &moved));
        prop_assert_eq!(one, two, "bit for bit");
    }
}
