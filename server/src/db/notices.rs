//! News for people, what they follow, and how news reaches them.

use super::{Db, Tx, mail, on, row};
use model::notice::{NoticeKind, NoticeWay};
use model::{NoticeId, PersonId, ProposalId, RoundId, Timestamp};

row! {
    pub struct NoticeRow {
        id: i64,
        person: i64,
        kind: String,
        what: String,
        round: Option<i64>,
        subject: i64,
        words: Option<String>,
        at: i64,
        seen: Option<i64>,
    }
}

row! {
    /// How far the herald has come.
    #[derive(PartialEq)]
    pub struct HeraldRow {
        seq: i64,
        person: i64,
        until: Option<i64>,
    }
}

row! {
    /// An event as the herald needs it.
    pub struct EventRow {
        seq: i64,
        at: i64,
        person: Option<i64>,
        kind: String,
        round: Option<i64>,
        subject: Option<i64>,
        detail: Option<String>,
    }
}

row! {
    struct WayRow {
        kind: String,
        way: String,
    }
}

/// A notice to be written.
#[derive(Clone, Debug)]
pub struct NewNotice {
    pub person: PersonId,
    pub kind: NoticeKind,
    pub what: String,
    pub round: Option<RoundId>,
    pub subject: i64,
    pub words: Option<String>,
    pub at: Timestamp,
    /// When it leaves by mail if it is to and is not seen before.
    pub due: Option<Timestamp>,
    /// Whether one of this kind about this subject is enough.
    pub once: bool,
}

/// The times at which letters of each way leave.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    pub now: Timestamp,
    pub weekly: Timestamp,
}

impl Post {
    #[must_use]
    pub fn due(self, way: NoticeWay) -> Option<Timestamp> {
        match way {
            NoticeWay::Now => Some(self.now),
            NoticeWay::Weekly => Some(self.weekly),
            NoticeWay::Here => None,
        }
    }
}

macro_rules! notices {
    ($rest:literal) => {
        concat!("select id, person, kind, what, round, subject, words, at, seen from notice ", $rest)
    };
}

const HERALD: &str = "select seq, person, until from herald where id = 1";
const ADVANCE: &str = "update herald set seq = $1, person = $2, until = $3 \
                       where id = 1 and seq = $4 and person = $5 and (until = $6 or (until is null and $6 is null))";
// Which kinds bring news is `server/src/notices.rs`'s to say; most events bring none.
const EVENTS: &str = "select seq, at, person, kind, round, subject, detail from event \
                      where seq > $1 order by seq limit $2";
// $9: only if there is none of that kind about that subject.
const ADD: &str = "insert into notice (person, kind, what, round, subject, words, at, due) \
                   select cast($1 as bigint), cast($2 as text), cast($3 as text), cast($4 as bigint), cast($5 as bigint), \
                   cast($6 as text), cast($7 as bigint), cast($8 as bigint) where not $9 \
                   or not exists (select 1 from notice where person = $1 and kind = $2 and subject = $5)";
// To everybody who is not staff; those whom mail can reach, at the time that suits the way they chose.
const ADD_TO_CUSTOMERS: &str = "insert into notice (person, kind, what, round, subject, at, due) \
                                select p.id, cast($1 as text), cast($2 as text), cast($3 as bigint), cast($4 as bigint), \
                                cast($5 as bigint), case when p.email is null then null \
                                when coalesce(w.way, $6) = 'now' then cast($7 as bigint) \
                                when coalesce(w.way, $6) = 'weekly' then cast($8 as bigint) end \
                                from person p left join notice_way w on w.person = p.id and w.kind = $1 \
                                where not exists (select 1 from person_role r where r.person = p.id) \
                                and not exists (select 1 from guest g where g.person = p.id)";
const IS_TOLD: &str = "select count(*) from notice where kind = $1 and subject = $2";
const HAPPENED: &str = "select count(*) from event where kind = $1 and at > $2";
const LIST: &str = notices!("where person = $1 order by id desc limit $2");
const ONE: &str = notices!("where id = $1 and person = $2");
const UNSEEN: &str = notices!("where person = $1 and seen is null order by id desc limit $2");
const SEE: &str =
    "update notice set seen = $3, due = null where person = $1 and id <= $2 and id >= $4 and seen is null";
const WAYS: &str = "select kind, way from notice_way where person = $1";
const WAY: &str = "select way from notice_way where person = $1 and kind = $2";
const WAYS_OF: &str = "select person, way from notice_way where kind = $1";
const CHOOSE: &str = "insert into notice_way (person, kind, way) values ($1, $2, $3) \
                      on conflict (person, kind) do update set way = excluded.way";
// What waits to leave by mail does not leave in a way that is no longer wanted.
const RECALL: &str = "delete from notice where person = $1 and kind = $2 and subject = $3";
const RECALL_WHAT: &str = "delete from notice where person = $1 and what = $2 and subject = $3";
// What nobody has read, here or in a letter.
const RECALL_UNTOLD: &str = "delete from notice where person = $1 and what = $2 and subject = $3 and seen is null \
                             and (due is not null or not exists (select 1 from person p left join notice_way w \
                             on w.person = p.id and w.kind = notice.kind where p.id = $1 and p.email is not null \
                             and coalesce(w.way, '') <> 'here'))";
const CALL_OFF: &str = "update notice set due = null where person = $1 and kind = $2 and due is not null";
const FOLLOWED: &str = "select wanted from follow where person = $1 and proposal = $2";
const SAID: &str = "select proposal, wanted from follow where person = $1";
const FOLLOW: &str = "insert into follow (person, proposal, wanted, at) values ($1, $2, $3, $4) \
                      on conflict (person, proposal) do update set wanted = excluded.wanted, at = excluded.at";
const FOLLOWERS: &str = "select person, wanted from follow where proposal = $1";
const DUE: &str = "select person, min(due) as due from notice where due is not null and due <= $1 group by person order by 2 limit $2";
const TAKE_DUE: &str = "update notice set due = null where person = $1 and due is not null and due <= $2 \
                        returning id, person, kind, what, round, subject, words, at, seen";
const KEY: &str = "select key from letter_key where person = $1";
const ADD_KEY: &str = "insert into letter_key (person, key) values ($1, $2) on conflict (person) do nothing";
const OF_KEY: &str = "select person from letter_key where key = $1";
const DELETE_OLD: &str = "delete from notice where at <= $1 and due is null";
const PRACTICE_PROPOSALS: &str = "select proposal from practice_proposal where practice = $1";

/// # Errors
/// Those of the database.
pub async fn herald(db: &Db) -> Result<HeraldRow, sqlx::Error> {
    on!(db, c => sqlx::query_as(HERALD).fetch_one(c).await)
}

/// Moves the herald on, if nobody else has; says whether it did. Holds the herald until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn advance(tx: &mut Tx, from: &HeraldRow, to: &HeraldRow) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ADVANCE)
        .bind(to.seq)
        .bind(to.person)
        .bind(to.until)
        .bind(from.seq)
        .bind(from.person)
        .bind(from.until)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The events after a number.
///
/// # Errors
/// Those of the database.
pub async fn events(db: &Db, after: i64, most: i64) -> Result<Vec<EventRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(EVENTS).bind(after).bind(most).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewNotice) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD)
        .bind(new.person.0)
        .bind(new.kind.word())
        .bind(&new.what)
        .bind(new.round.map(|round| round.0))
        .bind(new.subject)
        .bind(&new.words)
        .bind(new.at.0)
        .bind(new.due.map(|due| due.0))
        .bind(new.once)
        .execute(c)
        .await
        .map(drop))
}

/// Whether anybody was told something of this kind about this subject.
///
/// # Errors
/// Those of the database.
pub async fn is_told(db: &Db, kind: NoticeKind, subject: i64) -> Result<bool, sqlx::Error> {
    let count: i64 =
        on!(db, c => sqlx::query_scalar(IS_TOLD).bind(kind.word()).bind(subject).fetch_one(c).await)?;
    Ok(count > 0)
}

/// How often something has happened since.
///
/// # Errors
/// Those of the database.
pub async fn happened(db: &Db, kind: &str, since: Timestamp) -> Result<i64, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(HAPPENED).bind(kind.to_owned()).bind(since.0).fetch_one(c).await)
}

/// To every customer: something about a round.
///
/// # Errors
/// Those of the database.
pub async fn add_to_customers(
    tx: &mut Tx,
    kind: NoticeKind,
    what: &str,
    round: RoundId,
    subject: i64,
    at: Timestamp,
    post: Post,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_TO_CUSTOMERS)
        .bind(kind.word())
        .bind(what)
        .bind(round.0)
        .bind(subject)
        .bind(at.0)
        .bind(kind.ordinary().word())
        .bind(post.now.0)
        .bind(post.weekly.0)
        .execute(c)
        .await
        .map(drop))
}

/// The newest.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db, person: PersonId, most: i64) -> Result<Vec<NoticeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LIST).bind(person.0).bind(most).fetch_all(c).await)
}

/// The newest that have not been seen.
///
/// # Errors
/// Those of the database.
pub async fn unseen(db: &Db, person: PersonId, most: i64) -> Result<Vec<NoticeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(UNSEEN).bind(person.0).bind(most).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn one(db: &Db, person: PersonId, id: NoticeId) -> Result<Option<NoticeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE).bind(id.0).bind(person.0).fetch_optional(c).await)
}

/// All from `first` to `last` have been seen, and so are not to be mailed.
///
/// # Errors
/// Those of the database.
pub async fn see(
    tx: &mut Tx,
    person: PersonId,
    first: NoticeId,
    last: NoticeId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SEE).bind(person.0).bind(last.0).bind(now.0).bind(first.0).execute(c).await.map(drop))
}

/// Every kind, with the way that is chosen or ordinary.
///
/// # Errors
/// Those of the database.
pub async fn ways(db: &Db, person: PersonId) -> Result<Vec<(NoticeKind, NoticeWay)>, sqlx::Error> {
    let rows: Vec<WayRow> = on!(db, c => sqlx::query_as(WAYS).bind(person.0).fetch_all(c).await)?;
    let chosen = |kind: NoticeKind| {
        let row = rows.iter().find(|row| row.kind == kind.word())?;
        row.way.parse().ok()
    };
    Ok(NoticeKind::ALL.map(|kind| (kind, chosen(kind).unwrap_or_else(|| kind.ordinary()))).to_vec())
}

/// How news of a kind reaches somebody, as a write finds it.
///
/// # Errors
/// Those of the database.
pub async fn way(tx: &mut Tx, person: PersonId, kind: NoticeKind) -> Result<NoticeWay, sqlx::Error> {
    let chosen: Option<String> =
        on!(tx, c => sqlx::query_scalar(WAY).bind(person.0).bind(kind.word()).fetch_optional(c).await)?;
    Ok(chosen.and_then(|way| way.parse().ok()).unwrap_or_else(|| kind.ordinary()))
}

/// How news of a kind reaches those who have chosen, by person.
///
/// # Errors
/// Those of the database.
pub async fn ways_of(db: &Db, kind: NoticeKind) -> Result<Vec<(i64, String)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(WAYS_OF).bind(kind.word()).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn choose(
    tx: &mut Tx,
    person: PersonId,
    kind: NoticeKind,
    way: NoticeWay,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CHOOSE).bind(person.0).bind(kind.word()).bind(way.word()).execute(c).await.map(drop))?;
    if way == NoticeWay::Here {
        on!(tx, c => sqlx::query(CALL_OFF).bind(person.0).bind(kind.word()).execute(c).await.map(drop))?;
        mail::take_out_kind(tx, person, kind.word()).await?;
    }
    Ok(())
}

/// What somebody said of following a proposal, if anything.
///
/// # Errors
/// Those of the database.
pub async fn followed(db: &Db, person: PersonId, proposal: ProposalId) -> Result<Option<bool>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(FOLLOWED).bind(person.0).bind(proposal.0).fetch_optional(c).await)
}

/// All that somebody said of following, by proposal.
///
/// # Errors
/// Those of the database.
pub async fn said(db: &Db, person: PersonId) -> Result<Vec<(i64, bool)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(SAID).bind(person.0).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn follow(
    tx: &mut Tx,
    person: PersonId,
    proposal: ProposalId,
    wanted: bool,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FOLLOW)
        .bind(person.0)
        .bind(proposal.0)
        .bind(wanted)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// Those who said whether they follow a proposal, with what they said.
///
/// # Errors
/// Those of the database.
pub async fn followers(db: &Db, proposal: ProposalId) -> Result<Vec<(i64, bool)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(FOLLOWERS).bind(proposal.0).fetch_all(c).await)
}

/// The proposals that a practice was made from.
///
/// # Errors
/// Those of the database.
pub async fn of_practice(db: &Db, practice: i64) -> Result<Vec<i64>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(PRACTICE_PROPOSALS).bind(practice).fetch_all(c).await)
}

/// Takes away what somebody was told of a kind about a subject: it leads nowhere any more.
///
/// # Errors
/// Those of the database.
pub async fn recall(
    tx: &mut Tx,
    person: PersonId,
    kind: NoticeKind,
    subject: i64,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(RECALL)
        .bind(person.0)
        .bind(kind.word())
        .bind(subject)
        .execute(c)
        .await
        .map(drop))
}

/// Takes away what somebody was told by a name that only this bears: it leads nowhere any more.
///
/// # Errors
/// Those of the database.
pub async fn recall_what(tx: &mut Tx, person: PersonId, what: &str, subject: i64) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(RECALL_WHAT).bind(person.0).bind(what).bind(subject).execute(c).await.map(drop))
}

/// Takes away what somebody was told and has not read, here or in a letter, and says whether there was any.
///
/// # Errors
/// Those of the database.
pub async fn recall_untold(
    tx: &mut Tx,
    person: PersonId,
    what: &str,
    subject: i64,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(RECALL_UNTOLD)
        .bind(person.0)
        .bind(what)
        .bind(subject)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// People for whom a letter is due.
///
/// # Errors
/// Those of the database.
pub async fn due(db: &Db, now: Timestamp, most: i64) -> Result<Vec<PersonId>, sqlx::Error> {
    let rows: Vec<(i64, i64)> = on!(db, c => sqlx::query_as(DUE).bind(now.0).bind(most).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(person, _)| PersonId(person)).collect())
}

/// Takes what is due for somebody, which nobody else gets then; oldest first.
///
/// # Errors
/// Those of the database.
pub async fn take_due(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<Vec<NoticeRow>, sqlx::Error> {
    let rows: Result<Vec<NoticeRow>, _> =
        on!(tx, c => sqlx::query_as(TAKE_DUE).bind(person.0).bind(now.0).fetch_all(c).await);
    let mut rows = rows?;
    rows.sort_unstable_by_key(|row| row.id);
    Ok(rows)
}

/// The key of somebody's letters; `new` becomes it where there is none.
///
/// # Errors
/// Those of the database.
pub async fn letter_key(tx: &mut Tx, person: PersonId, new: &str) -> Result<String, sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_KEY).bind(person.0).bind(new).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query_scalar(KEY).bind(person.0).fetch_one(c).await)
}

/// Whose letters carry a key.
///
/// # Errors
/// Those of the database.
pub async fn of_key(db: &Db, key: &str) -> Result<Option<PersonId>, sqlx::Error> {
    let person: Option<i64> = on!(db, c => sqlx::query_scalar(OF_KEY).bind(key).fetch_optional(c).await)?;
    Ok(person.map(PersonId))
}

/// Forgets what is older, but for what has yet to be mailed.
///
/// # Errors
/// Those of the database.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_OLD).bind(before.0).execute(c).await.map(drop))
}
