//! What a notice says, made when it is read. What its reader may no longer see is not told.

use crate::db::notices::NoticeRow;
use crate::memory::{ProposalMemory, World};
use model::comment::Status;
use model::notice::Notice;
use model::proposal::Status::Merged;
use model::proposal::path;
use model::round::Phase;
use model::{CommentId, NoticeId, PersonId, ProposalId, RoundId, Timestamp};
use std::sync::Arc;

/// `None` when there is nothing (more) to tell.
#[must_use]
pub fn notice(world: &World, row: &NoticeRow) -> Option<Notice> {
    let reader = PersonId(row.person);
    let said = || row.words.clone().unwrap_or_default();
    let (what, words, path) = match row.what.as_str() {
        "proposal.published" | "proposal.declined" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let done = decided(&row.what);
            (format!("Your proposal “{}” {done}.", proposal.text.title), said(), address(&proposal))
        }
        "proposal.answered" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            (
                format!("The company has answered “{}”.", proposal.text.title),
                said(),
                address(&proposal) + "#answer",
            )
        }
        "proposal.merged" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let what = format!("“{}” is merged with another that asks for the same.", proposal.text.title);
            let more = "What you said on it counts there; if that is not what you meant, you can step out.";
            (what, [said(), more.to_owned()].join("\n"), address(&proposal) + "#wordings")
        }
        "proposal.unmerged" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let what = format!("“{}” is a proposal of its own again.", proposal.text.title);
            (what, "What you said on it counts for it alone.".to_owned(), address(&proposal))
        }
        "comment.published" | "comment.declined" | "comment.written" => {
            let comment = world.talk.comment(CommentId(row.subject))?;
            let proposal = proposal(world, reader, comment.proposal)?;
            let own = comment.author == Some(reader);
            if !own && comment.status != Status::Published {
                return None;
            }
            let (noun, title) = (comment.kind.word(), &proposal.text.title);
            let what = match row.kind.as_str() {
                "verdict" => format!("Your {noun} beside “{title}” {}.", decided(&row.what)),
                "reply" => format!("A reply to what you wrote beside “{title}”."),
                _ => format!("A {noun} beside “{title}”."),
            };
            (what, said(), format!("{}#comment-{}", address(&proposal), comment.id))
        }
        "design.adopted" => {
            let what = format!("Version {} of the engagement design is adopted.", row.subject);
            (what, said(), format!("/design/{}", row.subject))
        }
        "review.sent" | "review.signed" | "review.sent_back" => {
            let round = &world.round(RoundId(row.round?))?.round;
            let done = match row.what.as_str() {
                "review.sent" => "waits for your signature",
                "review.sent_back" => "was sent back",
                _ => "is signed by every function that must sign it",
            };
            let what = format!("The draft of “{}” {done}.", round.question);
            (what, said(), format!("/rounds/{}/sign-off", round.id))
        }
        // Adopted practices are public, and what was said of them with it.
        "promise.changed" => (said(), String::new(), "/promises".to_owned()),
        "round.discontinued" | "round.taken_up" => {
            let round = &world.round(RoundId(row.round?))?.round;
            let done = if row.what == "round.taken_up" { "is taken up again" } else { "is discontinued" };
            (format!("“{}” {done}.", round.question), said(), format!("/rounds/{}", round.id))
        }
        PHASES => {
            let round = &world.round(RoundId(row.round?))?.round;
            let what = format!("“{}”: {}.", round.question, phases(row.subject));
            (what, String::new(), format!("/rounds/{}", round.id))
        }
        _ => return None,
    };
    let words = Some(words).filter(|words| !words.is_empty());
    Some(Notice {
        id: NoticeId(row.id),
        kind: row.kind.parse().ok()?,
        what,
        words: words.and_then(|words| words.parse().ok()),
        path,
        at: Timestamp(row.at),
        seen: row.seen.is_some(),
    })
}

/// What a notice of phases calls itself, which no single event stands for.
pub const PHASES: &str = "round.phases";

fn decided(what: &str) -> &'static str {
    if what.ends_with("published") { "is published" } else { "was not published" }
}

/// A proposal that the reader may see.
fn proposal(world: &World, reader: PersonId, id: ProposalId) -> Option<Arc<ProposalMemory>> {
    let proposal = world.round_of(id)?.proposal(id)?;
    let read = proposal.status.is_public() || proposal.status == Merged;
    (read || proposal.author == Some(reader)).then(|| proposal.clone())
}

fn address(proposal: &ProposalMemory) -> String {
    path(proposal.id, &proposal.text.title)
}

/// Phases that opened and closed, as one number: a bit each, those that closed above those that opened.
#[must_use]
pub fn packed(opened: &[Phase], closed: &[Phase]) -> i64 {
    let bits = |phases: &[Phase]| phases.iter().map(|phase| 1_i64 << *phase as i64).sum::<i64>();
    bits(opened) | bits(closed) << Phase::ALL.len()
}

/// "propose and vote are open; refine is closed"
fn phases(packed: i64) -> String {
    let named = |from: usize, state: &str| {
        let phases = Phase::ALL.into_iter().filter(|phase| packed >> (from + *phase as usize) & 1 == 1);
        let names: Vec<&str> = phases.map(Phase::word).collect();
        let list = match names.as_slice() {
            [] => return None,
            [one] => return Some(format!("{one} is {state}")),
            [many @ .., last] => format!("{} and {last}", many.join(", ")),
        };
        Some(format!("{list} are {state}"))
    };
    let parts = [named(0, "open now"), named(Phase::ALL.len(), "closed")];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_told_together() {
        let told = |opened: &[Phase], closed: &[Phase]| phases(packed(opened, closed));
        assert_eq!(told(&[Phase::Vote], &[]), "vote is open now");
        assert_eq!(
            told(&[Phase::Propose, Phase::Refine, Phase::Vote], &[Phase::Adopt]),
            "propose, refine and vote are open now; adopt is closed"
        );
        assert_eq!(told(&[], &[Phase::Measure]), "measure is closed");
    }
}
