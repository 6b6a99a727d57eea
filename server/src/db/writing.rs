//! Who writes proposals together, the earlier wordings of proposals, and what voters said on those.

use super::{Db, Tx, on, row};
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
        asked: bool,
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
    pub struct AskedUpToRow {
        proposal: i64,
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
                    at, until, asked) select id, changed_by, kind, title, why, stages, cultures, who, how, tool, measure, \
                    coalesce(changed, created), $2, $3 from proposal where id = $1";
const HAND: &str = "update proposal set changed_by = $2 where id = $1";
const WORDINGS: &str = "select by_person, kind, title, why, stages, cultures, who, how, tool, measure, at, until, asked \
                        from proposal_wording where proposal = $1 order by id";
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
const UNANSWERED: &str = asked!("a.person", "where a.proposal = $1 order by a.person");
// A number for each change: those of its voters follow each other.
const ASKED_UP_TO: &str = "select proposal, max(seq) as seq from asked_again group by proposal";
const ASKED_LAST: &str = "select max(until) from proposal_wording where proposal = $1 and asked";
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

/// The present wording stays to be read when it is replaced; `asked`: whether whoever has voted is asked again then.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    tx: &mut Tx,
    proposal: ProposalId,
    until: Timestamp,
    asked: bool,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(KEEP).bind(proposal.0).bind(until.0).bind(asked).execute(c).await.map(drop))
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

/// By proposal, the number in the log up to which votes were given to other words.
///
/// # Errors
/// Those of the database.
pub async fn asked_up_to(db: &Db) -> Result<Vec<AskedUpToRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ASKED_UP_TO).fetch_all(c).await)
}

/// All who were asked again and have not answered.
///
/// # Errors
/// Those of the database.
pub async fn waiting(db: &Db) -> Result<Vec<WaitingRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(WAITING).fetch_all(c).await)
}

/// Who was asked by whatever change, and has not answered.
///
/// # Errors
/// Those of the database.
pub async fn unanswered(db: &Db, proposal: ProposalId) -> Result<Vec<i64>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(UNANSWERED).bind(proposal.0).fetch_all(c).await)
}

/// When a change last asked those who had voted again.
///
/// # Errors
/// Those of the database.
pub async fn asked_last(db: &Db, proposal: ProposalId) -> Result<Option<Timestamp>, sqlx::Error> {
    let at: Option<i64> = on!(db, c => sqlx::query_scalar(ASKED_LAST).bind(proposal.0).fetch_one(c).await)?;
    Ok(at.map(Timestamp))
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
