//! What meets somebody who writes from an older wording than there is: both, side by side.

use super::shown::text;
use crate::memory::ProposalMemory;
use crate::mentions::Names;
use model::proposal::ProposalText;
use model::round::Round;
use model::{FieldProblem, Particular, Problem, ProblemKind};

/// Somebody else was faster: what they wrote, beside every field where it differs, and what to send along to put one's own in its
/// place.
pub(super) fn refusal(
    memory: &ProposalMemory,
    round: &Round,
    typed: &ProposalText,
    names: &Names,
) -> Problem {
    let now = text(memory, true, names);
    let stages =
        |text: &ProposalText| named_of(text.stages.iter(), |at| Some(round.stages.get(at)?.name.as_str()));
    let cultures = |text: &ProposalText| {
        named_of(text.cultures.iter(), |at| Some(round.cultures.get(at)?.name.as_str()))
    };
    let particular = |text: &Option<Particular>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = |text: &ProposalText| {
        [
            ("title", text.title.to_string()),
            ("why", text.why.to_string()),
            ("kind", text.kind.word().to_owned()),
            ("stages", stages(text)),
            ("cultures", cultures(text)),
            ("who", particular(&text.who)),
            ("how", particular(&text.how)),
            ("tool", particular(&text.tool)),
            ("measure", particular(&text.measure)),
        ]
    };
    let differs = words(typed).into_iter().zip(words(&now)).filter(|(typed, now)| typed.1 != now.1);
    let field = |field: &str, message: String| FieldProblem { field: field.to_owned(), message };
    let mut fields: Vec<FieldProblem> =
        differs.map(|(_, (name, now))| field(name, format!("Now it says: “{now}”"))).collect();
    fields.push(field("seen", memory.changed.0.to_string()));
    let message = "Somebody else has changed this since you began. What it says now stands beside what you wrote: put \
                   both together, and send it again.";
    Problem { kind: ProblemKind::Conflict, message: message.into(), fields }
}

fn named_of<'r>(places: impl Iterator<Item = usize>, name: impl Fn(usize) -> Option<&'r str>) -> String {
    places.filter_map(name).collect::<Vec<_>>().join(", ")
}
