//! The greedy rule: by votes, skipping what does not fit. Half of the voters and one can take everything: it is computed for
//! comparison, and fills what equal shares leave.
//!
//! In general by total utility per price, `Σ_i w_i u_ip / c_p`: by votes with cost utility, by votes per cost with
//! cardinality, by score per cost with additive.

use std::cmp::Ordering;

use crate::election::{Election, PracticeIndex, Room, Utility};
use crate::exact::BigInt;
use crate::shares::{Choice, Left, Outcome, Way};

/// Selects greedily, in order of choice.
#[must_use]
pub fn greedy(election: &Election) -> Vec<PracticeIndex> {
    choose(election, &mut Room::new(election))
}

/// Adds to an outcome what still fits.
pub fn fill(election: &Election, outcome: &mut Outcome) {
    let mut room = Room::new(election);
    for choice in &outcome.chosen {
        room.take(choice.practice);
    }
    for practice in choose(election, &mut room) {
        outcome.left[practice as usize] = None;
        outcome.chosen.push(Choice { practice, way: Way::Filled });
    }
    // What keeps the others out may have changed: what was needed came in, or an opposite, or there is no room any more.
    for (practice, left) in (0..).zip(&mut outcome.left) {
        let skip = match left {
            Some(Left::Unaffordable) => room.ruled_out(practice),
            Some(Left::Ruled(_)) => room.ruled_out(practice).or_else(|| room.overspends(practice)),
            _ => None,
        };
        if let Some(skip) = skip {
            *left = Some(Left::Ruled(skip));
        }
    }
}

fn choose(election: &Election, room: &mut Room) -> Vec<PracticeIndex> {
    let mut order: Vec<_> = election
        .candidates()
        .filter(|&practice| !room.holds(practice))
        .map(|practice| (practice, utility(election, practice)))
        .collect();
    order.sort_by(|a, b| by_utility(election, a, b));
    let mut order: Vec<_> = order.into_iter().map(|(practice, _)| practice).collect();
    let mut chosen = Vec::new();
    // Again after each pass that brought something in: it may have been what another needs.
    loop {
        let before = chosen.len();
        order.retain(|&practice| {
            let fits = room.ruled_out(practice).is_none() && room.overspends(practice).is_none();
            if fits {
                room.take(practice);
                chosen.push(practice);
            }
            !fits
        });
        if chosen.len() == before {
            return chosen;
        }
    }
}

/// `Σ_i w_i s_ip`, where s is 1 or the score.
fn utility(election: &Election, practice: PracticeIndex) -> u64 {
    match election.scores(practice) {
        None => election.votes(practice),
        Some(scores) => {
            let supporters = election.supporters(practice).iter().zip(scores);
            supporters.map(|(&voter, &score)| election.weight(voter) * u64::from(score)).sum()
        }
    }
}

/// Most utility per price first; what costs nothing first of all if anybody wants it.
fn by_utility(election: &Election, a: &(PracticeIndex, u64), b: &(PracticeIndex, u64)) -> Ordering {
    let per_price = || {
        let free =
            |(practice, utility): &(PracticeIndex, u64)| election.price(*practice) == 0 && *utility > 0;
        let by_free = free(b).cmp(&free(a));
        by_free.then_with(|| match election.parts().utility {
            _ if free(a) => Ordering::Equal,
            Utility::Cost => b.1.cmp(&a.1),
            _ => {
                // Of those left here none is free and wanted: 0 / 0 is no utility, not the equal of every other.
                let side = |x: &(PracticeIndex, u64), y: &(PracticeIndex, u64)| {
                    BigInt::from(x.1) * election.price(y.0).max(1)
                };
                side(b, a).cmp(&side(a, b))
            }
        })
    };
    per_price().then_with(|| election.tie_key(a.0).cmp(&election.tie_key(b.0)))
}
