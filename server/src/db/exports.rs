//! Everything about proposals and votes in one row each, for lists that leave the house.

use super::{Db, on, row};
use model::{RoundId, Timestamp};

row! {
    pub struct ProposalLine {
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
        status: String,
        created: i64,
        source: Option<String>,
        source_key: Option<String>,
        person: Option<i64>,
        name: Option<String>,
        email: Option<String>,
        person_source: Option<String>,
        person_key: Option<String>,
        since: Option<i64>,
        account: Option<String>,
    }
}

row! {
    pub struct VoteLine {
        seq: i64,
        at: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        on_behalf: bool,
        source: Option<String>,
        source_key: Option<String>,
        proposal: i64,
        proposal_created: i64,
        proposal_source: Option<String>,
        proposal_key: Option<String>,
        person: Option<i64>,
        name: Option<String>,
        email: Option<String>,
        person_source: Option<String>,
        person_key: Option<String>,
        since: Option<i64>,
        account: Option<String>,
    }
}

row! {
    pub struct PersonLine {
        id: i64,
        email: Option<String>,
        source: Option<String>,
        source_key: Option<String>,
        created: i64,
    }
}

row! {
    pub struct ProposalKey {
        id: i64,
        round: i64,
        source: Option<String>,
        source_key: Option<String>,
        created: i64,
    }
}

/// The person `w` with the account that is confirmed.
macro_rules! person {
    () => {
        "w.id as person, w.name, w.email, w.source as person_source, w.source_key as person_key, w.created as since, \
         a.name as account"
    };
}

macro_rules! account {
    () => {
        "left join membership m on m.person = w.id and m.confirmed is not null left join account a on a.id = m.account"
    };
}

// `$1` is one round, or 0 for all.
const PROPOSALS: &str = concat!(
    "select p.id, p.round, p.kind, p.title, p.why, p.stages, p.cultures, p.who, p.how, p.tool, p.measure, p.status, \
     p.created, p.source, p.source_key, ",
    person!(),
    " from proposal p left join person w on w.id = p.author ",
    account!(),
    " where $1 = 0 or p.round = $1 order by p.id"
);
const VOTES: &str = concat!(
    "select v.seq, v.at, v.stance, v.strength, v.red_line, v.on_behalf, v.source, v.source_key, p.id as proposal, \
     p.created as proposal_created, p.source as proposal_source, p.source_key as proposal_key, ",
    person!(),
    " from vote_log v join proposal p on p.id = v.proposal join person w on w.id = v.person ",
    account!(),
    " where $1 = 0 or p.round = $1 order by v.seq"
);
const PEOPLE: &str = "select id, email, source, source_key, created from person order by id";
const PROPOSAL_KEYS: &str = "select id, round, source, source_key, created from proposal order by id";
const ACCOUNTS: &str = "select name, id from account";
const VOTING: &str = "select count(*) from vote v join proposal p on p.id = v.proposal join round r on r.id = p.round \
                      join phase_window w on w.round = r.id where not r.sample and w.phase = 'vote' and w.opens <= $1 \
                      and (w.closes is null or w.closes > $1)";

/// # Errors
/// Those of the database.
pub async fn proposals(db: &Db, round: Option<RoundId>) -> Result<Vec<ProposalLine>, sqlx::Error> {
    let round = round.map_or(0, |round| round.0);
    on!(db, c => sqlx::query_as(PROPOSALS).bind(round).fetch_all(c).await)
}

/// The whole log, in its order.
///
/// # Errors
/// Those of the database.
pub async fn votes(db: &Db, round: Option<RoundId>) -> Result<Vec<VoteLine>, sqlx::Error> {
    let round = round.map_or(0, |round| round.0);
    on!(db, c => sqlx::query_as(VOTES).bind(round).fetch_all(c).await)
}

/// By what everybody is found.
///
/// # Errors
/// Those of the database.
pub async fn people(db: &Db) -> Result<Vec<PersonLine>, sqlx::Error> {
    on!(db, c => sqlx::query_as(PEOPLE).fetch_all(c).await)
}

/// By what every proposal is found.
///
/// # Errors
/// Those of the database.
pub async fn proposal_keys(db: &Db) -> Result<Vec<ProposalKey>, sqlx::Error> {
    on!(db, c => sqlx::query_as(PROPOSAL_KEYS).fetch_all(c).await)
}

/// Every account's name with its key.
///
/// # Errors
/// Those of the database.
pub async fn accounts(db: &Db) -> Result<Vec<(String, i64)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ACCOUNTS).fetch_all(c).await)
}

/// Whether votes are being weighed: a round of the company's own has some, and is open for more.
///
/// # Errors
/// Those of the database.
pub async fn weighing(db: &Db, now: Timestamp) -> Result<bool, sqlx::Error> {
    let votes: i64 = on!(db, c => sqlx::query_scalar(VOTING).bind(now.0).fetch_one(c).await)?;
    Ok(votes > 0)
}
