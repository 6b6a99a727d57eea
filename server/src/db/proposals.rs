//! Proposals, their verdicts, and the reasons for leaving them out.

use super::{Db, Tx, on, row};
use model::design::LeftDecision;
use model::intake::Held;
use model::proposal::{ProposalText, Status};
use model::text::TextProblem;
use model::verdict::Decision;
use model::{PersonId, ProposalId, RoundId, Timestamp};

row! {
    pub struct ProposalRow {
        id: i64,
        round: i64,
        kind: String,
        title: String,
        why: String,
        stages: i64,
        cultures: i64,
        who: Option<String>,
        how: Option<String>,
        tool: Option<String>,
        measure: Option<String>,
        author: Option<i64>,
        status: String,
        held: Option<String>,
        created: i64,
        changed: Option<i64>,
        changed_by: Option<i64>,
        worded: Option<i64>,
        asked_up_to: Option<i64>,
        left_out: Option<String>,
        decision: Option<String>,
        left_revision: Option<i64>,
        left_by: Option<i64>,
    }
}

row! {
    pub struct VerdictRow {
        decision: String,
        reason: Option<String>,
        at: i64,
        undone: Option<i64>,
        moderator: String,
    }
}

row! {
    /// Why a proposal is left out, and how often that was written or taken back; without a reason where it is undecided again.
    pub struct LeftRow {
        revision: i64,
        by_person: i64,
        reason: String,
        decision: String,
    }
}

// `$1` is one proposal or 0; `$2` one round.
const LOAD: &str = "select p.id, p.round, p.kind, p.title, p.why, p.stages, p.cultures, p.who, p.how, p.tool, p.measure, \
                    p.author, p.status, p.held, p.created, p.changed, p.changed_by, p.worded, \
                    (select max(a.seq) from asked_again a where a.proposal = p.id) as asked_up_to, \
                    nullif(l.reason, '') as left_out, l.decision, l.revision as left_revision, l.by_person as left_by from proposal p \
                    left join left_out l on l.proposal = p.id where p.id = $1 or ($1 = 0 and p.round = $2) order by p.id";
const ADD: &str = "insert into proposal (round, kind, title, why, stages, cultures, who, how, tool, measure, author, status, created, source, source_key, held, worded) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id";
const CHANGE: &str = "update proposal set kind = $2, title = $3, why = $4, stages = $5, cultures = $6, who = $7, how = $8, \
                      tool = $9, measure = $10, status = $11, held = $12, changed = $13 where id = $1";
const SET_WORDED: &str = "update proposal set worded = $2 where id = $1";
const SET_STATUS: &str = "update proposal set status = $2, held = $3 where id = $1 and status <> $2";
const ADD_VERDICT: &str = "insert into verdict (proposal, moderator, decision, reason, at, shared) values ($1, $2, $3, $4, $5, true)";
const VERDICTS: &str = "select v.decision, v.reason, v.at, v.undone, p.name as moderator from verdict v \
                        join person p on p.id = v.moderator where v.proposal = $1 order by v.id";
const LEAVE_OUT: &str = "insert into left_out (proposal, reason, by_person, at, decision) values ($1, $2, $3, $4, $5) \
                         on conflict (proposal) do update set reason = excluded.reason, decision = excluded.decision, by_person = excluded.by_person, at = excluded.at, \
                         revision = left_out.revision + 1";
const LEFT: &str = "select revision, by_person, reason, decision from left_out where proposal = $1";
const UNDECIDE: &str =
    "update left_out set reason = '', at = $2, revision = revision + 1 where proposal = $1";
const OTHERS_DECIDED: &str = "select count(*) from event where kind = 'proposal.left_out' and subject = $1 and person <> $2 and seq > \
                              coalesce((select max(seq) from event where kind = 'proposal.undecided' and subject = $1), 0)";

/// The text in a row of either table.
macro_rules! text {
    ($row:expr) => {{
        let particular = |text: &Option<String>| text.as_deref().map(str::parse).transpose();
        Ok(model::proposal::ProposalText {
            kind: $row.kind.parse()?,
            title: $row.title.parse()?,
            why: $row.why.parse()?,
            stages: model::cells::StageSet(u32::try_from($row.stages).unwrap_or(0)),
            cultures: model::cells::CultureSet(u32::try_from($row.cultures).unwrap_or(0)),
            who: particular(&$row.who)?,
            how: particular(&$row.how)?,
            tool: particular(&$row.tool)?,
            measure: particular(&$row.measure)?,
        })
    }};
}
pub(super) use text;

impl ProposalRow {
    /// # Errors
    /// A stored value that the model refuses.
    pub fn text(&self) -> Result<ProposalText, TextProblem> {
        text!(self)
    }
}

/// One proposal, or, with 0, all of a round.
///
/// # Errors
/// Those of the database.
pub async fn load(db: &Db, proposal: i64, round: i64) -> Result<Vec<ProposalRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LOAD).bind(proposal).bind(round).fetch_all(c).await)
}

/// One proposal as it stands within a transaction.
///
/// # Errors
/// Those of the database.
pub async fn one(tx: &mut Tx, id: ProposalId) -> Result<Option<ProposalRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(LOAD).bind(id.0).bind(0_i64).fetch_optional(c).await)
}

/// A proposal to be added.
#[derive(Clone, Debug)]
pub struct NewProposal {
    pub round: RoundId,
    pub text: ProposalText,
    pub author: Option<PersonId>,
    pub status: Status,
    /// The rule of intake that holds it, besides the round's own.
    pub held: Option<Held>,
    pub at: Timestamp,
    /// Where it was imported from, and its key there.
    pub source: Option<(String, String)>,
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewProposal) -> Result<ProposalId, sqlx::Error> {
    let (source, key) = new.source.as_ref().map(|(source, key)| (source.as_str(), key.as_str())).unzip();
    let text = &new.text;
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.round.0)
        .bind(text.kind.word())
        .bind(text.title.as_str())
        .bind(text.why.as_str())
        .bind(i64::from(text.stages.0))
        .bind(i64::from(text.cultures.0))
        .bind(text.who.as_ref().map(|text| text.as_str()))
        .bind(text.how.as_ref().map(|text| text.as_str()))
        .bind(text.tool.as_ref().map(|text| text.as_str()))
        .bind(text.measure.as_ref().map(|text| text.as_str()))
        .bind(new.author.map(|person| person.0))
        .bind(new.status.word())
        .bind(new.at.0)
        .bind(source)
        .bind(key)
        .bind(new.held.map(Held::word))
        .bind(new.status.is_public().then_some(new.at.0))
        .fetch_one(c)
        .await)?;
    Ok(ProposalId(id))
}

/// # Errors
/// Those of the database.
pub async fn change(
    tx: &mut Tx,
    id: ProposalId,
    text: &ProposalText,
    (status, held): (Status, Option<Held>),
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CHANGE)
        .bind(id.0)
        .bind(text.kind.word())
        .bind(text.title.as_str())
        .bind(text.why.as_str())
        .bind(i64::from(text.stages.0))
        .bind(i64::from(text.cultures.0))
        .bind(text.who.as_ref().map(|text| text.as_str()))
        .bind(text.how.as_ref().map(|text| text.as_str()))
        .bind(text.tool.as_ref().map(|text| text.as_str()))
        .bind(text.measure.as_ref().map(|text| text.as_str()))
        .bind(status.word())
        .bind(held.map(Held::word))
        .bind(at.0)
        .execute(c)
        .await
        .map(drop))
}

/// Since when it has had the words that votes on it are for; `None` while its present ones have not been public.
///
/// # Errors
/// Those of the database.
pub async fn set_worded(tx: &mut Tx, id: ProposalId, since: Option<Timestamp>) -> Result<(), sqlx::Error> {
    let since = since.map(|since| since.0);
    on!(tx, c => sqlx::query(SET_WORDED).bind(id.0).bind(since).execute(c).await.map(drop))
}

/// Gives a proposal a status, and says whether it had another before.
///
/// # Errors
/// Those of the database.
pub async fn set_status(
    tx: &mut Tx,
    id: ProposalId,
    status: Status,
    held: Option<Held>,
) -> Result<bool, sqlx::Error> {
    let held = held.map(Held::word);
    let rows = on!(tx, c => sqlx::query(SET_STATUS).bind(id.0).bind(status.word()).bind(held).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Writes down a verdict that is not to be taken back.
///
/// # Errors
/// Those of the database.
pub async fn add_verdict(
    tx: &mut Tx,
    id: ProposalId,
    moderator: PersonId,
    decision: Decision,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_VERDICT)
        .bind(id.0)
        .bind(moderator.0)
        .bind(decision.word())
        .bind(reason)
        .bind(at.0)
        .execute(c)
        .await
        .map(drop))
}

/// A proposal's verdicts, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn verdicts(db: &Db, id: ProposalId) -> Result<Vec<VerdictRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(VERDICTS).bind(id.0).fetch_all(c).await)
}

/// Why a proposal is left out, as it is written now.
///
/// # Errors
/// Those of the database.
pub async fn left(tx: &mut Tx, id: ProposalId) -> Result<Option<LeftRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(LEFT).bind(id.0).fetch_optional(c).await)
}

/// Writes why a proposal is left out, or writes it anew.
///
/// # Errors
/// Those of the database.
pub async fn leave_out(
    tx: &mut Tx,
    id: ProposalId,
    (decision, reason): (LeftDecision, &str),
    by: PersonId,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(LEAVE_OUT)
        .bind(id.0)
        .bind(reason)
        .bind(by.0)
        .bind(at.0)
        .bind(decision.word())
        .execute(c)
        .await
        .map(drop))
}

/// Whether anybody else has decided to leave it out since it was undecided last.
///
/// # Errors
/// Those of the database.
pub async fn others_decided(tx: &mut Tx, id: ProposalId, by: PersonId) -> Result<bool, sqlx::Error> {
    let others: i64 =
        on!(tx, c => sqlx::query_scalar(OTHERS_DECIDED).bind(id.0).bind(by.0).fetch_one(c).await)?;
    Ok(others > 0)
}

/// Makes it undecided again; how often it was written stays, so that nobody writes over what they have not read.
///
/// # Errors
/// Those of the database.
pub async fn undecide(tx: &mut Tx, id: ProposalId, at: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(UNDECIDE).bind(id.0).bind(at.0).execute(c).await.map(drop))
}
