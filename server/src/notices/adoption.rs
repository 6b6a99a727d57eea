//! What came of a round, to everybody who asked, voted or commented in it: one letter each, of their own first.

use super::herald::{NAMED, Plan, named};
use crate::memory::{ProposalMemory, RoundMemory, World};
use model::comment::Status::Published;
use model::notice::NoticeKind;
use model::proposal::Status;
use model::vote::Stance;
use model::{Explanation, PersonId, ProposalId, RoundId};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most characters of a reason that a letter repeats.
const SHORT: usize = 300;

type Proposals<'w> = Vec<&'w Arc<ProposalMemory>>;

pub(super) fn plan(world: &World, round: Option<RoundId>) -> Plan {
    let mut plan = Plan::default();
    let Some(round) = round.and_then(|round| world.round(round)) else { return plan };
    let mut asked = asked(round);
    let mut discussed = discussed(world, round);
    for person in world.directory.people() {
        let own = asked.remove(&person.id.0).unwrap_or_default();
        let discussed = discussed.remove(&person.id.0).unwrap_or_default();
        let votes = world.voter(person.id).into_iter().flat_map(|voter| round.votes(voter));
        let voted: Vec<_> = votes.filter_map(|(id, vote)| Some((round.proposal(id)?, vote.stance))).collect();
        if own.is_empty() && voted.is_empty() && discussed.is_empty() {
            continue;
        }
        let words = words(round, person.id, &own, &voted, &discussed);
        plan.people.insert(person.id.0, (NoticeKind::Adoption, words));
    }
    plan
}

/// By author, what became of what they asked for: of one that was merged, what became of what it was merged into.
fn asked(round: &RoundMemory) -> FxHashMap<i64, Proposals<'_>> {
    let mut asked: FxHashMap<i64, Proposals<'_>> = FxHashMap::default();
    for proposal in round.proposals() {
        if let Some(author) = proposal.author {
            asked.entry(author.0).or_default().push(round.remaining(proposal.id).unwrap_or(proposal));
        }
    }
    asked
}

fn discussed(world: &World, round: &RoundMemory) -> FxHashMap<i64, BTreeSet<ProposalId>> {
    let mut discussed: FxHashMap<i64, BTreeSet<ProposalId>> = FxHashMap::default();
    for comment in world.talk.comments().filter(|one| one.round == round.round.id && one.status == Published)
    {
        if let Some((author, remains)) = comment.author.zip(round.remaining(comment.proposal)) {
            discussed.entry(author.0).or_default().insert(remains.id);
        }
    }
    discussed
}

/// Their own first, with the reason where it is not in; then what they voted on, for and against; then what they commented on.
fn words(
    round: &RoundMemory,
    person: PersonId,
    own: &[&Arc<ProposalMemory>],
    voted: &[(&Arc<ProposalMemory>, Stance)],
    discussed: &BTreeSet<ProposalId>,
) -> Option<String> {
    let others = voted.iter().filter(|(proposal, _)| proposal.author != Some(person));
    let with = |stance: Stance| {
        let those = others.clone().filter(move |(_, of)| *of == stance);
        those.map(|(proposal, _)| *proposal).collect::<Proposals<'_>>()
    };
    let (agreed, opposed) = (with(Stance::Agree), with(Stance::Disagree));
    // What they asked for or took a side on is told above.
    let known = |id: ProposalId| own.iter().chain(&agreed).chain(&opposed).any(|one| one.id == id);
    let discussed: Proposals<'_> =
        discussed.iter().filter(|id| !known(**id)).filter_map(|id| round.proposal(*id)).collect();
    let mut lines = Vec::new();
    lines.extend(list("Adopted of what you asked for", own, true));
    lines.extend(own.iter().filter(|one| is_left_out(one)).take(NAMED).map(|one| left_out(one)));
    lines.extend(list("Adopted of what you agreed with", &agreed, true));
    lines.extend(list("Not in this version of what you agreed with", &agreed, false));
    lines.extend(list("Adopted, though you were against it", &opposed, true));
    lines.extend(list("Not in this version of what you were against", &opposed, false));
    lines.extend(list("Adopted of what you commented on", &discussed, true));
    lines.extend(list("Not in this version of what you commented on", &discussed, false));
    Some(fitting(lines)).filter(|words| !words.is_empty())
}

/// As much as there is room for, from the beginning; the rest can be read.
fn fitting(mut lines: Vec<String>) -> String {
    const REST: &str = "The rest stands on your page “What came of it”.";
    let length = |lines: &[String]| lines.iter().map(|line| line.chars().count() + 1).sum::<usize>();
    if length(&lines) > Explanation::MAX {
        while length(&lines) + REST.len() > Explanation::MAX {
            lines.pop();
        }
        lines.push(REST.to_owned());
    }
    lines.join("\n")
}

fn is_left_out(proposal: &ProposalMemory) -> bool {
    proposal.status.is_public() && proposal.status != Status::Adopted
}

/// "Not in this version: “Call first”. Not now: nobody is there at night."
fn left_out(proposal: &ProposalMemory) -> String {
    let title = format!("Not in this version of what you asked for: “{}”.", proposal.text.title);
    match &proposal.left_out {
        Some((decision, reason)) => format!("{title} {}: {}", decision.words(), short(reason)),
        None => title,
    }
}

fn short(reason: &str) -> String {
    match reason.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{} …", &reason[..end]),
        None => reason.to_owned(),
    }
}

fn list(start: &str, of: &[&Arc<ProposalMemory>], adopted: bool) -> Option<String> {
    let those = of.iter().filter(|one| match adopted {
        true => one.status == Status::Adopted,
        false => is_left_out(one),
    });
    let titles: Vec<String> = those.map(|one| format!("“{}”", one.text.title)).collect();
    (!titles.is_empty()).then(|| format!("{start}: {}.", named(&titles)))
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use model::Explanation;

    #[test]
    fn a_letter_is_never_too_long_to_be_kept() {
        let line = "x".repeat(Explanation::MAX / 4);
        let fits = vec![line.clone(); 3];
        assert_eq!(fitting(fits.clone()), fits.join("\n"));
        let long = fitting(vec![line; 9]);
        assert!(long.parse::<Explanation>().is_ok() && long.ends_with("“What came of it”."), "{long}");
    }
}
