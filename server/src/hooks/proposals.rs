//! Proposals, as hooks tell of them: that customers can read one, and what the company answers. Only what everybody may read.

use crate::db::hooks as table;
use crate::db::notices::EventRow;
use crate::memory::{ProposalMemory, World};
use crate::site::Site;
use model::ProposalId;
use model::program::HookKind;
use model::proposal::path;
use model::round::Round;
use serde_json::{Value, json};

pub(super) async fn told(site: &Site, event: &EventRow) -> anyhow::Result<Vec<(HookKind, Value)>> {
    let Some(id) = event.subject.map(ProposalId) else { return Ok(Vec::new()) };
    let kind = match event.kind.as_str() {
        "proposal.answered" => HookKind::ProposalAnswered,
        // Read by a moderator first, it is told when they have let it through.
        "proposal.proposed" if table::was_published_later(&site.db, id).await? => return Ok(Vec::new()),
        _ => HookKind::ProposalPublished,
    };
    let Some(mut data) = proposal(site, &site.memory.read(), id) else { return Ok(Vec::new()) };
    if kind == HookKind::ProposalAnswered {
        data["answer"] = json!(event.detail);
    }
    Ok(vec![(kind, data)])
}

/// Nothing where a stranger may not read it, or it is of a sample.
fn proposal(site: &Site, world: &World, id: ProposalId) -> Option<Value> {
    let round = world.round_of(id)?;
    let proposal = round.proposal(id)?;
    let shown = proposal.status.is_public() && !round.round.sample;
    world.seen(None, round.round.id).filter(|_| shown)?;
    Some(written(site, &round.round, proposal))
}

fn written(site: &Site, round: &Round, proposal: &ProposalMemory) -> Value {
    let text = &proposal.text;
    let stages: Vec<_> = text.stages.iter().filter_map(|at| Some(&round.stages.get(at)?.name)).collect();
    let cultures: Vec<_> =
        text.cultures.iter().filter_map(|at| Some(&round.cultures.get(at)?.name)).collect();
    json!({
        "proposal": proposal.id, "round": round.id, "kind": text.kind, "title": text.title, "stages": stages,
        "cultures": cultures, "page": site.config.link(&path(proposal.id, &text.title)),
    })
}
