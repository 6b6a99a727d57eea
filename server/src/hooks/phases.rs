//! Phases that have opened or closed, by hand or by themselves, as hooks are told of them: at the moment at which customers are.

use super::tell::deliveries;
use crate::db::hooks::{self as table, NewDelivery};
use crate::site::Site;
use model::program::HookKind;
use model::round::Phase;
use model::{RoundId, Timestamp};
use serde_json::json;

/// What of a round has opened, and what has closed.
#[derive(Clone, Debug)]
pub struct Changed {
    pub round: RoundId,
    pub opened: Vec<Phase>,
    pub closed: Vec<Phase>,
}

/// What is to be sent of rounds that everybody may see.
///
/// # Errors
/// Those of the database.
pub async fn told(site: &Site, changes: &[Changed], at: Timestamp) -> anyhow::Result<Vec<NewDelivery>> {
    let hooks = table::going(&site.db).await?;
    let world = site.memory.read();
    let mut new = Vec::new();
    for change in changes.iter().filter(|_| !hooks.is_empty()) {
        let Some(memory) = world.seen(None, change.round) else { continue };
        let data = json!({
            "round": change.round, "question": memory.round.question, "opened": change.opened, "closed": change.closed,
            "page": site.config.link(&format!("/rounds/{}", change.round)),
        });
        new.extend(deliveries(site, &hooks, &(HookKind::RoundPhase, data), at));
    }
    Ok(new)
}
