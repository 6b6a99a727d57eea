//! To whom it is news that a draft is in review: those who must sign, and then those who wait for it.

use super::herald::Plan;
use crate::api::{rounds, sign_off};
use crate::db::notices::EventRow;
use crate::site::Site;
use model::notice::NoticeKind;
use model::person::Role;
use model::sign_off::SignOffState;
use model::{PersonId, RoundId};
use std::collections::BTreeSet;

/// What was sent is news to whoever may sign it now; what was sent back to its sender; and that all have signed to its sender
/// and to the signatories.
pub(super) async fn plan(site: &Site, event: &EventRow) -> anyhow::Result<Plan> {
    let Some(round) = event.round else { return Ok(Plan::default()) };
    let Ok(round) = rounds::read(site, RoundId(round)) else { return Ok(Plan::default()) };
    let standing = sign_off::standing(site, &round).await.map_err(|_| anyhow::anyhow!("reading a review"))?;
    // What is no longer in review is no news.
    let Some(review) = standing.review().filter(|review| Some(review.id) == event.subject) else {
        return Ok(Plan::default());
    };
    let people: BTreeSet<i64> = match event.kind.as_str() {
        "review.sent" => {
            let now = site.clock.now();
            let signers = standing.required().flat_map(|(row, _)| {
                let in_place = standing.stored.delegates.iter().filter(|one| one.signing == row.id);
                let people = in_place.map(|one| one.person).chain([row.person]);
                people.filter(|person| standing.may_sign(row, PersonId(*person), now).is_some())
            });
            signers.collect()
        }
        "review.sent_back" => [review.sent_by].into(),
        _ if standing.state() == SignOffState::Signed => {
            let world = site.memory.read();
            let signatories = world.directory.people().filter(|one| one.roles.contains(&Role::Signatory));
            signatories.map(|one| one.id.0).chain([review.sent_by]).collect()
        }
        _ => BTreeSet::new(),
    };
    let words = event.detail.clone().filter(|_| event.kind != "review.signed");
    let told = people.into_iter().map(|person| (person, (NoticeKind::Review, words.clone())));
    Ok(Plan { people: told.collect(), ..Plan::default() })
}
