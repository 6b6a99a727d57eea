//! What may be said of votes, to the public and to staff alike: the one place where what was counted becomes what is
//! shown (domain rules 6 and 7). Below five voices that is nothing: no figure, no order, no mark of a red line. From five
//! it is "7 of 9 voices", from ten a rank as well. The orders of the list follow the same rule in the engine.

use engine::evidence::Evidence;
use engine::ranking::Standing;
use engine::suppression::may_show;
use model::proposal::{Support, Tally};

/// The engine's standing in the words of the wire.
pub fn support(evidence: &Evidence, standing: Standing) -> Support {
    match standing {
        Standing::Hidden => Support::Few,
        Standing::TooFew { .. } => Support::Counted { tally: tally(evidence) },
        Standing::Ranked { rank, low, .. } => Support::Ranked {
            tally: tally(evidence),
            rank: rank as usize,
            low: (low * 1000.0).round().clamp(0.0, 1000.0) as u16,
        },
    }
}

fn tally(evidence: &Evidence) -> Tally {
    let hundredths = |voices: f64| (voices * 100.0).round().max(0.0) as u32;
    Tally {
        voices: evidence.voices as usize,
        agree: hundredths(evidence.agree_voices),
        disagree: hundredths(evidence.disagree_voices),
        pass: hundredths(evidence.pass_voices),
        red_lines: may_show(evidence.red_lines).then_some(evidence.red_lines as usize),
    }
}

/// How many people are counted apart, once they are enough.
pub fn apart(people: usize) -> Option<usize> {
    may_show(u32::try_from(people).unwrap_or(u32::MAX)).then_some(people)
}

#[cfg(test)]
mod tests {
    use crate::clock::Clock;
    use crate::db::batch::VoteRow;
    use crate::db::proposals::ProposalRow;
    use crate::memory::{Board, ProposalMemory, RoundMemory, Wanted};
    use engine::electorate::{Account, Membership, Tier, Voter};
    use model::Timestamp;
    use model::proposal::{Sort, Support};
    use model::round::Scheme;
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    const PROPOSALS: i64 = 6;
    const VOTERS: u32 = 30;
    const NOW: i64 = 1_777_817_220_000_000;

    /// What somebody said, and what they might as well have said.
    #[derive(Clone, Debug)]
    struct Said {
        voter: u32,
        proposal: i64,
        on_behalf: bool,
        words: (i64, i64, bool),
        others: (i64, i64, bool),
    }

    /// Two of three people speak for a confirmed account, some of which have two people.
    fn account(voter: u32) -> Option<u32> {
        (!voter.is_multiple_of(3)).then_some(voter / 2)
    }

    fn words() -> impl Strategy<Value = (i64, i64, bool)> {
        // agree or disagree with a strength, a red line with disagreeing; or pass.
        (1_i64..=3, 0_i64..=3, any::<bool>()).prop_map(|(stance, strength, red)| match stance {
            3 => (3, 0, false),
            _ => (stance, strength, red && stance == 2),
        })
    }

    fn said() -> impl Strategy<Value = Vec<Said>> {
        // The first proposals get most votes, so that there are some on each side of five and of ten.
        let proposal = (1..=PROPOSALS, 1..=PROPOSALS, 1..=PROPOSALS).prop_map(|(a, b, c)| a.min(b).min(c));
        let one = (0..VOTERS, proposal, prop::bool::weighted(0.1), words(), words());
        let one = one.prop_map(|(voter, proposal, on_behalf, words, others)| Said {
            voter,
            proposal,
            on_behalf,
            words,
            others,
        });
        prop::collection::vec(one, 0..150).prop_map(|all| {
            let mut met = BTreeSet::new();
            all.into_iter().filter(|said| met.insert((said.voter, said.proposal))).collect()
        })
    }

    fn speaks(said: &Said) -> Option<u32> {
        account(said.voter).filter(|_| !said.on_behalf)
    }

    fn accounts(all: &[Said], of: impl Fn(&Said) -> bool) -> usize {
        all.iter().filter(|one| of(one)).filter_map(speaks).collect::<BTreeSet<_>>().len()
    }

    fn row(id: i64) -> ProposalRow {
        ProposalRow {
            id,
            round: 1,
            kind: "start".into(),
            title: format!("Number {id}"),
            why: "Because.".into(),
            stages: 1,
            cultures: 1,
            held: None,
            status: "published".into(),
            created: NOW - id,
            changed: None,
            changed_by: None,
            worded: None,
            asked_up_to: None,
            who: None,
            how: None,
            tool: None,
            measure: None,
            author: None,
            left_out: None,
            decision: None,
            left_revision: None,
            left_by: None,
        }
    }

    fn board(all: &[Said], of: impl Fn(&Said) -> (i64, i64, bool)) -> Arc<Board> {
        let question = "How would you like us to sell to you?".parse().unwrap();
        let round = crate::round::ready_made(question, Scheme::default(), Timestamp(0)).unwrap();
        let mut memory = RoundMemory::new(round);
        (1..=PROPOSALS).for_each(|id| memory.put(ProposalMemory::read(&row(id)).unwrap()));
        for voter in 0..VOTERS {
            let account = account(voter).map(Account);
            let electorate = memory.electorate();
            account.into_iter().for_each(|account| electorate.set_entitlement(account, Some(Tier::One)));
            electorate.set_membership(Voter(voter), Membership { account, confirmed: account.is_some() });
        }
        for (seq, said) in (1..).zip(all) {
            let (stance, strength, red_line) = of(said);
            let (person, proposal) = (i64::from(said.voter), said.proposal);
            let at = NOW - seq * 3_600_000_000;
            let row =
                VoteRow { seq, at, person, proposal, stance, strength, red_line, on_behalf: said.on_behalf };
            memory.apply(&row, Voter(said.voter));
        }
        memory.renew_board(&Clock::by_hand(Timestamp(NOW)))
    }

    /// All that anybody is told: every order of the list, every card in it, the totals.
    fn told(board: &Board) -> Vec<String> {
        let list =
            Sort::ALL.map(|sort| serde_json::to_string(&board.page(&Wanted::default(), sort, 1)).unwrap());
        list.into_iter().chain([serde_json::to_string(&board.totals).unwrap()]).collect()
    }

    proptest! {
        /// Whatever they said, had they said something else: nobody would have been told anything else.
        #[test]
        fn fewer_than_five_voices_tell_nothing(all in said()) {
            let few = |id: i64| accounts(&all, |said| said.proposal == id) < 5;
            let quiet: BTreeSet<i64> = (1..=PROPOSALS).filter(|id| few(*id)).collect();
            let one = board(&all, |said| said.words);
            // Neither do those whom nobody has confirmed, or for whom somebody else voted, wherever they voted.
            let other = board(&all, |said| {
                if quiet.contains(&said.proposal) || speaks(said).is_none() { said.others } else { said.words }
            });
            prop_assert_eq!(told(&one), told(&other));
        }

        #[test]
        fn fewer_than_five_red_lines_tell_nothing(all in said()) {
            let drawn = |id: i64| accounts(&all, |said| said.proposal == id && said.words.2);
            let few: BTreeSet<i64> = (1..=PROPOSALS).filter(|id| drawn(*id) < 5).collect();
            let one = board(&all, |said| said.words);
            let other = board(&all, |said| match said.words {
                (stance, strength, _) if few.contains(&said.proposal) => (stance, strength, false),
                words => words,
            });
            prop_assert_eq!(told(&one), told(&other));
        }

        #[test]
        fn five_voices_make_a_figure_and_ten_a_rank(all in said()) {
            let board = board(&all, |said| said.words);
            for id in 1..=PROPOSALS {
                let voices = accounts(&all, |said| said.proposal == id);
                let support = board.support(model::ProposalId(id));
                let told = match support {
                    Support::Few => 0..5,
                    Support::Counted { .. } => 5..10,
                    Support::Ranked { .. } => 10..usize::MAX,
                };
                prop_assert!(told.contains(&voices), "{voices} voices: {support:?}");
                prop_assert!(support.tally().is_none_or(|tally| tally.voices == voices));
            }
            let own = all.iter().filter(|said| !said.on_behalf);
            let voters: BTreeSet<u32> = own.map(|said| said.voter).collect();
            let apart = voters.iter().filter(|voter| account(**voter).is_none()).count();
            prop_assert_eq!(board.totals.apart, (apart >= 5).then_some(apart));
            // What somebody else noted makes no voice, and is told of once it concerns five of them.
            let noted = all.iter().filter(|said| said.on_behalf);
            let noted = noted.map(|said| account(said.voter).ok_or(said.voter)).collect::<BTreeSet<_>>().len();
            prop_assert_eq!(board.totals.noted, (noted >= 5).then_some(noted));
            prop_assert_eq!(board.totals.voices, accounts(&all, |_| true));
        }
    }
}
