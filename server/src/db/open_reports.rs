//! Reports that their authors let whoever looks after their account read.

use super::{Db, Tx, on, row};
use model::promise::{Feeling, Quarter};
use model::{AccountId, PersonId, PracticeId, Reason, Timestamp};
use std::collections::BTreeSet;

row! {
    /// `told`: when figures of its practice and quarter were told last, 0 where none are; `hidden`: of how many accounts of which nobody
    /// read a report; `late`: how many such reports may be in them and have been opened since.
    struct OpenRow {
        practice: i64,
        person: i64,
        quarter: i64,
        kept: bool,
        feeling: Option<String>,
        words: Option<String>,
        at: i64,
        named: bool,
        waits: bool,
        hidden: i64,
        late: i64,
    }
}

/// A report that may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReport {
    pub practice: PracticeId,
    pub person: PersonId,
    pub quarter: Quarter,
    pub kept: bool,
    pub feeling: Option<Feeling>,
    pub words: Option<Reason>,
    pub at: Timestamp,
    pub named: bool,
    /// It is in what was told while nobody might read it, if `hidden` is more than nothing.
    waits: bool,
    hidden: i64,
    late: i64,
}

impl OpenReport {
    /// Whether what is told, less all that may be read, still rests on five accounts or more, or on none.
    #[must_use]
    pub fn tells_of_no_other(&self) -> bool {
        let few = i64::from(engine::suppression::MIN_ACCOUNTS_SHOWN);
        !self.waits || self.hidden == 0 || self.hidden - self.late >= few
    }
}

// `late` is read against the moment of the figures: a later step has counted it as open.
const OF_ACCOUNT: &str = "select r.practice, r.person, r.quarter, r.kept, r.feeling, r.words, r.at, r.named, \
                          (r.late and r.opened >= coalesce(t.at, 0)) as waits, coalesce(t.hidden, 0) as hidden, \
                          (select count(*) from report l where l.practice = r.practice and l.quarter = r.quarter and l.late \
                          and l.opened >= coalesce(t.at, 0)) as late \
                          from report r join membership m on m.person = r.person and m.account = $1 and m.confirmed is not null \
                          left join report_told t on t.practice = r.practice and t.quarter = r.quarter \
                          where r.readable and r.kept is not null and r.quarter > $2 order by r.at desc, r.id desc";
const OF_PERSON: &str = "select practice, quarter, kept, named from report \
                         where person = $1 and readable and kept is not null order by quarter desc, id desc";
const CLOSE: &str =
    "update report set readable = $3, named = $3 where practice = $1 and person = $2 and readable";
const HIDDEN: &str = "select person from report where practice = $1 and quarter = $2 and opened is null";

/// What may be read of those who speak for an account, the latest first, of quarters after this one.
///
/// # Errors
/// Those of the database.
pub async fn of_account(db: &Db, account: AccountId, after: Quarter) -> Result<Vec<OpenReport>, sqlx::Error> {
    let rows: Vec<OpenRow> =
        on!(db, c => sqlx::query_as(OF_ACCOUNT).bind(account.0).bind(after.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: OpenRow) -> OpenReport {
    OpenReport {
        practice: PracticeId(row.practice),
        person: PersonId(row.person),
        quarter: Quarter(row.quarter),
        kept: row.kept,
        feeling: row.feeling.and_then(|word| word.parse().ok()),
        words: row.words.and_then(|words| words.parse().ok()),
        at: Timestamp(row.at),
        named: row.named,
        waits: row.waits,
        hidden: row.hidden,
        late: row.late,
    }
}

/// What a person lets be read: practice, quarter, whether it was kept, and whether with their name.
///
/// # Errors
/// Those of the database.
pub async fn of_person(
    db: &Db,
    person: PersonId,
) -> Result<Vec<(PracticeId, Quarter, bool, bool)>, sqlx::Error> {
    let rows: Vec<(i64, i64, bool, bool)> =
        on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).fetch_all(c).await)?;
    let own = |(practice, quarter, kept, named)| (PracticeId(practice), Quarter(quarter), kept, named);
    Ok(rows.into_iter().map(own).collect())
}

/// Lets nobody read what a person reported of a practice, in whichever quarter.
///
/// # Errors
/// Those of the database.
pub async fn close(tx: &mut Tx, practice: PracticeId, person: PersonId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLOSE).bind(practice.0).bind(person.0).bind(false).execute(c).await.map(drop))
}

/// Whether any of these people reported of a practice in a quarter, and let nobody read it.
///
/// # Errors
/// Those of the database.
pub async fn any_hidden(
    tx: &mut Tx,
    practice: PracticeId,
    quarter: Quarter,
    people: &BTreeSet<PersonId>,
) -> Result<bool, sqlx::Error> {
    let rows: Vec<i64> =
        on!(tx, c => sqlx::query_scalar(HIDDEN).bind(practice.0).bind(quarter.0).fetch_all(c).await)?;
    Ok(rows.into_iter().any(|person| people.contains(&PersonId(person))))
}
