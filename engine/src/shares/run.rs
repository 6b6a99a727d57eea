//! One run of equal shares at given endowments: buy what costs its supporters least per utility, until nothing can be bought.
//! Where a part is kept for empty cells, then one practice out of that, and so on until neither buys anything.

use super::buyer::{Buyer, Purpose};
use super::{Choice, Left, Purchase, Way};
use crate::election::{Election, PracticeIndex, Room};
use crate::exact::BigInt;

/// Everybody has two purses: one for anything and, where the round keeps a part for empty cells, one for these.
pub(super) struct Runner<'a> {
    election: &'a Election,
    own: Buyer<'a>,
    reserve: Option<Buyer<'a>>,
}

/// What one run came to.
pub(super) struct Run<'a> {
    pub(super) chosen: Vec<Choice>,
    pub(super) left: Vec<Option<Left>>,
    pub(super) room: Room<'a>,
    pub(super) endowment: BigInt,
    /// The part of the endowment that was kept for empty cells.
    pub(super) reserve: BigInt,
    pub(super) denominator: BigInt,
}

impl<'a> Runner<'a> {
    pub(super) fn new(election: &'a Election) -> Self {
        Self {
            election,
            own: Buyer::new(election, Purpose::Anything),
            reserve: (election.parts().floor > 0).then(|| Buyer::new(election, Purpose::EmptyCells)),
        }
    }

    /// Runs with `endowment / unit` per unit of weight.
    pub(super) fn run(&mut self, endowment: BigInt, unit: BigInt) -> Run<'a> {
        let election = self.election;
        let mut run = Run {
            chosen: Vec::new(),
            left: (0..election.practices().len() as u32).map(|p| Some(untouched(election, p))).collect(),
            room: Room::new(election),
            endowment: BigInt::ZERO,
            reserve: BigInt::ZERO,
            denominator: BigInt::ZERO,
        };
        let Some(reserve) = &mut self.reserve else {
            self.own.begin(endowment, unit);
            while let Some(bought) = self.own.next(&mut run) {
                run.take(bought, Way::Bought);
            }
            run.settle(&mut self.own);
            return run;
        };
        let (floor, unit) = (election.parts().floor, unit * 100_u8);
        self.own.begin(&endowment * (100 - floor), unit.clone());
        reserve.begin(endowment * floor, unit.clone());
        loop {
            while let Some(bought) = self.own.next(&mut run) {
                run.take(bought, Way::Bought);
            }
            // One at a time: it may be what another waits for, which then needs no reserve.
            let Some(bought) = reserve.next(&mut run) else { break };
            run.take(bought, Way::Reserved);
        }
        // Each made its numerators finer as it went: to a common denominator.
        let (own_finer, reserve_finer) = (&self.own.purses.unit / &unit, &reserve.purses.unit / &unit);
        self.own.purses.refine(&reserve_finer);
        reserve.purses.refine(&own_finer);
        run.settle(reserve);
        run.reserve.clone_from(&run.endowment);
        run.settle(&mut self.own);
        run
    }
}

impl Run<'_> {
    fn take(&mut self, bought: (PracticeIndex, Option<Purchase>), way: fn(Purchase) -> Way) {
        let (practice, purchase) = bought;
        self.room.take(practice);
        self.left[practice as usize] = None;
        self.chosen.push(Choice { practice, way: purchase.map_or(Way::Free, way) });
    }

    /// Enters what a buyer's purchases cost, and adds what its purses began with.
    fn settle(&mut self, buyer: &mut Buyer) {
        let purpose = buyer.purpose;
        let purchases = self.chosen.iter_mut().filter_map(|choice| match (purpose, &mut choice.way) {
            (Purpose::Anything, Way::Bought(purchase)) => Some(purchase),
            (Purpose::EmptyCells, Way::Reserved(purchase)) => Some(purchase),
            _ => None,
        });
        for (purchase, price) in purchases.zip(buyer.purses.prices.drain(..)) {
            purchase.price = price;
        }
        self.endowment += std::mem::take(&mut buyer.purses.endowment);
        self.denominator = std::mem::take(&mut buyer.purses.unit);
    }
}

fn untouched(election: &Election, practice: PracticeIndex) -> Left {
    match (election.practices()[practice as usize].barred, election.votes(practice)) {
        (true, _) => Left::Barred,
        (false, 0) => Left::Unsupported,
        _ => Left::Unaffordable,
    }
}
