//! Activities: what is planned, held, presented and cancelled.

use super::{Db, Tx, on, row};
use model::activity::when::{Offset, When};
use model::activity::{ActivityText, Due, State};
use model::{ActivityId, PersonId, Reason, Remark, RoundId, Timestamp};

row! {
    pub struct ActivityRow {
        id: i64,
        round: i64,
        kind: String,
        title: String,
        description: String,
        starts: i64,
        ends: i64,
        utc_offset: i64,
        one_to_one: bool,
        link: Option<String>,
        place: Option<String>,
        most: Option<i64>,
        sequence: i64,
        held: Option<i64>,
        presented: Option<i64>,
        cancelled: Option<i64>,
        reason: Option<String>,
        result: Option<String>,
        by_person: i64,
        changed: i64,
    }
}

impl ActivityRow {
    #[must_use]
    pub fn when(&self) -> When {
        When::of(Timestamp(self.starts), Timestamp(self.ends), Offset(self.utc_offset))
    }

    #[must_use]
    pub fn state(&self) -> State {
        match (self.cancelled, self.presented, self.held) {
            (Some(_), ..) => State::Cancelled,
            (None, Some(_), _) => State::Presented,
            (None, None, Some(_)) => State::Held,
            (None, None, None) => State::Planned,
        }
    }

    /// What staff owe it.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<Due> {
        match self.state() {
            State::Planned if self.ends <= now.0 => Some(Due::Hold),
            State::Held => Some(Due::Present),
            _ => None,
        }
    }

    /// What was written of it; nothing where that is no longer what it has to be.
    #[must_use]
    pub fn text(&self) -> Option<ActivityText> {
        let When { starts, ends, offset } = self.when();
        Some(ActivityText {
            kind: self.kind.parse().ok()?,
            title: self.title.parse().ok()?,
            description: self.description.parse().ok()?,
            starts,
            ends,
            offset,
            one_to_one: self.one_to_one,
            link: self.link.as_deref().and_then(|link| link.parse().ok()),
            place: self.place.as_deref().and_then(|place| place.parse().ok()),
            most: self.most.and_then(|most| u32::try_from(most).ok()),
        })
    }
}

row! {
    /// How many are invited, and how many of them said that they come.
    pub struct CountRow {
        activity: i64,
        invited: i64,
        coming: i64,
    }
}

macro_rules! activities {
    ($rest:literal) => {
        concat!(
            "select a.id, a.round, a.kind, a.title, a.description, a.starts, a.ends, a.utc_offset, a.one_to_one, a.link, \
             a.place, a.most, a.sequence, a.held, a.presented, a.cancelled, a.reason, a.result, a.by_person, a.changed \
             from activity a ",
            $rest
        )
    };
}

const LATEST: &str = activities!("order by a.starts desc, a.id desc limit $1");
// Whatever is owed, however old.
const OWED: &str = activities!(
    "where a.cancelled is null and a.presented is null and (a.held is not null or a.ends <= $1) order by a.ends, a.id limit $2"
);
const ONE: &str = activities!("where a.id = $1");
const OF_PERSON: &str = activities!(
    "join activity_invited i on i.activity = a.id where i.person = $1 order by a.starts desc, a.id desc limit $2"
);
const COUNTS: &str = "select activity, count(*) as invited, count(case when answer = 'yes' then 1 end) as coming \
                      from activity_invited group by activity";
const ADD: &str = "insert into activity (round, kind, title, description, starts, ends, utc_offset, one_to_one, link, place, most, \
                   sequence, at, by_person, changed) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $12) returning id";
const CHANGE: &str = "update activity set kind = $2, title = $3, description = $4, starts = $5, ends = $6, utc_offset = $7, \
                      one_to_one = $8, link = $9, place = $10, most = $11, sequence = sequence + 1, changed = $12 \
                      where id = $1 and held is null and cancelled is null";
const CANCEL: &str = "update activity set cancelled = $2, reason = $3, sequence = sequence + 1, changed = $2 \
                      where id = $1 and held is null and cancelled is null";
const HOLD: &str =
    "update activity set held = coalesce(held, $2) where id = $1 and cancelled is null and presented is null";
const PRESENT: &str = "update activity set presented = $2, result = $3 \
                       where id = $1 and held is not null and presented is null and cancelled is null";

/// The latest, and before them what is owed for longer.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db, now: Timestamp, most: i64) -> Result<Vec<ActivityRow>, sqlx::Error> {
    let mut rows = owed(db, now, most).await?;
    let latest: Vec<ActivityRow> = on!(db, c => sqlx::query_as(LATEST).bind(most).fetch_all(c).await)?;
    let rest: Vec<ActivityRow> =
        latest.into_iter().filter(|row| rows.iter().all(|other| other.id != row.id)).collect();
    rows.extend(rest);
    Ok(rows)
}

/// What staff owe a word, the longest first.
///
/// # Errors
/// Those of the database.
pub async fn owed(db: &Db, now: Timestamp, most: i64) -> Result<Vec<ActivityRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OWED).bind(now.0).bind(most).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn one(db: &Db, id: ActivityId) -> Result<Option<ActivityRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE).bind(id.0).fetch_optional(c).await)
}

/// As the transaction finds it; the caller holds the counter of events, so that nobody changes it beside.
///
/// # Errors
/// Those of the database.
pub async fn in_hand(tx: &mut Tx, id: ActivityId) -> Result<Option<ActivityRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(ONE).bind(id.0).fetch_optional(c).await)
}

/// What somebody is invited to, the latest first.
///
/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId, most: i64) -> Result<Vec<ActivityRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).bind(most).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn counts(db: &Db) -> Result<Vec<CountRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(COUNTS).fetch_all(c).await)
}

/// What is written of an activity, as its columns have it.
struct Written {
    starts: i64,
    ends: i64,
    link: Option<String>,
    place: Option<String>,
    most: Option<i64>,
}

impl Written {
    fn of(text: &ActivityText) -> Self {
        let when = text.when();
        Self {
            starts: when.start().0,
            ends: when.end().0,
            link: text.link.as_ref().map(ToString::to_string),
            place: text.place.as_ref().map(ToString::to_string),
            most: text.most.map(i64::from),
        }
    }
}

/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    round: RoundId,
    text: &ActivityText,
    by: PersonId,
    now: Timestamp,
) -> Result<ActivityId, sqlx::Error> {
    let written = Written::of(text);
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(round.0)
        .bind(text.kind.word())
        .bind(text.title.as_str())
        .bind(text.description.as_str())
        .bind(written.starts)
        .bind(written.ends)
        .bind(text.offset.0)
        .bind(text.one_to_one)
        .bind(&written.link)
        .bind(&written.place)
        .bind(written.most)
        .bind(now.0)
        .bind(by.0)
        .fetch_one(c)
        .await)?;
    Ok(ActivityId(id))
}

/// `false` where it is not planned any more.
///
/// # Errors
/// Those of the database.
pub async fn change(
    tx: &mut Tx,
    id: ActivityId,
    text: &ActivityText,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let written = Written::of(text);
    let rows = on!(tx, c => sqlx::query(CHANGE)
        .bind(id.0)
        .bind(text.kind.word())
        .bind(text.title.as_str())
        .bind(text.description.as_str())
        .bind(written.starts)
        .bind(written.ends)
        .bind(text.offset.0)
        .bind(text.one_to_one)
        .bind(&written.link)
        .bind(&written.place)
        .bind(written.most)
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// `false` where it is not planned any more.
///
/// # Errors
/// Those of the database.
pub async fn cancel(
    tx: &mut Tx,
    id: ActivityId,
    reason: &Reason,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(CANCEL).bind(id.0).bind(now.0).bind(reason.as_str()).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// `false` where it is over with: cancelled, or presented.
///
/// # Errors
/// Those of the database.
pub async fn hold(tx: &mut Tx, id: ActivityId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(HOLD).bind(id.0).bind(now.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// `false` where it was not held, or has been presented.
///
/// # Errors
/// Those of the database.
pub async fn present(
    tx: &mut Tx,
    id: ActivityId,
    result: &Remark,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(PRESENT).bind(id.0).bind(now.0).bind(result.as_str()).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
