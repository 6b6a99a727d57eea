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
}

const fn open(
    account: &'static str,
    name: &'static str,
    stage: &'static str,
    culture: &'static str,
    own: bool,
) -> Bought {
    Bought { account, name, stage, culture, state: State::Open, own }
}

const BOUGHT: [Bought; 7] = [
    open("Nordvik Dairy", "Two hygienic pumps for the new line", "Assessment", "Value Added", true),
    open("Kestrel Chemicals", "Seals that last a year", "Position", "Value Created", true),
    open("Teldra Paper", "A service contract for forty pumps", "Case", "Value Added", false),
    open("Greyfell Mining", "Pumping paid by the tonne", "Idea", "Value Captured", true),
    open("Osterby Shipyard", "Bilge pumps for six hulls", "Transaction", "", false),
    Bought {
        state: State::Won,
        ..open("Almar Breweries", "Spare parts on call", "Loyalty", "Value Added", true)
    },
    Bought {
        state: State::Lost,
        ..open("Pinnock Quarries", "One slurry pump", "Assessment", "Value Offered", false)
    },
];

/// `accounts` stand in the order of [`CUSTOMERS`].
pub async fn add(tx: &mut Tx, accounts: &[AccountId], now: Timestamp) -> Result<()> {
    for bought in &BOUGHT {
        let place = CUSTOMERS.iter().position(|customer| customer.name == bought.account);
        let account = place.and_then(|place| accounts.get(place)).context("an account of the sample")?;
        let text = text(bought).map_err(|refused| anyhow::anyhow!("{}: {refused}", bought.name))?;
        let purchase = table::add(tx, *account, now).await?;
        table::say(tx, purchase, &text, bought.own, None, now).await?;
    }
    Ok(())
}

fn text(bought: &Bought) -> std::result::Result<PurchaseText, TextProblem> {
    let named = |name: &str| if name.is_empty() { Ok(None) } else { name.parse().map(Some) };
    Ok(PurchaseText {
        name: bought.name.parse()?,
        stage: named(bought.stage)?,
        culture: named(bought.culture)?,
        state: bought.state,
    })
}
