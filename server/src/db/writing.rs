//! Who writes proposals together, the earlier wordings of proposals, and what voters said on those.

use super::proposals::text;
use super::{Db, Tx, on, row};
use model::proposal::ProposalText;
use model::text::TextProblem;
use model::writing::State;
use model::{PersonId, ProposalId, Timestamp};

row! {
    pub struct WriterRow {
        proposal: i64,
        person: i64,
        state: String,
    }
}

row! {
    pub struct WordingRow {
        by_person: Option<i64>,
        kind: String,
        title: String,
        why: String,
        stages: i64,
        cultures: i64,
        who: Option<String>,
        how: Option<String>,
        tool: Option<String>,
        measure: Option<String>,
        at: i64,
        until: i64,
        worded: Option<i64>,
        hidden: bool,
        pictures: bool,
    }
}

impl WordingRow {
    /// # Errors
    /// A stored value that the model refuses.
    pub fn text(&self) -> Result<ProposalText, TextProblem> {
        text!(self)
    }
}

row! {
    /// What stands of somebody on a proposal.
    pub struct VotedRow {
        person: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        on_behalf: bool,
    }
}

row! {
    /// Who was asked again and has not answered, by the number of the log that took their vote back.
    pub struct WaitingRow {
        proposal: i64,
        person: i64,
        seq: i64,
    }
}

row! {
    /// What a voter said before a text was changed, and has not said again.
    pub struct AskedRow {
        proposal: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        at: i64,
    }
}

const ALL: &str = "select proposal, person, state from writer where state = 'writes' order by at, person";
const OF: &str = "select proposal, person, state from writer where proposal = $1 order by at, person";
const STATE: &str = "select state from writer where proposal = $1 and person = $2";
const TAKEN: &str =
    "select count(*) from writer where proposal = $1 and person <> $2 and state in ('invited', 'writes')";
const SET: &str = "insert into writer (proposal, person, state, at) values ($1, $2, $3, $4) \
                   on conflict (proposal, person) do update set state = excluded.state, at = excluded.at";
const VERSION: &str = "select coalesce(changed, created) from proposal where id = $1";
// The author's own hand is nobody's in particular: whose the proposal is stands elsewhere.
const KEEP: &str = "insert into proposal_wording (proposal, by_person, kind, title, why, stages, cultures, who, how, tool, measure, \
                    at, until, worded, hidden, pictures) select id, changed_by, kind, title, why, stages, cultures, who, how, tool, \
                    measure, coalesce(changed, created), $2, worded, $3, $4 from proposal where id = $1";
const PICTURES: &str = "update proposal_wording set pictures = true \
                        where id = (select max(id) from proposal_wording where proposal = $1)";
const HAND: &str = "update proposal set changed_by = $2 where id = $1";
const WORDINGS: &str = "select by_person, kind, title, why, stages, cultures, who, how, tool, measure, at, until, \
                        worded, hidden, pictures from proposal_wording where proposal = $1 order by id";
const LAST: &str = "select by_person, kind, title, why, stages, cultures, who, how, tool, measure, at, until, \
                    worded, hidden, pictures from proposal_wording where proposal = $1 order by id desc limit 1";
const VOTED: &str = "select person, stance, strength, red_line, on_behalf from vote where proposal = $1 and stance <> 0 order by person";
const ASK: &str = "insert into asked_again (proposal, person, stance, strength, red_line, seq, at) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict (proposal, person) do update set stance = excluded.stance, \
                   strength = excluded.strength, red_line = excluded.red_line, seq = excluded.seq, at = excluded.at";
// Whoever has voted since has answered.
macro_rules! asked {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from asked_again a join vote v on v.proposal = a.proposal and v.person = a.person and v.seq = a.seq ",
            $rest
        )
    };
}
const ASKED: &str =
    asked!("a.proposal, a.stance, a.strength, a.red_line, a.at", "where a.person = $1 and a.proposal = $2");
const ASKED_OF: &str = asked!(
    "a.proposal, a.stance, a.strength, a.red_line, a.at",
    "where a.person = $1 order by a.at desc, a.proposal"
);
const WAITING: &str = asked!("a.proposal, a.person, a.seq", "");
const REWORDED: &str = "select p.worded from proposal p where p.id = $1 \
                        and exists (select 1 from proposal_wording w where w.proposal = p.id and w.worded <> p.worded)";
const ASKED_AT: &str = "select person from asked_again where proposal = $1 and at = $2 order by person";
const FORGET: &str = "delete from proposal_wording where proposal = $1";
const FORGET_OWN: &str = "delete from proposal_wording where by_person = $1";

/// Everybody who writes something with its author.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> Result<Vec<WriterRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ALL).fetch_all(c).await)
}

/// Everybody who writes a proposal, is asked to, or was.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, proposal: ProposalId) -> Result<Vec<WriterRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF).bind(proposal.0).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn state(
    tx: &mut Tx,
    proposal: ProposalId,
    person: PersonId,
) -> Result<Option<State>, sqlx::Error> {
    let found: Option<String> =
        on!(tx, c => sqlx::query_scalar(STATE).bind(proposal.0).bind(person.0).fetch_optional(c).await)?;
    Ok(found.and_then(|state| state.parse().ok()))
}

/// How many others write it, or are invited to.
///
/// # Errors
/// Those of the database.
pub async fn taken(tx: &mut Tx, proposal: ProposalId, besides: PersonId) -> Result<usize, sqlx::Error> {
    let count: i64 =
        on!(tx, c => sqlx::query_scalar(TAKEN).bind(proposal.0).bind(besides.0).fetch_one(c).await)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// # Errors
/// Those of the database.
pub async fn set(
    tx: &mut Tx,
    proposal: ProposalId,
    person: PersonId,
    state: State,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET)
        .bind(proposal.0)
        .bind(person.0)
        .bind(state.word())
        .bind(at.0)
        .execute(c)
        .await
        .map(drop))
}

/// When a proposal got its present wording.
///
/// # Errors
/// Those of the database.
pub async fn version(tx: &mut Tx, proposal: ProposalId) -> Result<Timestamp, sqlx::Error> {
    let at: i64 = on!(tx, c => sqlx::query_scalar(VERSION).bind(proposal.0).fetch_one(c).await)?;
    Ok(Timestamp(at))
}

/// The present wording is kept when it is replaced. `hidden`: nobody could read it at last, nor will they as an earlier one;
/// `pictures`: whether there is something else to see as well.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    tx: &mut Tx,
    proposal: ProposalId,
    until: Timestamp,
    hidden: bool,
    pictures: bool,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(KEEP)
        .bind(proposal.0)
        .bind(until.0)
        .bind(hidden)
        .bind(pictures)
        .execute(c)
        .await
        .map(drop))
}

/// Since the last wording that was kept there is something else to see as well.
///
/// # Errors
/// Those of the database.
pub async fn pictures_too(tx: &mut Tx, proposal: ProposalId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(PICTURES).bind(proposal.0).execute(c).await.map(drop))
}

/// The wording that was last kept.
///
/// # Errors
/// Those of the database.
pub async fn last(tx: &mut Tx, proposal: ProposalId) -> Result<Option<WordingRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(LAST).bind(proposal.0).fetch_optional(c).await)
}

/// Whose the present wording is, if not its author's.
///
/// # Errors
/// Those of the database.
pub async fn set_hand(tx: &mut Tx, proposal: ProposalId, by: Option<PersonId>) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(HAND).bind(proposal.0).bind(by.map(|by| by.0)).execute(c).await.map(drop))
}

/// The earlier wordings of a proposal, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn wordings(db: &Db, proposal: ProposalId) -> Result<Vec<WordingRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(WORDINGS).bind(proposal.0).fetch_all(c).await)
}

/// What stands of everybody on a proposal.
///
/// # Errors
/// Those of the database.
pub async fn voted(tx: &mut Tx, proposal: ProposalId) -> Result<Vec<VotedRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(VOTED).bind(proposal.0).fetch_all(c).await)
}

/// What somebody said counts no more, by entry `seq` of the log, until they say it again.
///
/// # Errors
/// Those of the database.
pub async fn ask(
    tx: &mut Tx,
    proposal: ProposalId,
    said: &VotedRow,
    seq: i64,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ASK)
        .bind(proposal.0)
        .bind(said.person)
        .bind(said.stance)
        .bind(said.strength)
        .bind(said.red_line)
        .bind(seq)
        .bind(at.0)
        .execute(c)
        .await
        .map(drop))
}

/// What somebody said on an earlier wording and has not said again.
///
/// # Errors
/// Those of the database.
pub async fn asked(db: &Db, proposal: ProposalId, person: PersonId) -> Result<Option<AskedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ASKED).bind(person.0).bind(proposal.0).fetch_optional(c).await)
}

/// All that somebody said on earlier wordings and has not said again, the latest change first.
///
/// # Errors
/// Those of the database.
pub async fn asked_of(db: &Db, person: PersonId) -> Result<Vec<AskedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ASKED_OF).bind(person.0).fetch_all(c).await)
}

/// All who were asked again and have not answered.
///
/// # Errors
/// Those of the database.
pub async fn waiting(db: &Db) -> Result<Vec<WaitingRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(WAITING).fetch_all(c).await)
}

/// Since when a proposal has had other words than it was first voted on with, if it has.
///
/// # Errors
/// Those of the database.
pub async fn reworded(db: &Db, proposal: ProposalId) -> Result<Option<Timestamp>, sqlx::Error> {
    let at: Option<Option<i64>> =
        on!(db, c => sqlx::query_scalar(REWORDED).bind(proposal.0).fetch_optional(c).await)?;
    Ok(at.flatten().map(Timestamp))
}

/// Who was asked again by a change at that moment.
///
/// # Errors
/// Those of the database.
pub async fn asked_at(db: &Db, proposal: ProposalId, at: Timestamp) -> Result<Vec<i64>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(ASKED_AT).bind(proposal.0).bind(at.0).fetch_all(c).await)
}

/// Its earlier words go too.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, proposal: ProposalId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET).bind(proposal.0).execute(c).await.map(drop))
}

/// The earlier wordings that somebody gave to what others proposed.
///
/// # Errors
/// Those of the database.
pub async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET_OWN).bind(person.0).execute(c).await.map(drop))
}
