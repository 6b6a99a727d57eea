//! Noting what a customer said, and the customer's answer. The vote that is noted and the answer to it are lines of the vote
//! log like any other; an answer is no event, since the log's time of it beside the figures of that time would tell how it was.

mod asking;
mod taking_back;
mod whom;

pub use asking::NOTED;
pub use taking_back::{settle, withdraw};

use super::people::welcome;
use super::votes;
use crate::auth::{Anyone, Noter, Recorder};
use crate::clock::digest;
use crate::db::batch::{self, NewVote};
use crate::db::events::{self, What};
use crate::db::on_behalf::{self as table, NewNoted, NotedRow};
use crate::db::{designs, writing};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::mail::letters::{OnBehalf, on_behalf};
use crate::memory::RoundMemory;
use crate::site::Site;
use asking::ask;
use futures::FutureExt;
use model::access::{self, Act};
use model::api::Done;
use model::api::on_behalf::{AnswerNoted, GetNoted, ListNoted, NoteVote};
use model::on_behalf::{Answer, Noted, NotedForMe, Record};
use model::person::Role;
use model::time::Day;
use model::vote::{Stance, Strength, Vote};
use model::{PersonId, Problem, ProposalId, Timestamp};
use whom::{Whom, whom};

/// How long the link in the letter works.
const LIFE: i64 = 30 * Timestamp::DAY;
/// The newest; what is older can no longer be answered.
const LISTED: i64 = 200;

pub async fn note(site: Site, who: Noter, request: NoteVote) -> Result<Done> {
    let (now, by, vote, proposal) = (site.clock.now(), who.id, request.vote(), request.proposal);
    if let Some((field, message)) = vote.fault() {
        return Err(Problem::field(field, message).into());
    }
    if vote.stance == Stance::TakenBack {
        return Err(Problem::field("stance", "Choose what they said.").into());
    }
    if request.said > Day::of(now) {
        return Err(Problem::field("said", "That day is still to come.").into());
    }
    let Whom { member: customer, new: newcomer } = whom(&site, &who, &request)?;
    let (round, title, company) = {
        let world = site.memory.read();
        let memory = world.round_of(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        if let Some(shut) = votes::shut(memory, proposal, vote, now) {
            return Err(shut.into());
        }
        if world.answer(Some(&customer), &memory.round, Act::Vote) != access::Answer::Yes {
            return Err(Problem::field("email", "They may not vote in this round.").into());
        }
        let title = memory.proposal(proposal).map(|proposal| proposal.text.title.clone());
        let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
        (memory.round.id, title.ok_or_else(|| Problem::not_found("proposal"))?, company)
    };
    site.limits.check(Limit::Vote, &by.to_string())?;
    let whom = newcomer.as_ref().map_or_else(|| customer.id.to_string(), |new| new.email.to_string());
    site.limits.check(Limit::Note, &whom)?;
    let key = site.dice.secret();
    let letter = on_behalf(&OnBehalf {
        to: request.email.as_str(),
        name: customer.name.as_str(),
        by: who.name.as_str(),
        company: &company,
        title: title.as_str(),
        vote,
        source: request.source,
        said: request.said,
        link: &site.config.link(&format!("/on-behalf/{key}")),
        days: LIFE / Timestamp::DAY,
    });
    let mut new = NewNoted {
        person: customer.id,
        proposal,
        vote,
        source: request.source,
        said: request.said,
        by,
        at: now,
        hash: digest(&key),
        expires: now.plus(LIFE),
    };
    let own = site.clone();
    site.db
        .write(move |tx| {
            async move {
                if let Some(newcomer) = newcomer {
                    new.person = welcome(tx, newcomer, by, now).await?;
                }
                if !table::add(tx, &new).await? {
                    let message =
                        "They have answered for themselves on this proposal. Ask them to vote themselves.";
                    return Err(Error::from(Problem::conflict(message)));
                }
                batch::write(tx, &[cast(&new)]).await?;
                let what = What::of_round(NOTED, round, proposal.0);
                events::record(tx, now, Some(by), what, Some(new.source.word())).await?;
                ask(&own, tx, &new, round, letter).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// The vote that was noted, as the log has it.
fn cast(new: &NewNoted) -> NewVote {
    NewVote {
        at: new.at,
        person: new.person,
        proposal: new.proposal,
        vote: new.vote,
        on_behalf: true,
        by: Some(new.by),
        source: None,
    }
}

/// What oneself noted; to moderators, what everybody did.
pub async fn list(site: Site, who: Recorder, _request: ListNoted) -> Result<Vec<Record>> {
    let today = Day::of(site.clock.now()).begins();
    let by = Some(who.id).filter(|_| !who.may(Role::Moderator));
    let rows = table::by(&site.db, by, today, LISTED).await?;
    let world = site.memory.read();
    let record = |row: &NotedRow| {
        let proposal = ProposalId(row.proposal);
        Some(Record {
            proposal,
            title: world.seen_of(Some(&who), proposal)?.proposal(proposal)?.text.title.clone(),
            person: PersonId(row.person),
            name: world.person(PersonId(row.person))?.name.clone(),
            by: world.person(PersonId(row.by_person))?.name.clone(),
            source: row.source.parse().ok()?,
            said: Day(row.said),
            answered: row.answered,
            withdrawn: row.withdrawn.is_some(),
            unasked: !row.letter,
        })
    };
    Ok(rows.iter().filter_map(record).collect())
}

pub async fn get(site: Site, _who: Anyone, request: GetNoted) -> Result<Noted> {
    let row = noted(&site, &request.key).await?;
    show(&site, &row).await
}

/// What was noted for somebody on a proposal, for as long as they have said nothing themselves.
pub async fn for_me(site: &Site, person: PersonId, proposal: ProposalId) -> Result<Option<NotedForMe>> {
    if !site.memory.read().is_noted(person, proposal) {
        return Ok(None);
    }
    let row = table::of(&site.db, person, proposal).await?;
    let Some(row) = row.filter(|row| row.withdrawn.is_none()) else { return Ok(None) };
    let by = site.memory.read().person(PersonId(row.by_person)).map(|by| by.name.clone());
    let (Some(by), Ok(source)) = (by, row.source.parse()) else { return Ok(None) };
    Ok(Some(NotedForMe { vote: vote(&row)?, by, source, said: Day(row.said) }))
}

/// What a letter's key leads to, for as long as it works.
async fn noted(site: &Site, key: &str) -> Result<NotedRow> {
    let row = table::of_hash(&site.db, &digest(key)).await?;
    let now = site.clock.now().0;
    // Whoever the letter was to may have been shut out since; what it leads to is theirs to know no more.
    let world = site.memory.read();
    let seen = |row: &NotedRow| {
        let person = world.person(PersonId(row.person));
        world.seen_of(person.as_deref(), ProposalId(row.proposal)).is_some()
    };
    let row = row.filter(|row| row.expires > now).filter(seen);
    Ok(row.ok_or_else(|| Problem::not_found("letter"))?)
}

fn vote(row: &NotedRow) -> Result<Vote> {
    let code = |number: i64| i16::try_from(number).unwrap_or(-1);
    let stance = Stance::from_code(code(row.stance)).ok_or_else(|| Problem::not_found("letter"))?;
    Ok(Vote { stance, strength: Strength::from_code(code(row.strength)), red_line: row.red_line })
}

/// Whether the proposal, or what it was merged into, has had other words since it was noted: nobody confirms what was said of
/// these.
async fn reworded(site: &Site, row: &NotedRow) -> Result<bool> {
    let proposal = ProposalId(row.proposal);
    let since = |at: Option<Timestamp>| at.is_some_and(|at| at.0 >= row.at);
    if since(writing::reworded(&site.db, proposal).await?) {
        return Ok(true);
    }
    let remains = {
        let world = site.memory.read();
        let round = world.round_of(proposal).ok_or_else(|| Problem::not_found("letter"))?;
        round.remaining(proposal).map_or(proposal, |remains| remains.id)
    };
    Ok(remains != proposal && since(writing::reworded(&site.db, remains).await?))
}

async fn show(site: &Site, row: &NotedRow) -> Result<Noted> {
    let gone = || Problem::not_found("letter");
    let (proposal, vote) = (ProposalId(row.proposal), vote(row)?);
    let reworded = reworded(site, row).await?;
    let world = site.memory.read();
    let round = world.round_of(proposal).ok_or_else(gone)?;
    Ok(Noted {
        proposal,
        title: round.proposal(proposal).ok_or_else(gone)?.text.title.clone(),
        vote,
        by: world.person(PersonId(row.by_person)).ok_or_else(gone)?.name.clone(),
        source: row.source.parse().map_err(|_| gone())?,
        said: Day(row.said),
        expires: Timestamp(row.expires),
        answered: row.answered,
        reworded,
        shut: shut(round, proposal, vote, site.clock.now()).map(|problem| problem.message),
    })
}

pub async fn answer(site: Site, _who: Anyone, request: AnswerNoted) -> Result<Noted> {
    let row = noted(&site, &request.key).await?;
    let late = || Problem::conflict("This has been answered. Sign in to vote anew.");
    if row.answered {
        return Err(late().into());
    }
    if request.answer == Answer::Confirm && reworded(&site, &row).await? {
        let message = "The proposal has been written anew since you said this. Read it, and say what you say of it now.";
        return Err(Problem::conflict(message).into());
    }
    let (now, proposal) = (site.clock.now(), ProposalId(row.proposal));
    let vote = match request.answer {
        Answer::Confirm => vote(&row)?,
        Answer::Agree => Vote::new(Stance::Agree),
        Answer::Disagree => Vote::new(Stance::Disagree),
        Answer::Pass => Vote::new(Stance::Pass),
        Answer::Withdraw => Vote::new(Stance::TakenBack),
    };
    may_answer(&site, proposal, vote, now).await?;
    let cast = NewVote {
        at: now,
        person: PersonId(row.person),
        proposal,
        vote,
        on_behalf: false,
        by: None,
        source: None,
    };
    let id = row.id;
    site.db
        .write(move |tx| {
            async move {
                if !table::answer(tx, id, now).await? {
                    return Err(Error::from(late()));
                }
                batch::write(tx, &[cast]).await?;
                events::tell(tx).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    show(&site, &NotedRow { answered: true, ..row }).await
}

/// As of any vote; what was said on a wording that was merged since is answered on it, and counts for what remains.
fn shut(memory: &RoundMemory, proposal: ProposalId, vote: Vote, now: Timestamp) -> Option<Problem> {
    let remains = memory.remaining(proposal).map_or(proposal, |remains| remains.id);
    votes::shut(memory, remains, vote, now)
}

/// What somebody never said they can take away until a design rests on the round; the rest as any vote.
async fn may_answer(site: &Site, proposal: ProposalId, vote: Vote, now: Timestamp) -> Result<()> {
    let (round, shut) = {
        let world = site.memory.read();
        let memory = world.round_of(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        (memory.round.id, shut(memory, proposal, vote, now))
    };
    match shut {
        Some(_)
            if vote.stance == Stance::TakenBack && !designs::rounds(&site.db).await?.contains(&round.0) =>
        {
            Ok(())
        }
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}
