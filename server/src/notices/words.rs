//! What a notice says, made when it is read. What its reader may no longer see is not told.

use super::digest::{DIGEST, STORY};
use super::overdue::{OVERDUE, waiting};
use super::together;
use crate::api::comments::published;
use crate::api::on_behalf::NOTED;
use crate::api::outcomes;
use crate::db::hushed::Hushed;
use crate::db::notices::NoticeRow;
use crate::inviting::UNINVITED;
use crate::markdown::plain;
use crate::memory::{ProposalMemory, World};
use model::comment::Status;
use model::notice::{Notice, NoticeKind};
use model::person::{Membership, Role};
use model::proposal::Status::Merged;
use model::proposal::path;
use model::queue::Key;
use model::round::Phase;
use model::{CommentId, NoticeId, PersonId, PracticeId, ProposalId, RoundId, Timestamp};
use std::sync::Arc;

/// `None` when there is nothing (more) to tell.
#[must_use]
pub fn notice(world: &World, row: &NoticeRow) -> Option<Notice> {
    let reader = PersonId(row.person);
    let member = world.person(reader);
    let sees = |round: RoundId| world.seen(member.as_deref(), round).is_some();
    let said = || row.words.clone().unwrap_or_default();
    let (what, words, path) = match row.what.as_str() {
        what if row.kind == NoticeKind::Writing.word() => together::words(world, reader, what, row.subject)?,
        what if row.kind == NoticeKind::Mention.word() => mentioned(world, reader, what, row.subject)?,
        "proposal.published" | "proposal.declined" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let done = decided(&row.what);
            (format!("Your proposal “{}” {done}.", proposal.text.title), said(), address(&proposal))
        }
        "proposal.reopened" | "proposal.asked" | "proposal.moved" | "proposal.withheld" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let title = &proposal.text.title;
            let what = match row.what.as_str() {
                "proposal.reopened" => format!("A moderator reads your proposal “{title}” again."),
                "proposal.withheld" => format!("Your proposal “{title}” {WITHHELD}"),
                "proposal.asked" => format!("A moderator asks you about your proposal “{title}”."),
                _ => {
                    let round = &world.round(proposal.round)?.round;
                    format!("Your proposal “{title}” was moved to the round “{}”.", round.question)
                }
            };
            (what, said(), address(&proposal))
        }
        "comment.reopened" | "comment.asked" | "comment.withheld" => {
            let comment =
                world.talk.comment(CommentId(row.subject)).filter(|one| one.author == Some(reader))?;
            let proposal = proposal(world, reader, comment.proposal)?;
            let (noun, title) = (comment.kind.word(), &proposal.text.title);
            let what = match row.what.as_str() {
                "comment.withheld" => format!("Your {noun} beside “{title}” {WITHHELD}"),
                "comment.reopened" => format!("A moderator reads your {noun} beside “{title}” again."),
                _ => format!("A moderator asks you about your {noun} beside “{title}”."),
            };
            (what, said(), format!("{}#comment-{}", address(&proposal), comment.id))
        }
        "block.set" => {
            let what = "A moderator has blocked you: you cannot write here for now. You can read and vote as before.";
            (what.to_owned(), said(), "/moderation".to_owned())
        }
        "block.lifted" => ("You can write here again.".to_owned(), String::new(), "/moderation".to_owned()),
        "proposal.handed" | "proposal.replied" | "comment.handed" | "comment.replied" | "person.handed" => {
            desk(world, reader, &row.what, row.subject)?
        }
        "proposal.answered" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            (
                format!("The company has answered “{}”.", proposal.text.title),
                plain(&said()),
                address(&proposal) + "#answer",
            )
        }
        "proposal.merged" => {
            // Where that was undone nothing is left to tell.
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let proposal = Some(proposal).filter(|one| one.status == Merged)?;
            let what = format!("“{}” is merged with another that asks for the same.", proposal.text.title);
            let more = "What you said on it counts there; if that is not what you meant, you can step out.";
            (what, [said(), more.to_owned()].join("\n"), address(&proposal) + "#wordings")
        }
        "proposal.unmerged" => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            let proposal = Some(proposal).filter(|one| one.status != Merged)?;
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
        "person.declined" => {
            let what = "We could not confirm whom you said you speak for.".to_owned();
            (what, said(), "/me#account".to_owned())
        }
        "person.confirmed" => {
            let member = world.person(reader)?;
            let Membership::Confirmed { name, .. } = world.directory.membership(&member) else { return None };
            (
                format!("You speak for {name} now: your votes count with its voice."),
                said(),
                "/account".to_owned(),
            )
        }
        "person.unconfirmed" | "person.undeclined" => {
            // Once they are answered anew, that is what is told.
            let declared = member.filter(|one| one.waits())?.declared.clone()?;
            let what = format!("Whether you speak for {declared} is looked at again.");
            (
                what,
                "Until it is confirmed, your votes are counted apart.".to_owned(),
                "/me#account".to_owned(),
            )
        }
        "invitation.to_account" => {
            (format!("You are asked to speak for {}.", said()), String::new(), "/me#invited".to_owned())
        }
        NOTED => {
            let proposal = proposal(world, reader, ProposalId(row.subject))?;
            world.is_noted(reader, proposal.id).then_some(())?;
            let what = format!("Staff noted what you said on “{}”: is it so?", proposal.text.title);
            (what, "It is counted apart until you vote yourself.".to_owned(), address(&proposal))
        }
        outcomes::NOTED => {
            row.round.filter(|round| sees(RoundId(*round)))?;
            let what = format!("Staff noted what you said at “{}”: is it so?", said());
            (what, String::new(), format!("/me/outcomes/{}", row.subject))
        }
        "contact.asked" | "contact.answered" => {
            let round = world.company()?.round;
            let what = match row.what.as_str() {
                "contact.asked" => "Another customer would like to get in touch with you.",
                _ => "Another customer has answered you.",
            };
            (what.to_owned(), said(), format!("/rounds/{round}/customers#contacts"))
        }
        "design.adopted" => {
            row.round.filter(|round| sees(RoundId(*round)))?;
            let what = format!("Version {} of the engagement design is adopted.", row.subject);
            (what, said(), format!("/design/{}", row.subject))
        }
        "review.sent" | "review.signed" | "review.sent_back" => {
            let round = &world.seen(member.as_deref(), RoundId(row.round?))?.round;
            let done = match row.what.as_str() {
                "review.sent" => "waits for your signature",
                "review.sent_back" => "was sent back",
                _ => "is signed by every function that must sign it",
            };
            let what = format!("The draft of “{}” {done}.", round.question);
            (what, said(), format!("/rounds/{}/sign-off", round.id))
        }
        "round.discontinued" | "round.taken_up" => {
            let round = &world.seen(member.as_deref(), RoundId(row.round?))?.round;
            let done = if row.what == "round.taken_up" { "is taken up again" } else { "is discontinued" };
            (format!("“{}” {done}.", round.question), said(), format!("/rounds/{}", round.id))
        }
        // Of older ones nobody wrote down the round.
        "promise.changed" if row.round.is_some_and(|round| !sees(RoundId(round))) => return None,
        "promise.changed" if row.round.is_none() && !world.hidden_from(member.as_deref()).is_empty() => {
            return None;
        }
        // What is adopted can be read by all who see its round, and what was said of it with it.
        "promise.changed" => (said(), String::new(), "/promises".to_owned()),
        "promise.gap" => (said(), String::new(), format!("/promises/{}", row.subject)),
        "activity.invited" | "activity.changed" | "activity.cancelled" | "activity.presented" | UNINVITED => {
            row.round.filter(|round| sees(RoundId(*round)))?;
            let said = said();
            let (title, more) = said.split_once('\n').unwrap_or((&said, ""));
            // Whoever is not invited any more finds it nowhere.
            let path = match row.what.as_str() {
                UNINVITED => "/activities".to_owned(),
                _ => format!("/activities/{}", row.subject),
            };
            (crate::inviting::sentence(&row.what, title), plain(more), path)
        }
        DIGEST => {
            let (words, path) = week(world, reader, &said());
            ("The week: what changed, who waits, what is overdue.".to_owned(), words, path)
        }
        OVERDUE => {
            world.person(reader).filter(|one| one.may(Role::Moderator))?;
            let (count, oldest) = waiting(world)?;
            let what = match count {
                1 => format!("Something waits in the queue since {}.", oldest.day()),
                count => format!("{count} wait in the queue, the oldest since {}.", oldest.day()),
            };
            (what, String::new(), "/queue".to_owned())
        }
        PHASES => {
            let round = &world.seen(member.as_deref(), RoundId(row.round?))?.round;
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

/// The one thing that something is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A proposal, and the one that it is part of by now.
    Proposal {
        told: ProposalId,
        remains: ProposalId,
    },
    Promise(PracticeId),
}

impl About {
    #[must_use]
    pub fn is_hushed(self, hushed: &Hushed) -> bool {
        match self {
            Self::Proposal { told, remains } => {
                hushed.proposals.contains(&told.0) || hushed.proposals.contains(&remains.0)
            }
            Self::Promise(practice) => hushed.promises.contains(&practice.0),
        }
    }
}

/// What letters about can be stopped by itself; where there is none it is stopped by its kind.
#[must_use]
pub fn about(world: &World, row: &NoticeRow) -> Option<About> {
    let told = match row.what.as_str() {
        "promise.changed" | "promise.gap" => return Some(About::Promise(PracticeId(row.subject))),
        what if what.starts_with("proposal.") || what.starts_with("writer.") => ProposalId(row.subject),
        what if what.starts_with("comment.") => world.talk.comment(CommentId(row.subject))?.proposal,
        _ => return None,
    };
    // Work is taken on and given back in the queue.
    if row.kind == NoticeKind::Desk.word() {
        return None;
    }
    let remains = world.round_of(told).and_then(|round| round.remaining(told)).map_or(told, |one| one.id);
    Some(About::Proposal { told, remains })
}

/// The week as it was told, with its story as long as that can be read.
fn week(world: &World, reader: PersonId, said: &str) -> (String, String) {
    let (before, last) = said.rsplit_once('\n').unwrap_or(("", said));
    let story = last.strip_prefix(STORY).and_then(|story| story.parse().ok());
    let words = if story.is_some() { before } else { said };
    let found = story.and_then(|story| {
        let comment = world.talk.comment(CommentId(story))?;
        let proposal = proposal(world, reader, comment.proposal)?;
        let read = comment.status == Status::Published && proposal.status.is_public();
        read.then_some((proposal, comment.id))
    });
    match found {
        Some((proposal, comment)) => {
            let line = format!("One story worth telling, beside “{}”.", proposal.text.title);
            ([words, &line].join("\n").trim().to_owned(), format!("{}#comment-{comment}", address(&proposal)))
        }
        None => (words.to_owned(), "/promises".to_owned()),
    }
}

/// What a moderator is told of something in the queue; of what waits still, and while they moderate.
fn desk(world: &World, reader: PersonId, what: &str, subject: i64) -> Option<(String, String, String)> {
    world.person(reader).filter(|one| one.may(Role::Moderator))?;
    let (item, title) = match what.split('.').next().unwrap_or_default() {
        "proposal" => {
            let id = ProposalId(subject);
            (Key::Proposal(id), format!("“{}”", world.round_of(id)?.proposal(id)?.text.title))
        }
        "person" => {
            let asks = world.person(PersonId(subject))?;
            let title = format!("the request of {} to speak for {}", asks.name, asks.declared.as_ref()?);
            (Key::JoinRequest(asks.request()?), title)
        }
        _ => {
            let comment = world.talk.comment(CommentId(subject))?;
            let on = world.round_of(comment.proposal)?.proposal(comment.proposal)?;
            (Key::Comment(comment.id), format!("a {} beside “{}”", comment.kind.word(), on.text.title))
        }
    };
    world.to_decide().find(|(_, key)| *key == item)?;
    let what = match what.ends_with("handed") {
        true => format!("A colleague has handed you {title} to decide."),
        false => format!("The author of {title} has answered what you asked."),
    };
    Some((what, String::new(), format!("/queue?at={item}")))
}

/// Whoever is named is told where, as long as others can read it.
fn mentioned(world: &World, reader: PersonId, what: &str, subject: i64) -> Option<(String, String, String)> {
    if what.starts_with("proposal") {
        let proposal = proposal(world, reader, ProposalId(subject))?;
        let read = proposal.status.is_public() || proposal.status == Merged;
        let what = format!("You are named in the proposal “{}”.", proposal.text.title);
        return read.then(|| (what, String::new(), address(&proposal)));
    }
    let comment = world.talk.comment(CommentId(subject)).filter(|one| published(world, one))?;
    let proposal = proposal(world, reader, comment.proposal)?;
    let what = format!("You are named in a {} beside “{}”.", comment.kind.word(), proposal.text.title);
    Some((what, String::new(), format!("{}#comment-{}", address(&proposal), comment.id)))
}

/// Why, but neither who said so nor with which words: that is for a moderator to weigh first.
const WITHHELD: &str = "is out of sight until a moderator has read it: several customers have reported it.";

/// What a notice of phases calls itself, which no single event stands for.
pub const PHASES: &str = "round.phases";

fn decided(what: &str) -> &'static str {
    if what.ends_with("published") { "is published" } else { "was not published" }
}

/// A proposal that the reader may see.
pub(super) fn proposal(world: &World, reader: PersonId, id: ProposalId) -> Option<Arc<ProposalMemory>> {
    let proposal = world.seen_of(world.person(reader).as_deref(), id)?.proposal(id)?;
    let read = proposal.status.is_public() || proposal.status == Merged;
    (read || proposal.author == Some(reader) || world.writes(reader, id)).then(|| proposal.clone())
}

pub(super) fn address(proposal: &ProposalMemory) -> String {
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
