//! What some of the sample's customers are about to buy, as they and the company's people say.

use super::customers::CUSTOMERS;
use crate::db::{Tx, purchases as table};
use crate::error::Result;
use anyhow::Context;
use model::purchase::{PurchaseText, State};
use model::text::TextProblem;
use model::{AccountId, Timestamp};

/// By the account's name; stage and culture as the ready-made round calls them. `own`: they say so themselves.
struct Bought {
    account: &'static str,
    name: &'static str,
    stage: &'static str,
    culture: &'static str,
    state: State,
    own: bool,
    /// How many days it stood at each stage before this one, from the first on.
    days: &'static [i64],
}

const fn open(
    account: &'static str,
    name: &'static str,
    stage: &'static str,
    culture: &'static str,
    own: bool,
    days: &'static [i64],
) -> Bought {
    Bought { account, name, stage, culture, state: State::Open, own, days }
}

/// Those of the ready-made round, as far as any of these has come.
const STAGES: [&str; 6] = ["Idea", "Mentor", "Position", "Assessment", "Case", "Transaction"];

const BOUGHT: [Bought; 7] = [
    open(
        "Nordvik Dairy",
        "Two hygienic pumps for the new line",
        "Assessment",
        "Value Added",
        true,
        &[9, 12, 31],
    ),
    open("Kestrel Chemicals", "Seals that last a year", "Position", "Value Created", true, &[20, 44]),
    open(
        "Teldra Paper",
        "A service contract for forty pumps",
        "Case",
        "Value Added",
        false,
        &[6, 17, 26, 40],
    ),
    open("Greyfell Mining", "Pumping paid by the tonne", "Idea", "Value Captured", true, &[]),
    open("Osterby Shipyard", "Bilge pumps for six hulls", "Transaction", "", false, &[14, 8, 19, 35, 21]),
    Bought {
        state: State::Won,
        ..open(
            "Almar Breweries",
            "Spare parts on call",
            "Loyalty",
            "Value Added",
            true,
            &[4, 7, 11, 18, 12, 9],
        )
    },
    Bought {
        state: State::Lost,
        ..open("Pinnock Quarries", "One slurry pump", "Assessment", "Value Offered", false, &[11, 23, 15])
    },
];

impl Bought {
    /// The stages that it has been at, this one last, each as it stood there, and since when.
    fn steps(&self, now: Timestamp) -> impl Iterator<Item = (&'static str, State, Timestamp)> {
        let left = |place: usize| self.days.iter().skip(place).sum::<i64>();
        let before = STAGES.into_iter().zip(0..self.days.len());
        let before =
            before.map(move |(stage, place)| (stage, State::Open, now.plus(-left(place) * Timestamp::DAY)));
        before.chain([(self.stage, self.state, now)])
    }

    fn text(&self, stage: &str, state: State) -> std::result::Result<PurchaseText, TextProblem> {
        let named = |name: &str| if name.is_empty() { Ok(None) } else { name.parse().map(Some) };
        Ok(PurchaseText {
            name: self.name.parse()?,
            stage: named(stage)?,
            culture: named(self.culture)?,
            state,
        })
    }
}

/// `accounts` stand in the order of [`CUSTOMERS`].
pub async fn add(tx: &mut Tx, accounts: &[AccountId], now: Timestamp) -> Result<()> {
    for bought in &BOUGHT {
        let place = CUSTOMERS.iter().position(|customer| customer.name == bought.account);
        let account = place.and_then(|place| accounts.get(place)).context("an account of the sample")?;
        let purchase = table::add(tx, *account, now).await?;
        for (stage, state, at) in bought.steps(now) {
            let text = bought.text(stage, state);
            let text = text.map_err(|refused| anyhow::anyhow!("{}: {refused}", bought.name))?;
            table::say(tx, purchase, &text, bought.own, None, at).await?;
        }
    }
    Ok(())
}
