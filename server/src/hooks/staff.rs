//! What hooks tell that is for staff: activities, and to which proposals the company owes a word. Programs read the same with a token of
//! the scopes `activities:read` and `follow-up:read`: no customer's name, no note, and nobody's answer is in it.

use crate::api::follow_up;
use crate::db::activities;
use crate::db::notices::EventRow;
use crate::memory::World;
use crate::site::Site;
use model::activity::path;
use model::program::HookKind;
use model::{ActivityId, CommentId, PersonId, ProposalId, RoundId, Timestamp};
use serde_json::{Value, json};

/// What the kinds that tell of follow-up begin with.
pub(super) const FOLLOW_UP: &str = "follow-up.";
/// What makes customers wait, or ends it.
const WORDS: [&str; 5] =
    ["proposal.published", "proposal.proposed", "proposal.answered", "comment.written", "comment.published"];

/// What became of an activity.
pub(super) async fn activity(site: &Site, event: &EventRow) -> anyhow::Result<Vec<(HookKind, Value)>> {
    let kind = match event.kind.as_str() {
        "activity.planned" => HookKind::ActivityPlanned,
        "activity.held" => HookKind::ActivityHeld,
        _ => HookKind::ActivityPresented,
    };
    let Some(id) = event.subject.map(ActivityId) else { return Ok(Vec::new()) };
    let Some(row) = activities::one(&site.db, id).await? else { return Ok(Vec::new()) };
    let sample = site.memory.read().round(RoundId(row.round)).is_none_or(|memory| memory.round.sample);
    let Some(text) = row.text().filter(|_| !sample) else { return Ok(Vec::new()) };
    let when = row.when();
    let mut data = json!({
        "activity": id, "round": row.round, "kind": text.kind, "title": text.title, "starts": when.start().iso(),
        "ends": when.end().iso(), "one_to_one": text.one_to_one, "remote": text.link.is_some(), "in_person": text.place.is_some(),
        "page": site.config.link(&path(id)),
    });
    if kind == HookKind::ActivityPresented {
        data["result"] = json!(row.result);
    }
    Ok(vec![(kind, data)])
}

/// That customers begin to wait for the company's word on a proposal, or that it has said one.
pub(super) async fn follow_up(site: &Site, event: &EventRow) -> anyhow::Result<Vec<(HookKind, Value)>> {
    if !WORDS.contains(&event.kind.as_str()) {
        return Ok(Vec::new());
    }
    let Some((about, at, mut data, by_staff)) = said(site, event) else { return Ok(Vec::new()) };
    if event.kind == "proposal.answered" || (event.kind == "comment.written" && by_staff) {
        return Ok(vec![(HookKind::FollowUpAnswered, data)]);
    }
    // Only what they begin to wait with; whatever they write while they wait changes nothing.
    let owed = follow_up::owes(site, about).await?;
    let Some((turn, since)) = owed.filter(|(_, since)| *since == at) else { return Ok(Vec::new()) };
    data["turn"] = json!(turn);
    data["since"] = json!(since.iso());
    Ok(vec![(HookKind::FollowUpWaits, data)])
}

/// The proposal, when what was said of it was written, what is told of it, and whether staff said it.
fn said(site: &Site, event: &EventRow) -> Option<(ProposalId, Timestamp, Value, bool)> {
    let world = site.memory.read();
    let (about, at) = beside(&world, event)?;
    let by_staff = world.is_by_staff(event.person.map(PersonId));
    Some((about, at, proposal(site, &world, about)?, by_staff))
}

/// The proposal that an event is about, and when what it made public was written.
fn beside(world: &World, event: &EventRow) -> Option<(ProposalId, Timestamp)> {
    let subject = event.subject?;
    if !event.kind.starts_with("comment.") {
        let id = ProposalId(subject);
        return Some((id, world.round_of(id)?.proposal(id)?.at));
    }
    let comment = world.talk.comment(CommentId(subject))?;
    let proposal = world.round_of(comment.proposal)?.remaining(comment.proposal)?;
    Some((proposal.id, comment.at))
}

fn proposal(site: &Site, world: &World, id: ProposalId) -> Option<Value> {
    let round = world.round_of(id).filter(|round| !round.round.sample)?;
    let proposal = round.proposal(id).filter(|one| one.status.is_public())?;
    Some(json!({
        "proposal": id, "round": round.round.id, "title": proposal.text.title,
        "page": site.config.link(&model::proposal::path(id, &proposal.text.title)),
    }))
}
