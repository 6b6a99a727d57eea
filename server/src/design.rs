//! Making a design, apart from SQL and HTTP: what a practice must satisfy, the draft as it is put together, what is
//! frozen when it is adopted, and how a frozen one is read again.

pub mod canonical;
pub mod check;
pub mod compare;
pub mod costs;
pub mod difference;
pub mod draft;
pub mod export;
pub mod freeze;
pub mod frozen;
pub mod integrity;
mod part;
mod ready;
pub mod review;
pub mod thaw;
pub mod verify;
pub mod whole;

pub use freeze::{About, Material, Words};
pub use frozen::Frozen;

use model::design::Need;
use model::practice::Cost;
use model::round::Resource;

/// By what a name is found again, however it was typed.
#[must_use]
pub fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What costs add up to, for each resource. Savings are shown, not spent.
pub fn needs<'a>(resources: &[Resource], costs: impl Iterator<Item = &'a Cost> + Clone) -> Vec<Need> {
    let need = |resource: &Resource| {
        let amounts = costs.clone().filter(|cost| cost.resource == resource.id).map(|cost| cost.amount);
        let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.fold(0_i64, i64::saturating_add);
        Need {
            resource: resource.clone(),
            spent: sum(&mut amounts.clone().filter(|amount| *amount > 0)),
            saved: sum(&mut amounts.filter(|amount| *amount < 0).map(i64::saturating_neg)),
        }
    };
    resources.iter().map(need).collect()
}
