//! A proposal in full, as a caller may see it.

use super::{earlier, verdict, visible};
use crate::api::queue::acts;
use crate::api::votes;
use crate::auth::Who;
use crate::db::proposals as table;
use crate::db::writing::{self, WordingRow};
use crate::db::{answers, designs, pictures as picture_table, queue as desk};
use crate::error::{Error, Result};
use crate::markdown::{render, render_with};
use crate::memory::{ProposalMemory, RoundMemory};
use crate::mentions::{self, Names};
use crate::site::Site;
use engine::electorate::Voter;
use model::merging::Wording;
use model::person::Role;
use model::proposal::{OfficialAnswer, Proposal, ProposalText, Status};
use model::queue::Written;
use model::verdict::Verdict;
use model::vote::{Stance, Strength, Vote};
use model::{Problem, ProposalId, Timestamp};
use std::sync::Arc;

/// A proposal as this caller may see it.
pub async fn show(site: &Site, who: &Who, id: ProposalId) -> Result<Proposal> {
    let gone = || Error::from(Problem::not_found("proposal"));
    let memory = visible(site, who, id)?;
    let id = memory.id;
    let rows = if memory.changed > memory.at { writing::wordings(&site.db, id).await? } else { Vec::new() };
    let names = names(site, who, &memory, &rows).await?;
    let (mine, shut, noted, mut wordings, asked) = {
        let world = site.memory.read();
        let round = world.round_of(id).ok_or_else(gone)?;
        let mine = who.votes_as().and_then(|person| world.vote(person, id));
        // What a full vote would meet; where only support is open, the page still shows the button for it.
        let shut = votes::shut(round, id, Vote::new(Stance::Agree), site.clock.now());
        let unread = unread(memory.status).map(str::to_owned);
        let shut = unread.or_else(|| shut.map(|problem| problem.message));
        let shut = shut.or_else(|| world.not_yours(who.person.as_deref(), &round.round).vote);
        let voter = who.id().and_then(|person| world.voter(person));
        let asked = voter.is_some_and(|voter| round.is_asked(voter, id));
        (mine, shut, round.noted(Some(id)), wordings(round, id, voter, &names), asked)
    };
    let own = who.id().is_some() && memory.author == who.id();
    let writes = who.id().is_some_and(|id| site.memory.read().writes(id, memory.id));
    let moderator = who.may(Role::Moderator);
    let board = site.memory.board(memory.round).ok_or_else(gone)?;
    let mut verdicts = Vec::new();
    let judged = match own || moderator || !rows.is_empty() {
        true => table::verdicts(&site.db, id).await?,
        false => Vec::new(),
    };
    let (by, before) = {
        let world = site.memory.read();
        let by = earlier::hand(&world, &memory, memory.changed_by);
        (by, earlier::shown(&world, &memory, &rows, &judged, &names))
    };
    // Other words than some that were voted on before.
    let other = |row: &WordingRow| row.worded != memory.worded.map(|worded| worded.0);
    let asked_since = memory.worded.filter(|_| rows.iter().any(other));
    let said_before = match who.votes_as() {
        Some(person) if memory.changed > memory.at && mine.is_none() => writing::asked(&site.db, id, person)
            .await?
            .and_then(|row| said(row.stance, row.strength, row.red_line)),
        _ => None,
    };
    if own || moderator {
        for row in &judged {
            let by = Some(&row.moderator).filter(|_| moderator);
            let undone = row.undone.map(Timestamp);
            verdicts.push(Verdict { undone, ..verdict(&row.decision, row.reason.as_deref(), row.at, by) });
        }
    }
    let question = match own || moderator {
        true => desk::last(&site.db, Written::Proposal(id)).await?,
        false => None,
    };
    let author = memory.author.filter(|_| moderator).and_then(|author| site.memory.read().person(author));
    let answer = match memory.status.is_public() && !site.memory.read().designs().is_empty() {
        true => designs::answer(&site.db, id).await?,
        false => designs::Answer::default(),
    };
    let pictures = picture_table::of_proposal(&site.db, id).await?;
    for wording in &mut wordings {
        wording.pictures = picture_table::of_proposal(&site.db, wording.proposal).await?;
    }
    let official = answers::last(&site.db, id).await?;
    let noted_for_me = match who.id() {
        Some(person) => crate::api::on_behalf::for_me(site, person, id).await?,
        None => None,
    };
    // A reason is published with the design that leaves the proposal out; until then it is for those who write it.
    let drafted = memory.left_out.clone().filter(|_| moderator || who.may(Role::Designer));
    let (left_decision, left_out) = match drafted.filter(|_| answer.practices.is_empty()) {
        Some((decision, reason)) => (Some(decision), Some(reason)),
        None => (answer.decision, answer.reason),
    };
    Ok(Proposal {
        id,
        round: memory.round,
        text: text(&memory, own || writes, &names),
        why_html: render_with(memory.marked.as_str(), &names),
        pictures,
        status: memory.status,
        held: memory.held.filter(|_| own || moderator),
        at: memory.at,
        changed: memory.changed,
        worded: memory.worded(),
        by,
        before,
        support: board.support(id),
        mine,
        own,
        writes,
        said_before,
        asked_since: asked_since.filter(|_| own || writes),
        shut,
        verdicts,
        question: question.and_then(|row| acts::question(&row, moderator)),
        author: author.map(|author| author.name.clone()),
        practices: answer.practices.iter().filter_map(|title| title.parse().ok()).collect(),
        left_out,
        left_decision,
        answer: official.map(|row| OfficialAnswer { html: render(&row.text), at: Timestamp(row.at) }),
        wordings,
        asked,
        noted_for_me,
        noted,
    })
}

/// The people named in a proposal and in what was merged into it.
async fn names(site: &Site, who: &Who, memory: &ProposalMemory, earlier: &[WordingRow]) -> Result<Names> {
    let texts: Vec<String> = {
        let world = site.memory.read();
        let wordings = world.round_of(memory.id).into_iter().flat_map(|round| round.wordings(memory.id));
        let wordings = wordings.map(|one| one.marked.to_string());
        wordings.chain([memory.marked.to_string()]).collect()
    };
    let texts = texts.iter().map(String::as_str).chain(earlier.iter().map(|row| row.why.as_str()));
    Ok(mentions::names(site, who, texts).await?)
}

/// Why nobody votes on what others cannot read.
fn unread(status: Status) -> Option<&'static str> {
    match status {
        Status::Waiting => Some("It can be voted on once a moderator has published it."),
        Status::Declined => Some("It was declined, so nobody votes on it."),
        Status::Published | Status::Adopted | Status::Merged => None,
    }
}

/// What a voter said of an earlier wording.
pub(super) fn said(stance: i64, strength: i64, red_line: bool) -> Option<Vote> {
    let code = |code: i64| i16::try_from(code).unwrap_or(0);
    let stance = Stance::from_code(code(stance))?;
    Some(Vote { stance, strength: Strength::from_code(code(strength)), red_line })
}

/// What it says: to those who may change it as they type it, to others as it reads.
pub(super) fn text(memory: &ProposalMemory, own: bool, names: &Names) -> ProposalText {
    let why = memory.marked.as_str();
    let why = if own { names.to_change(why) } else { names.to_read(why) };
    let mut text = memory.text.clone();
    text.why = why.unwrap_or(text.why);
    text
}

/// What was merged into a proposal, with what this voter said on it.
fn wordings(round: &RoundMemory, id: ProposalId, voter: Option<Voter>, names: &Names) -> Vec<Wording> {
    let wording = |one: &Arc<ProposalMemory>| {
        let (mine, out) = voter.map_or((None, false), |voter| round.said_on_wording(voter, one.id));
        Wording {
            proposal: one.id,
            title: one.text.title.clone(),
            why_html: render_with(one.marked.as_str(), names),
            pictures: Vec::new(),
            mine,
            out,
            direct: round.is_merged_into(one.id, id),
        }
    };
    round.wordings(id).map(wording).collect()
}
