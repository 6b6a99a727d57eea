//! Adopted designs: their frozen contents, the words that these refer to, and what they say of each proposal.
//! Versions count up from 1; those of sample rounds count down from -1, so that the company's own begin at 1.

use super::{Db, Tx, on, row};
use crate::design::draft::Published;
use crate::design::frozen::Said;
use crate::design::thaw::StoredWords;
use crate::design::{About, Frozen, Words};
use model::design::LeftDecision;
use model::proposal::Status;
use model::{PersonId, ProposalId, RoundId, Version};
use std::collections::{BTreeMap, BTreeSet};

row! {
    pub struct DesignRow {
        version: i64,
        content: String,
        digest: String,
    }
}

row! {
    struct WordsRow {
        digest: String,
        salt: Option<String>,
        text: Option<String>,
    }
}

row! {
    struct AnswerRow {
        practice: Option<String>,
        reason: Option<String>,
        decision: Option<String>,
    }
}

row! {
    struct AnswerOfRow {
        proposal: i64,
        practice: Option<String>,
        reason: Option<String>,
    }
}

row! {
    struct ReasonRow {
        version: i64,
        proposal: i64,
        reason: String,
        decision: Option<String>,
    }
}

const VERSIONS: &str = "select version from design order by abs(version)";
const LOAD: &str = "select version, content, digest from design where version = $1";
const WORDS: &str = "select digest, salt, text from words where version = $1";
const HIGHEST: &str = "select max(version) from design where version > 0";
const LOWEST: &str = "select min(version) from design where version < 0";
const CHANGED_SINCE: &str = "select count(*) from event where seq > $1 \
                             and ((round = $2 and kind not like 'person.%') or kind = 'design.adopted' or kind like 'list.%')";
const ADD: &str =
    "insert into design (version, round, adopted, signer, content, digest) values ($1, $2, $3, $4, $5, $6)";
const ADD_BALLOTS: &str = "insert into design_ballots (version, content, digest) values ($1, $2, $3)";
const BALLOTS: &str = "select content from design_ballots where version = $1";
const ADD_WORDS: &str =
    "insert into words (version, digest, salt, text, proposal, person) values ($1, $2, $3, $4, $5, $6)";
const ADD_ANSWER: &str = "insert into design_proposal (version, proposal, place, practice, reason, decision) values ($1, $2, $3, $4, $5, $6)";
// Of words that were taken back, the digest alone.
const ADD_WORDS_AGAIN: &str = "insert into words (version, digest, salt, text, proposal, person) \
                               select $2, digest, salt, text, proposal, person from words where version = $1 and digest = $3 \
                               on conflict do nothing";
const TAKE_UP: &str = "update proposal set status = $3 where round = $1 and status = $4 and id in \
                       (select proposal from design_proposal where version = $2 and practice is not null)";
const LET_GO: &str = "update proposal set status = $4 where round = $1 and status = $3 and id not in \
                      (select proposal from design_proposal where version = $2 and practice is not null)";
const ANSWERS: &str = "select practice, reason, decision from design_proposal where proposal = $1 and version = \
                       (select version from design_proposal where proposal = $1 order by abs(version) desc limit 1) order by place";
const ANSWERS_OF_ROUND: &str = "select d.proposal, d.practice, d.reason from design_proposal d join proposal p on p.id = d.proposal \
                                where p.round = $1 and abs(d.version) = (select max(abs(o.version)) from design_proposal o \
                                where o.proposal = d.proposal) order by d.proposal, d.place";
const LEFT_OUT: &str = "select d.proposal, g.adopted from design_proposal d join design g on g.version = d.version \
                        where d.reason is not null and ($1 = 0 or d.proposal = $1) and abs(d.version) = (select max(abs(o.version)) from design_proposal o \
                        where o.proposal = d.proposal)";
const REASONS: &str = "select version, proposal, reason, decision from design_proposal where reason is not null and version = \
                       (select version from design where round = $1 order by abs(version) desc limit 1)";
const WITHDRAW: &str = "update words set salt = null, text = null where proposal = $1 or person = $2";

/// Every version, oldest first, of the company's own designs or of the samples.
///
/// # Errors
/// Those of the database.
pub async fn versions(db: &Db, sample: bool) -> Result<Vec<Version>, sqlx::Error> {
    let versions: Vec<i64> = on!(db, c => sqlx::query_scalar(VERSIONS).fetch_all(c).await)?;
    Ok(versions.into_iter().filter(|version| (*version < 0) == sample).map(Version).collect())
}

/// # Errors
/// Those of the database.
pub async fn load(db: &Db, version: Version) -> Result<Option<DesignRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LOAD).bind(version.0).fetch_optional(c).await)
}

/// The words that a version refers to.
///
/// # Errors
/// Those of the database.
pub async fn words(db: &Db, version: Version) -> Result<Vec<StoredWords>, sqlx::Error> {
    let rows: Vec<WordsRow> = on!(db, c => sqlx::query_as(WORDS).bind(version.0).fetch_all(c).await)?;
    let stored = |row: WordsRow| StoredWords { digest: row.digest, salt: row.salt, text: row.text };
    Ok(rows.into_iter().map(stored).collect())
}

/// The number of the next version. Only for a transaction that holds the counter.
///
/// # Errors
/// Those of the database.
pub async fn next(tx: &mut Tx, sample: bool) -> Result<Version, sqlx::Error> {
    let (sql, step) = if sample { (LOWEST, -1) } else { (HIGHEST, 1) };
    let last: Option<i64> = on!(tx, c => sqlx::query_scalar(sql).fetch_one(c).await)?;
    Ok(Version(last.unwrap_or(0) + step))
}

/// Whether anything that a signature covers has changed after the event numbered `seen`; votes are not events.
///
/// # Errors
/// Those of the database.
pub async fn changed_since(tx: &mut Tx, seen: i64, round: RoundId) -> Result<bool, sqlx::Error> {
    let count: i64 =
        on!(tx, c => sqlx::query_scalar(CHANGED_SINCE).bind(seen).bind(round.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Adds a frozen design with its words, and gives the round's proposals the status that follows from it.
///
/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    frozen: &Frozen,
    signer: PersonId,
    content: &str,
    digest: &str,
    words: &[Words],
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD)
        .bind(frozen.version.0)
        .bind(frozen.round.0)
        .bind(frozen.adopted.0)
        .bind(signer.0)
        .bind(content)
        .bind(digest)
        .execute(c)
        .await
        .map(drop))?;
    for words in words {
        add_words(tx, frozen.version, words).await?;
    }
    add_answers(tx, frozen).await?;
    settle(tx, frozen).await
}

/// Words that a version has from the one before, whose evidence goes on in it.
///
/// # Errors
/// Those of the database.
pub async fn words_again<'a>(
    tx: &mut Tx,
    from: Version,
    version: Version,
    digests: impl Iterator<Item = &'a str>,
) -> Result<(), sqlx::Error> {
    for digest in digests {
        on!(tx, c => sqlx::query(ADD_WORDS_AGAIN).bind(from.0).bind(version.0).bind(digest).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Keeps what a version's selection was computed from.
///
/// # Errors
/// Those of the database.
pub async fn add_ballots(
    tx: &mut Tx,
    version: Version,
    content: &str,
    digest: &str,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_BALLOTS)
        .bind(version.0)
        .bind(content)
        .bind(digest)
        .execute(c)
        .await
        .map(drop))
}

/// What a version's selection was computed from.
///
/// # Errors
/// Those of the database.
pub async fn ballots(db: &Db, version: Version) -> Result<Option<String>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(BALLOTS).bind(version.0).fetch_optional(c).await)
}

async fn add_answers(tx: &mut Tx, frozen: &Frozen) -> Result<(), sqlx::Error> {
    for (place, (proposal, said)) in (0_i64..).zip(frozen.answers()) {
        let (practice, reason, decision) = match said {
            Said::Practice(title) => (Some(title), None, None),
            Said::LeftOut(decision, reason) => (None, Some(reason), decision.map(LeftDecision::word)),
        };
        on!(tx, c => sqlx::query(ADD_ANSWER)
            .bind(frozen.version.0)
            .bind(proposal.0)
            .bind(place)
            .bind(practice)
            .bind(reason)
            .bind(decision)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// Proposals in the practices of the new version are adopted, and those that it has dropped are no longer.
async fn settle(tx: &mut Tx, frozen: &Frozen) -> Result<(), sqlx::Error> {
    for sql in [TAKE_UP, LET_GO] {
        on!(tx, c => sqlx::query(sql)
            .bind(frozen.round.0)
            .bind(frozen.version.0)
            .bind(Status::Adopted.word())
            .bind(Status::Published.word())
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// The proposal's and the person's key of whom words are about.
fn keys(about: About) -> (Option<i64>, Option<i64>) {
    match about {
        About::Proposal(proposal) => (Some(proposal.0), None),
        About::Person(person) => (None, Some(person.0)),
    }
}

async fn add_words(tx: &mut Tx, version: Version, words: &Words) -> Result<(), sqlx::Error> {
    let (proposal, person) = keys(words.about);
    on!(tx, c => sqlx::query(ADD_WORDS)
        .bind(version.0)
        .bind(words.digest.as_str())
        .bind(words.salt.as_str())
        .bind(words.text.as_str())
        .bind(proposal)
        .bind(person)
        .execute(c)
        .await
        .map(drop))
}

/// The rounds in which something was adopted.
///
/// # Errors
/// Those of the database.
pub async fn rounds(db: &Db) -> Result<BTreeSet<i64>, sqlx::Error> {
    const ROUNDS: &str = "select distinct round from design";
    let rounds: Vec<i64> = on!(db, c => sqlx::query_scalar(ROUNDS).fetch_all(c).await)?;
    Ok(rounds.into_iter().collect())
}

/// Whether something was adopted in a round. Only for a transaction that holds the counter.
///
/// # Errors
/// Those of the database.
pub async fn is_any_of(tx: &mut Tx, round: RoundId) -> Result<bool, sqlx::Error> {
    const COUNT: &str = "select count(*) from design where round = $1";
    let count: i64 = on!(tx, c => sqlx::query_scalar(COUNT).bind(round.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Takes a proposal's words, or a person's name, out of every adopted design. Their digests stay.
///
/// # Errors
/// Those of the database.
pub async fn withdraw(tx: &mut Tx, about: About) -> Result<(), sqlx::Error> {
    let (proposal, person) = keys(about);
    on!(tx, c => sqlx::query(WITHDRAW).bind(proposal).bind(person).execute(c).await.map(drop))
}

fn decided(word: Option<&str>) -> Option<LeftDecision> {
    word.and_then(LeftDecision::from_word)
}

/// What the latest adopted design of its round says of a proposal.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The titles of the practices that it became part of.
    pub practices: Vec<String>,
    /// Why it was left out.
    pub reason: Option<String>,
    /// Whether for now or for good.
    pub decision: Option<LeftDecision>,
}

/// # Errors
/// Those of the database.
pub async fn answer(db: &Db, proposal: ProposalId) -> Result<Answer, sqlx::Error> {
    let rows: Vec<AnswerRow> = on!(db, c => sqlx::query_as(ANSWERS).bind(proposal.0).fetch_all(c).await)?;
    let mut answer = Answer::default();
    for row in rows {
        answer.practices.extend(row.practice);
        answer.decision = answer.decision.or(decided(row.decision.as_deref()));
        answer.reason = answer.reason.or(row.reason);
    }
    Ok(answer)
}

/// The same for every proposal of a round that an adopted design speaks of.
///
/// # Errors
/// Those of the database.
pub async fn answers(db: &Db, round: RoundId) -> Result<BTreeMap<ProposalId, Answer>, sqlx::Error> {
    let rows: Vec<AnswerOfRow> =
        on!(db, c => sqlx::query_as(ANSWERS_OF_ROUND).bind(round.0).fetch_all(c).await)?;
    let mut answers: BTreeMap<ProposalId, Answer> = BTreeMap::new();
    for row in rows {
        let answer = answers.entry(ProposalId(row.proposal)).or_default();
        answer.practices.extend(row.practice);
        answer.reason = answer.reason.take().or(row.reason);
    }
    Ok(answers)
}

/// What the latest design that speaks of it leaves out, of all proposals or of one, and when that was adopted.
///
/// # Errors
/// Those of the database.
pub async fn left_out(db: &Db, one: Option<ProposalId>) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    let one = one.map_or(0, |one| one.0);
    on!(db, c => sqlx::query_as(LEFT_OUT).bind(one).fetch_all(c).await)
}

/// The reasons for what was left out that the round's latest adopted design has published.
///
/// # Errors
/// Those of the database.
pub async fn reasons(db: &Db, round: RoundId) -> Result<BTreeMap<ProposalId, Published>, sqlx::Error> {
    let rows: Vec<ReasonRow> = on!(db, c => sqlx::query_as(REASONS).bind(round.0).fetch_all(c).await)?;
    let published = |row: ReasonRow| {
        let decision = decided(row.decision.as_deref());
        (ProposalId(row.proposal), Published { version: Version(row.version), decision, reason: row.reason })
    };
    Ok(rows.into_iter().map(published).collect())
}
