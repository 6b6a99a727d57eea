//! What meets somebody who writes from an older wording than there is: both, side by side.

use super::shown::text;
use crate::memory::ProposalMemory;
use crate::mentions::Names;
use model::proposal::ProposalText;
use model::round::Round;
use model::stale::Stale;

/// What another wrote, beside every field where it differs.
pub(super) fn beside(
    stale: Stale,
    memory: &ProposalMemory,
    round: &Round,
    typed: &ProposalText,
    names: &Names,
) -> Stale {
    let now = text(memory, true, names);
    let stages =
        |text: &ProposalText| named_of(text.stages.iter(), |at| Some(round.stages.get(at)?.name.as_str()));
    let cultures = |text: &ProposalText| {
        named_of(text.cultures.iter(), |at| Some(round.cultures.get(at)?.name.as_str()))
    };
    stale
        .field("title", &typed.title, &now.title)
        .field("why", &typed.why, &now.why)
        .field("kind", typed.kind.word(), now.kind.word())
        .field("stages", stages(typed), stages(&now))
        .field("cultures", cultures(typed), cultures(&now))
        .maybe("who", typed.who.as_ref(), now.who.as_ref())
        .maybe("how", typed.how.as_ref(), now.how.as_ref())
        .maybe("tool", typed.tool.as_ref(), now.tool.as_ref())
        .maybe("measure", typed.measure.as_ref(), now.measure.as_ref())
}

fn named_of<'r>(places: impl Iterator<Item = usize>, name: impl Fn(usize) -> Option<&'r str>) -> String {
    places.filter_map(name).collect::<Vec<_>>().join(", ")
}
