//! What is one's own: what came of it, and all of it to take along.

pub mod kept;

use crate::auth::{Customer, Visitor};
use crate::db::mine::{
    self as table, OwnEventRow, OwnLetterRow, OwnNotedRow, OwnProposalRow, OwnReportRow, OwnVoteRow,
    OwnWordsRow,
};
use crate::db::{designs, finding, identities, invitations, outcomes, passkeys, sessions};
use crate::error::Result;
use crate::memory::{ProposalMemory, RoundMemory, World};
use crate::mentions::{self, Names};
use crate::site::Site;
use kept::Kept;
use model::api::mine::{GetMyData, GetMyEffect};
use model::cells::{CultureSet, StageSet};
use model::effect::{Fate, RoundEffect};
use model::promise::Quarter;
use model::proposal::Status;
use model::time::Day;
use model::vote::{Stance, Strength, Vote};
use model::{ProposalId, RoundId, Timestamp, Title};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A proposal with my vote.
type Own = (Arc<ProposalMemory>, Option<Vote>);

pub async fn effect(site: Site, who: Customer, _request: GetMyEffect) -> Result<Vec<RoundEffect>> {
    let rounds = own(&site.memory.read(), &who);
    let kept = Kept::of(&site, &who).await?;
    let mut effects = Vec::new();
    for (round, (question, owns)) in rounds.into_iter().rev() {
        let Some(board) = site.memory.board(round) else { continue };
        let answers = designs::answers(&site.db, round).await?;
        let fate = |(memory, mine): &Own| {
            // What became of one that was merged became of what it was merged into.
            let read = memory.status.is_public() || memory.status == Status::Merged;
            let remaining =
                site.memory.read().round(round).and_then(|all| Some(all.remaining(memory.id)?.id));
            let answer = remaining.and_then(|id| answers.get(&id)).filter(|_| read);
            Fate {
                proposal: memory.id,
                title: memory.text.title.clone(),
                status: memory.status,
                at: memory.at,
                support: board.support(memory.id),
                mine: *mine,
                practices: answer.map(titles).unwrap_or_default(),
                left_out: answer.and_then(|answer| answer.reason.clone()),
                promises: remaining.filter(|_| read).map(|id| kept.promises(id)).unwrap_or_default(),
            }
        };
        let is_mine = |one: &&Own| one.0.author == Some(who.id);
        let mut asked: Vec<Fate> = owns.iter().filter(is_mine).map(fate).collect();
        asked.sort_by_key(|fate| std::cmp::Reverse((fate.at, fate.proposal)));
        let voted = owns.iter().filter(|one| !is_mine(one)).map(fate).collect();
        effects.push(RoundEffect { round, question, asked, voted });
    }
    Ok(effects)
}

fn titles(answer: &designs::Answer) -> Vec<Title> {
    answer.practices.iter().filter_map(|title| title.parse().ok()).collect()
}

/// By round, what this person wrote or has voted on; of what others wrote only what is public still.
fn own(world: &World, who: &Customer) -> BTreeMap<RoundId, (model::Question, Vec<Own>)> {
    let voter = world.voter(who.id);
    let mut rounds = BTreeMap::new();
    for round in world.rounds().filter(|round| world.sees(Some(who), round)) {
        let voted: BTreeSet<ProposalId> =
            voter.iter().flat_map(|voter| round.votes(*voter)).map(|(id, _)| id).collect();
        let owns = round.proposals().filter(|proposal| {
            proposal.author == Some(who.id) || (voted.contains(&proposal.id) && proposal.status.is_public())
        });
        let owns: Vec<Own> =
            owns.map(|proposal| (proposal.clone(), world.vote(who.id, proposal.id))).collect();
        if !owns.is_empty() {
            rounds.insert(round.round.id, (round.round.question.clone(), owns));
        }
    }
    rounds
}

pub async fn data(site: Site, who: Visitor<Customer>, _request: GetMyData) -> Result<Value> {
    let member = &who.caller.0;
    let address = member.email.as_ref().map(ToString::to_string).unwrap_or_default();
    let found = table::load(&site.db, member.id, &address).await?;
    let activities = invitations::own(&site.db, member.id).await?;
    let outcomes = outcomes::of_person(&site.db, member.id).await?;
    let contacts = finding::contacts(&site.db, member.id, i64::MAX).await?;
    let devices = sessions::of_person(&site.db, member.id, site.clock.now()).await?;
    let known_at = identities::of_person(&site.db, member.id).await?;
    let passkeys = passkeys::of_person(&site.db, member.id).await?;
    let (membership, cultures) = {
        let world = site.memory.read();
        let culture = |(round, place): &(RoundId, usize)| {
            let round = world.round(*round)?;
            let culture = round.round.cultures.get(*place)?;
            Some(json!({ "round": round.round.question, "culture": culture.name }))
        };
        let cultures: Vec<Value> = member.cultures.iter().filter_map(culture).collect();
        (world.directory.membership(member), cultures)
    };
    let verdicts = |proposal: i64| -> Vec<Value> {
        let own = found.verdicts.iter().filter(|verdict| verdict.proposal == proposal);
        own.map(|verdict| json!({ "at": iso(verdict.at), "decision": verdict.decision, "reason": verdict.reason }))
            .collect()
    };
    let texts = found.proposals.iter().map(|row| &*row.why).chain(found.words.iter().map(|row| &*row.text));
    let names = mentions::names_for(&site, member, texts).await?;
    let world = site.memory.read();
    let title = |proposal: i64| -> Option<Title> {
        let round = world.round_of(ProposalId(proposal))?;
        let (seen, proposal) = (world.sees(Some(member), round), round.proposal(ProposalId(proposal))?);
        (seen && proposal.status.is_public() || proposal.author == Some(member.id))
            .then(|| proposal.text.title.clone())
    };
    let hidden = world.rounds().filter(|round| !world.sees(Some(member), round));
    let unseen: Vec<Title> =
        hidden.flat_map(RoundMemory::proposals).map(|one| one.text.title.clone()).collect();
    let mut data = json!({
        "written": site.clock.now().iso(),
        "profile": {
            "name": member.name,
            "email": member.email,
            "since": member.since.iso(),
            "roles": member.roles,
            "membership": membership,
            "speaks_from": cultures,
        },
        "devices": devices.iter().map(|device| json!({
            "device": device.device, "since": iso(device.created), "seen": iso(device.seen),
        })).collect::<Vec<_>>(),
        "known_at": known_at.iter().map(|row| json!({
            "issuer": row.issuer, "subject": row.subject, "since": iso(row.linked), "seen": iso(row.seen),
        })).collect::<Vec<_>>(),
        "passkeys": passkeys.iter().map(|row| json!({
            "name": row.name, "since": iso(row.created), "used": row.used.map(iso),
        })).collect::<Vec<_>>(),
        "proposals": found.proposals.iter().map(|row| proposal(row, &world, &names, verdicts(row.id))).collect::<Vec<_>>(),
        "votes": found.votes.iter().map(|row| vote(row, title(row.proposal))).collect::<Vec<_>>(),
        "reports": found.reports.iter().map(report).collect::<Vec<_>>(),
        "asked": found.asks.iter().map(|row| json!({
            "at": iso(row.at), "practice": row.practice, "quarter": Quarter(row.quarter).words(),
        })).collect::<Vec<_>>(),
        "activities": activities.iter().map(|row| json!({
            "number": row.activity, "title": row.title, "starts": iso(row.starts), "invited": iso(row.at), "answer": row.answer,
            "answered": row.answered.map(iso), "present": row.present.is_some(),
        })).collect::<Vec<_>>(),
        // As it was noted, until it is answered; then it stands among their proposals and comments, or nowhere.
        "noted_at_activities": outcomes.iter().map(|row| json!({
            "at": iso(row.at), "activity": row.activity, "words": row.said(),
            "answered": row.answered.map(iso), "proposal": row.proposal, "comment": row.comment,
        })).collect::<Vec<_>>(),
        "comments": found.words.iter().map(|row| words(row, &names)).collect::<Vec<_>>(),
        "pictures": found.pictures.iter().map(|row| json!({
            "at": iso(row.at), "proposal": row.proposal, "comment": row.comment, "shows": row.alt,
            "address": model::picture::path(model::PictureId(row.id)),
        })).collect::<Vec<_>>(),
        "complaints": found.complaints.iter().map(|row| json!({
            "at": iso(row.at), "proposal": row.proposal, "comment": row.comment, "reason": row.reason,
        })).collect::<Vec<_>>(),
        "purchases": found.purchases.iter().map(|row| json!({
            "at": iso(row.at), "purchase": row.purchase, "name": row.name, "stage": row.stage, "culture": row.culture,
            "state": row.state, "my_part": row.role,
        })).collect::<Vec<_>>(),
        "asked_to_join": found.requests.iter().map(|row| json!({
            "at": iso(row.at), "account": row.account, "answered": row.answered.map(iso), "accepted": row.accepted,
            "reason": row.reason,
        })).collect::<Vec<_>>(),
        "asked_to_speak": found.invited.iter().map(|row| json!({
            "at": iso(row.at), "account": row.account, "answered": row.answered.map(iso), "accepted": row.accepted,
        })).collect::<Vec<_>>(),
        "coordinates": found.coordinates.map(iso),
        "links_made": found.links.iter().map(|row| json!({
            "at": iso(row.at), "expires": iso(row.expires), "used": row.used,
        })).collect::<Vec<_>>(),
        "findable": found.findable.as_ref().map(|(at, line)| json!({ "since": iso(*at), "line": line })),
        "writes_with_others": found.writing.iter().map(|row| json!({
            "proposal": row.proposal, "standing": row.state, "at": iso(row.at),
        })).collect::<Vec<_>>(),
        "earlier_wordings": found.wordings.iter().map(|row| json!({
            "proposal": row.proposal, "title": row.title, "why": names.plain(&row.why), "until": iso(row.until),
        })).collect::<Vec<_>>(),
        "asked_again": found.asked_again,
        "named_in": found.mentions.iter().map(|row| json!({
            "at": iso(row.told), "proposal": row.proposal, "comment": row.comment,
        })).collect::<Vec<_>>(),
        // What others wrote to them is theirs too; who they are is not.
        "contacts": contacts.iter().map(|row| json!({
            "at": iso(row.at), "by_me": row.asker == member.id.0, "words": row.words, "answered": row.answered.map(iso),
            "reply": row.reply,
        })).collect::<Vec<_>>(),
        "letters": found.letters.iter().map(|row| letter(row, &unseen)).collect::<Vec<_>>(),
        "news": found.notices.iter().map(|row| json!({
            "at": iso(row.at), "kind": row.kind, "what": row.what, "number": row.subject, "words": row.words,
            "seen": row.seen.map(iso),
        })).collect::<Vec<_>>(),
        "follows": found.follows.iter().map(|row| json!({
            "proposal": row.proposal, "wanted": row.wanted, "since": iso(row.at),
        })).collect::<Vec<_>>(),
        "ways": found.ways.iter().map(|row| json!({ "kind": row.kind, "way": row.way })).collect::<Vec<_>>(),
        "noted_for_me": found.noted.iter().map(|row| noted(row, title(row.proposal))).collect::<Vec<_>>(),
        "stepped_out_of": found.stepped_out.iter().map(|row| json!({
            "proposal": row.proposal, "title": title(row.proposal), "at": iso(row.at),
        })).collect::<Vec<_>>(),
        "signing_off": found.signing.iter().map(|row| json!({
            "function": row.function, "what": row.what, "words": row.words, "at": iso(row.at),
        })).collect::<Vec<_>>(),
        "questions": found.questions.iter().map(|row| json!({
            "at": iso(row.at), "proposal": row.proposal, "comment": row.comment, "question": row.text,
            "answer": row.answer, "closed": row.closed.map(iso),
        })).collect::<Vec<_>>(),
        "blocked": found.blocks.iter().map(|row| json!({
            "at": iso(row.at), "reason": row.reason, "until": row.lifted.map(iso),
        })).collect::<Vec<_>>(),
        "log": found.events.iter().map(event).collect::<Vec<_>>(),
    });
    data["trusted"] = json!(found.trusted.map(iso));
    data["follow_what_i_vote_on"] = json!(found.follows_votes);
    data["lets_votes_be_told_since"] = json!(found.telling.map(iso));
    data["no_letters_about"] =
        json!({ "proposals": found.hushed_proposals, "promises": found.hushed_promises });
    Ok(data)
}

fn iso(at: i64) -> String {
    Timestamp(at).iso()
}

fn proposal(row: &OwnProposalRow, world: &World, names: &Names, verdicts: Vec<Value>) -> Value {
    let round = world.round(RoundId(row.round)).map(|round| &round.round);
    let stages = StageSet(u32::try_from(row.stages).unwrap_or(0));
    let cultures = CultureSet(u32::try_from(row.cultures).unwrap_or(0));
    let stages = stages.iter().filter_map(|place| Some(&round?.stages.get(place)?.name));
    let cultures = cultures.iter().filter_map(|place| Some(&round?.cultures.get(place)?.name));
    json!({
        "number": row.id, "round": round.map(|round| &round.question), "at": iso(row.created), "status": row.status,
        "kind": row.kind, "title": row.title, "why": names.plain(&row.why),
        "stages": stages.collect::<Vec<_>>(), "cultures": cultures.collect::<Vec<_>>(),
        "who": row.who, "how": row.how, "tool": row.tool, "measure": row.measure, "verdicts": verdicts,
    })
}

fn vote(row: &OwnVoteRow, title: Option<Title>) -> Value {
    let code = |code: i64| i16::try_from(code).unwrap_or(0);
    json!({
        "at": iso(row.at), "proposal": row.proposal, "title": title,
        "stance": Stance::from_code(code(row.stance)).map(Stance::word),
        "strength": Strength::from_code(code(row.strength)).map(Strength::word),
        "red_line": row.red_line, "on_behalf": row.on_behalf,
    })
}

fn noted(row: &OwnNotedRow, title: Option<Title>) -> Value {
    let code = |code: i64| i16::try_from(code).unwrap_or(0);
    json!({
        "at": iso(row.at), "proposal": row.proposal, "title": title,
        "stance": Stance::from_code(code(row.stance)).map(Stance::word),
        "strength": Strength::from_code(code(row.strength)).map(Strength::word),
        "red_line": row.red_line, "source": row.source, "said": Day(row.said), "answered": row.answered.map(iso),
    })
}

fn words(row: &OwnWordsRow, names: &Names) -> Value {
    json!({
        "number": row.id, "proposal": row.proposal, "kind": row.kind, "tone": row.tone, "status": row.status,
        "text": names.plain(&row.text), "at": iso(row.created), "until": row.until.map(iso),
    })
}

fn report(row: &OwnReportRow) -> Value {
    json!({
        "at": iso(row.at), "practice": row.practice, "quarter": Quarter(row.quarter).words(), "kept": row.kept,
        "feeling": row.feeling, "words": row.words, "account_manager_may_read": row.readable, "with_name": row.named,
    })
}

/// With its subject, unless that says what its reader may no longer see.
fn letter(row: &OwnLetterRow, unseen: &[Title]) -> Value {
    let told = unseen.iter().all(|title| !row.subject.contains(title.as_str()));
    let subject = if told { row.subject.as_str() } else { "" };
    json!({ "at": iso(row.created), "subject": subject, "sent": row.sent.map(iso) })
}

fn event(row: &OwnEventRow) -> Value {
    json!({ "at": iso(row.at), "what": row.kind, "number": row.subject, "round": row.round })
}
