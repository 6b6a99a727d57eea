//! Listing and reading proposals, changing and judging them. Proposing is in `proposals/proposing.rs`.

pub mod proposing;

use super::call::Answer;
use super::pictures;
use super::queue::acts;
use super::queue::deciding::{self, Verdict as Deciding};
use super::votes;
use crate::auth::{Anyone, Customer, Moderator, Who};
use crate::db::events::{self, What};
use crate::db::proposals as table;
use crate::db::{answers, designs, mentions as named, pictures as picture_table, queue as desk};
use crate::error::{Error, Result};
use crate::intake;
use crate::markdown::{render, render_with};
use crate::memory::{Board, Member, ProposalMemory, RoundMemory, Wanted};
use crate::mentions::{self, Names, Place, Settled};
use crate::site::Site;
use engine::electorate::Voter;
use futures::FutureExt;
use model::access::Act;
use model::api::Done;
use model::api::proposals::{ChangeProposal, FindSimilar, GetProposal, Judge, ListProposals};
use model::merging::Wording;
use model::person::Role;
use model::picture::With;
use model::proposal::{Card, OfficialAnswer, Proposal, ProposalText, Status};
use model::queue::Key;
use model::round::Phase;
use model::verdict::{Decision, Verdict};
use model::vote::{Stance, Vote};
use model::{Page, PersonId, Problem, ProposalId, RoundId, Timestamp};
use proposing::fits;
pub use proposing::propose;
use std::sync::Arc;

/// The board of a round that this caller may see.
fn board(site: &Site, who: &Who, round: RoundId) -> Result<Arc<Board>> {
    let gone = || Problem::not_found("round");
    site.memory.read().seen(who.person.as_deref(), round).ok_or_else(gone)?;
    Ok(site.memory.board(round).ok_or_else(gone)?)
}

/// Proposals of a round, filtered and sorted; everything comes from memory.
pub async fn list(site: Site, who: Anyone, request: ListProposals) -> Result<Answer<Page<Card>>> {
    let board = board(&site, &who, request.round)?;
    let (order, page) = (request.sort.unwrap_or_default(), request.page.unwrap_or(1));
    let whole =
        ListProposals { round: request.round, sort: request.sort, page: request.page, ..Default::default() };
    if request == whole {
        return Ok(Answer::Kept(board.public_page(order, page)));
    }
    if (request.mine && who.person.is_none()) || (request.unvoted && who.votes_as().is_none()) {
        return Err(Problem::sign_in().into());
    }
    let world = site.memory.read();
    let memory = world.round(request.round);
    let voter = who.votes_as().and_then(|person| world.voter(person));
    let voted = |id: ProposalId| match (memory, voter) {
        (Some(memory), Some(voter)) => memory.vote(voter, id).is_some(),
        _ => false,
    };
    let wanted = Wanted {
        stage: request.stage,
        culture: request.culture,
        kind: request.kind,
        status: request.status,
        author: who.id().filter(|_| request.mine),
        without: request.unvoted.then_some(&voted),
        q: &request.q,
    };
    Ok(board.page(&wanted, order, page).into())
}

/// As many as can be looked through before one has forgotten one's own words.
const MOST_SIMILAR: usize = 5;

pub async fn similar(site: Site, who: Anyone, request: FindSimilar) -> Result<Vec<Card>> {
    let board = board(&site, &who, request.round)?;
    let moderator = who.may(Role::Moderator);
    let seen = |one: &ProposalMemory| {
        let shown = one.status.is_public() || one.status == Status::Merged;
        (shown || (moderator && one.status == Status::Waiting)) && Some(one.id) != request.except
    };
    let world = site.memory.read();
    let memory = world.round(request.round).ok_or_else(|| Problem::not_found("round"))?;
    let found = memory.similar(&request.title, &request.why, MOST_SIMILAR, seen);
    // Whoever asks in the words of one that was merged is led to what remains.
    let mut remaining: Vec<ProposalId> = Vec::new();
    for id in found.into_iter().filter_map(|id| Some(memory.remaining(id)?.id)) {
        if !remaining.contains(&id) && Some(id) != request.except {
            remaining.push(id);
        }
    }
    Ok(remaining.into_iter().filter_map(|id| Some(board.find(id)?.card.clone())).collect())
}

pub async fn get(site: Site, who: Anyone, request: GetProposal) -> Result<Proposal> {
    show(&site, &who, request.proposal).await
}

/// A proposal that this caller may see.
pub fn visible(site: &Site, who: &Who, id: ProposalId) -> Result<Arc<ProposalMemory>> {
    // One that was merged is read where it was merged into.
    let found = {
        let world = site.memory.read();
        world.seen_of(who.person.as_deref(), id).and_then(|round| round.remaining(id).cloned())
    };
    let own = |memory: &ProposalMemory| who.id().is_some() && memory.author == who.id();
    let seen = |memory: &ProposalMemory| memory.status.is_public() || own(memory) || who.may(Role::Moderator);
    Ok(found.filter(|memory| seen(memory)).ok_or_else(|| Problem::not_found("proposal"))?)
}

/// A proposal as this caller may see it.
pub async fn show(site: &Site, who: &Who, id: ProposalId) -> Result<Proposal> {
    let gone = || Error::from(Problem::not_found("proposal"));
    let memory = visible(site, who, id)?;
    let id = memory.id;
    let names = names(site, who, &memory).await?;
    let (mine, shut, noted, mut wordings, asked) = {
        let world = site.memory.read();
        let round = world.round_of(id).ok_or_else(gone)?;
        let mine = who.votes_as().and_then(|person| world.vote(person, id));
        // What a full vote would meet; where only support is open, the page still shows the button for it.
        let shut = votes::shut(round, id, Vote::new(Stance::Agree), site.clock.now());
        let shut = shut.map(|problem| problem.message);
        let shut = shut.or_else(|| world.not_yours(who.person.as_deref(), &round.round).vote);
        let voter = who.id().and_then(|person| world.voter(person));
        let asked = voter.is_some_and(|voter| round.is_asked(voter, id));
        (mine, shut, round.noted(Some(id)), wordings(round, id, voter, &names), asked)
    };
    let own = who.id().is_some() && memory.author == who.id();
    let moderator = who.may(Role::Moderator);
    let board = site.memory.board(memory.round).ok_or_else(gone)?;
    let mut verdicts = Vec::new();
    if own || moderator {
        for row in table::verdicts(&site.db, id).await? {
            let by = Some(&row.moderator).filter(|_| moderator);
            let undone = row.undone.map(Timestamp);
            verdicts.push(Verdict { undone, ..verdict(&row.decision, row.reason.as_deref(), row.at, by) });
        }
    }
    let question = match own || moderator {
        true => desk::last(&site.db, Key::Proposal(id)).await?,
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
        Some(person) => super::on_behalf::for_me(site, person, id).await?,
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
        text: text(&memory, own, &names),
        why_html: render_with(memory.marked.as_str(), &names),
        pictures,
        status: memory.status,
        held: memory.held.filter(|_| own || moderator),
        at: memory.at,
        support: board.support(id),
        mine,
        own,
        shut: shut.filter(|_| memory.status.is_public()),
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
async fn names(site: &Site, who: &Who, memory: &ProposalMemory) -> Result<Names> {
    let texts: Vec<String> = {
        let world = site.memory.read();
        let wordings = world.round_of(memory.id).into_iter().flat_map(|round| round.wordings(memory.id));
        let wordings = wordings.map(|one| one.marked.to_string());
        wordings.chain([memory.marked.to_string()]).collect()
    };
    Ok(mentions::names(site, who, texts.iter().map(String::as_str)).await?)
}

/// What it says: to those who may change it as they type it, to others as it reads.
fn text(memory: &ProposalMemory, own: bool, names: &Names) -> ProposalText {
    let why = memory.marked.as_str();
    let why = if own { names.to_change(why) } else { names.to_read(why) };
    let mut text = memory.text.clone();
    text.why = why.unwrap_or(text.why);
    text
}

/// Settles whom a text names.
async fn settle(
    site: &Site,
    who: &Member,
    mut text: ProposalText,
    place: Place<'_>,
) -> Result<(ProposalText, Vec<PersonId>)> {
    let Settled { text: why, people } = mentions::settle(site, who, place, "why", text.why.as_str()).await?;
    text.why = why;
    Ok((text, people))
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

/// A verdict as it is stored; `by`: for whom is told who it was.
pub fn verdict(decision: &str, reason: Option<&str>, at: i64, by: Option<&String>) -> Verdict {
    let published = decision == Decision::Publish.word();
    Verdict {
        decision: if published { Decision::Publish } else { Decision::Decline },
        reason: reason.and_then(|reason| reason.parse().ok()),
        at: Timestamp(at),
        by: by.and_then(|name| name.parse().ok()),
        undone: None,
    }
}

/// The same person as a caller in general.
pub fn as_who(person: &Arc<crate::memory::Member>) -> Who {
    Who { person: Some(person.clone()), ..Who::stranger() }
}

pub async fn change(site: Site, who: Customer, request: With<ChangeProposal>) -> Result<Proposal> {
    let With { request, pictures } = request;
    pictures::few_enough(pictures.as_ref())?;
    let (now, id) = (site.clock.now(), request.proposal);
    let memory = {
        let world = site.memory.read();
        let round = world.seen_of(Some(&who), id).ok_or_else(|| Problem::not_found("proposal"))?;
        let memory = round.proposal(id).ok_or_else(|| Problem::not_found("proposal"))?.clone();
        let own = memory.author == Some(who.id);
        if !own && !memory.status.is_public() && memory.status != Status::Merged {
            return Err(Problem::not_found("proposal").into());
        }
        may_change(round, &memory, own, world.voter(who.id), now)?;
        world.permit(Some(&who), &round.round, Act::Propose, "proposal")?;
        fits(round, &request.text)?;
        memory.clone()
    };
    acts::may_write(&site, &who)?;
    let place = Place { round: memory.round, beside: Some(id), before: memory.marked.as_str() };
    let (text, people) = settle(&site, &who, request.text, place).await?;
    let words = pictures::with_words(&intake::whole(&text), pictures.as_ref());
    let (waits, held) = intake::fate(&site, &who, memory.round, &words, Some(Key::Proposal(id))).await?;
    // Whoever was asked to wait does not get round it by writing something else.
    let waits = waits || !memory.status.is_public();
    let fate = (if waits { Status::Waiting } else { Status::Published }, held.or(memory.held));
    let (by, round) = (who.id, memory.round);
    site.db
        .write(move |tx| {
            async move {
                table::change(tx, id, &text, fate, now).await?;
                named::set(tx, Key::Proposal(id), &people, now).await?;
                pictures::give(tx, Key::Proposal(id), by, pictures.as_ref()).await?;
                // Who was asked something has answered by writing it anew.
                desk::close(tx, Key::Proposal(id), None, now).await?;
                events::record(tx, now, Some(by), What::of_round("proposal.changed", round, id.0), None)
                    .await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    show(&site, &as_who(&who.0), id).await
}

fn may_change(
    round: &RoundMemory,
    memory: &ProposalMemory,
    own: bool,
    voter: Option<Voter>,
    now: Timestamp,
) -> Result<()> {
    if !own {
        return Err(Problem::not_allowed("Only its author can change a proposal.").into());
    }
    let open = round
        .round
        .windows
        .iter()
        .any(|window| matches!(window.phase, Phase::Propose | Phase::Refine) && window.open_at(now));
    if memory.status == Status::Merged {
        return Err(
            Problem::conflict("This is merged into another, and its wording is kept as it was.").into()
        );
    }
    if !open || memory.status == Status::Adopted {
        return Err(Problem::conflict("The texts of this round's proposals are frozen.").into());
    }
    if round.has_others_votes(voter, memory.id) {
        let message =
            "Others have voted on this text, so it stays as they read it. You can make a new proposal.";
        return Err(Problem::conflict(message).into());
    }
    Ok(())
}

pub async fn judge(site: Site, who: Moderator, request: Judge) -> Result<Done> {
    let Judge { proposal, decision, reason, trust } = request;
    let verdict = Deciding { decision, reason, trust, block: false };
    deciding::one(&site, who.id, Key::Proposal(proposal), verdict).await
}
