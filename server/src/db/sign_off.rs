//! Sign-off: which functions must sign, who signs in their place, what is in review, and what was said of it.

use super::{Db, Tx, lists, on, row};
use model::cells::{CultureSet, StageSet};
use model::practice::ListKind;
use model::sign_off::SignVerdict;
use model::time::Day;
use model::{Name, PersonId, Reason, RoundId, SigningId, Timestamp};

row! {
    /// A function that must sign.
    pub struct SigningRow {
        id: i64,
        round: i64,
        function: i64,
        name: String,
        person: i64,
        stages: i64,
        cultures: i64,
    }
}

row! {
    /// Somebody who signs in a holder's place.
    pub struct DelegateRow {
        signing: i64,
        person: i64,
        first: i64,
        last: i64,
    }
}

row! {
    pub struct ReviewRow {
        id: i64,
        content: String,
        digest: String,
        words: Option<String>,
        sent: i64,
        sent_by: i64,
    }
}

row! {
    /// The last that a function said of a review.
    pub struct MarkRow {
        function: i64,
        person: i64,
        delegated: bool,
        verdict: String,
        words: Option<String>,
        at: i64,
    }
}

// `$1` is one, or 0, and then `$2` a round.
const SIGNINGS: &str = "select s.id, s.round, s.function, e.name, s.person, s.stages, s.cultures from signing s \
                        join list_entry e on e.id = s.function where s.id = $1 or ($1 = 0 and s.round = $2) order by s.id";
const DELEGATES: &str = "select d.signing, d.person, d.first, d.last from signing_delegate d join signing s on s.id = d.signing \
                         where s.round = $1 and d.ended is null order by d.id";
const REVIEW: &str =
    "select id, content, digest, words, sent, sent_by from review where round = $1 and ended is null";
const MARKS: &str = "select function, person, delegated, verdict, words, at from sign_off m where review = $1 \
                     and id = (select max(id) from sign_off o where o.review = m.review and o.function = m.function) order by id";
const HOLDS: &str = "select count(*) from signing where person = $1";
const SIGNS: &str = "select count(*) from signing s left join signing_delegate d on d.signing = s.id and d.ended is null \
                     where s.person = $1 or d.person = $1";
const SET: &str = "insert into signing (round, function, person, stages, cultures, at, by_person) values ($1, $2, $3, $4, $5, $6, $7) \
                   on conflict (round, function) do update set person = excluded.person, stages = excluded.stages, \
                   cultures = excluded.cultures, at = excluded.at, by_person = excluded.by_person returning id";
const REMOVE: &str = "delete from signing where id = $1";
const END_DELEGATES: &str = "update signing_delegate set ended = $2 where signing = $1 and ended is null";
const DELEGATE: &str = "insert into signing_delegate (signing, person, first, last, at, by_person) values ($1, $2, $3, $4, $5, $6)";
const SEND: &str = "insert into review (round, content, digest, words, sent, sent_by) values ($1, $2, $3, $4, $5, $6) returning id";
const END: &str = "update review set ended = $2, ending = $3 where round = $1 and ended is null";
const SIGN: &str = "insert into sign_off (review, function, person, delegated, verdict, words, at) values ($1, $2, $3, $4, $5, $6, $7)";

/// All that there is to know of the sign-off of a round.
#[derive(Clone, Default)]
pub struct Stored {
    pub signings: Vec<SigningRow>,
    /// Those that nobody has called off.
    pub delegates: Vec<DelegateRow>,
    pub review: Option<ReviewRow>,
    pub marks: Vec<MarkRow>,
}

/// # Errors
/// Those of the database.
pub async fn load(db: &Db, round: RoundId) -> Result<Stored, sqlx::Error> {
    let signings = on!(db, c => sqlx::query_as(SIGNINGS).bind(0_i64).bind(round.0).fetch_all(c).await)?;
    let delegates = on!(db, c => sqlx::query_as(DELEGATES).bind(round.0).fetch_all(c).await)?;
    let review: Option<ReviewRow> =
        on!(db, c => sqlx::query_as(REVIEW).bind(round.0).fetch_optional(c).await)?;
    let marks = match &review {
        Some(review) => on!(db, c => sqlx::query_as(MARKS).bind(review.id).fetch_all(c).await)?,
        None => Vec::new(),
    };
    Ok(Stored { signings, delegates, review, marks })
}

/// # Errors
/// Those of the database.
pub async fn find(db: &Db, signing: SigningId) -> Result<Option<SigningRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(SIGNINGS).bind(signing.0).bind(0_i64).fetch_optional(c).await)
}

/// Whether somebody holds a function that must sign.
///
/// # Errors
/// Those of the database.
pub async fn holds(db: &Db, person: PersonId) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(db, c => sqlx::query_scalar(HOLDS).bind(person.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Whether somebody holds one or may sign in its holder's place.
///
/// # Errors
/// Those of the database.
pub async fn signs(db: &Db, person: PersonId) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(db, c => sqlx::query_scalar(SIGNS).bind(person.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// What is said of a function that must sign.
#[derive(Clone, Debug)]
pub struct NewSigning {
    pub round: RoundId,
    pub function: Name,
    pub person: PersonId,
    pub stages: StageSet,
    pub cultures: CultureSet,
    pub at: Timestamp,
    pub by: PersonId,
}

/// In place of what was said of the function before; whoever signed in its holder's place no longer does.
///
/// # Errors
/// Those of the database.
pub async fn set(tx: &mut Tx, new: &NewSigning) -> Result<SigningId, sqlx::Error> {
    let function = lists::find_or_make(tx, ListKind::Function, &new.function).await?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(SET)
        .bind(new.round.0)
        .bind(function)
        .bind(new.person.0)
        .bind(i64::from(new.stages.0))
        .bind(i64::from(new.cultures.0))
        .bind(new.at.0)
        .bind(new.by.0)
        .fetch_one(c)
        .await)?;
    end_delegates(tx, SigningId(id), new.at).await?;
    Ok(SigningId(id))
}

/// `false` where it was gone.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, signing: SigningId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REMOVE).bind(signing.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// `false` where there was nobody.
///
/// # Errors
/// Those of the database.
pub async fn end_delegates(tx: &mut Tx, signing: SigningId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(END_DELEGATES).bind(signing.0).bind(now.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Lets somebody sign in the holder's place, and nobody else any more.
///
/// # Errors
/// Those of the database.
pub async fn delegate(
    tx: &mut Tx,
    signing: SigningId,
    to: PersonId,
    (first, last): (Day, Day),
    (by, now): (PersonId, Timestamp),
) -> Result<(), sqlx::Error> {
    end_delegates(tx, signing, now).await?;
    on!(tx, c => sqlx::query(DELEGATE)
        .bind(signing.0)
        .bind(to.0)
        .bind(first.0)
        .bind(last.0)
        .bind(now.0)
        .bind(by.0)
        .execute(c)
        .await
        .map(drop))
}

/// Why a review came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Withdrawn,
    /// Sent anew.
    Replaced,
    Adopted,
}

impl Ending {
    fn word(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
            Self::Adopted => "adopted",
        }
    }
}

/// Ends what is in review; `false` where nothing was.
///
/// # Errors
/// Those of the database.
pub async fn end(tx: &mut Tx, round: RoundId, ending: Ending, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(END).bind(round.0).bind(now.0).bind(ending.word()).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// What is sent to review.
#[derive(Clone, Debug)]
pub struct NewReview {
    pub round: RoundId,
    /// Canonical JSON.
    pub content: String,
    pub digest: String,
    pub words: Option<Reason>,
    pub at: Timestamp,
    pub by: PersonId,
}

/// In place of what was in review before. The number that it gets.
///
/// # Errors
/// Those of the database.
pub async fn send(tx: &mut Tx, new: &NewReview) -> Result<i64, sqlx::Error> {
    end(tx, new.round, Ending::Replaced, new.at).await?;
    on!(tx, c => sqlx::query_scalar(SEND)
        .bind(new.round.0)
        .bind(new.content.as_str())
        .bind(new.digest.as_str())
        .bind(new.words.as_ref().map(|words| words.as_str()))
        .bind(new.at.0)
        .bind(new.by.0)
        .fetch_one(c)
        .await)
}

/// What a function says of a review.
#[derive(Clone, Debug)]
pub struct NewMark {
    pub review: i64,
    pub function: i64,
    pub person: PersonId,
    pub delegated: bool,
    pub verdict: SignVerdict,
    pub words: Option<Reason>,
    pub at: Timestamp,
}

/// # Errors
/// Those of the database.
pub async fn sign(tx: &mut Tx, mark: &NewMark) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SIGN)
        .bind(mark.review)
        .bind(mark.function)
        .bind(mark.person.0)
        .bind(mark.delegated)
        .bind(mark.verdict.word())
        .bind(mark.words.as_ref().map(|words| words.as_str()))
        .bind(mark.at.0)
        .execute(c)
        .await
        .map(drop))
}
