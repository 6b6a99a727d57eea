//! People and accounts as the memory holds them. What identity needs beyond that is in `db/{sessions,accounts}.rs`.

use super::{Db, Tx, join_requests, on, row};
use model::person::Role;
use model::{AccountId, Email, Name, PersonId, RoundId, Timestamp};

row! {
    pub struct PersonRow {
        id: i64,
        name: String,
        email: Option<String>,
        created: i64,
        account: Option<i64>,
        declared: Option<String>,
        confirmed: Option<i64>,
        guest: Option<i64>,
        // That they wait to be told whom they speak for, and since when.
        request: Option<i64>,
        asked: Option<i64>,
        follows: Option<bool>,
    }
}

row! {
    pub struct RoleRow {
        person: i64,
        role: String,
    }
}

row! {
    pub struct AccountRow {
        id: i64,
        name: String,
        parent: Option<i64>,
        tier: i64,
        source: Option<String>,
    }
}

row! {
    /// "Industry", "Banks".
    pub struct SegmentOfRow {
        account: i64,
        segment: i64,
        name: String,
        value: String,
    }
}

row! {
    pub struct SpeaksFromRow {
        person: i64,
        round: i64,
        culture: i64,
    }
}

// `$1` is one person, or 0 for all.
const PEOPLE: &str = "select p.id, p.name, p.email, p.created, m.account, m.declared, m.confirmed, g.since as guest, j.id as request, j.at as asked, f.wanted as follows from person p \
                      left join membership m on m.person = p.id left join guest g on g.person = p.id \
                      left join join_request j on j.person = p.id and j.answered is null \
                      left join follows_votes f on f.person = p.id where $1 = 0 or p.id = $1";
const ROLES: &str = "select person, role from person_role where $1 = 0 or person = $1";
const SPEAKS_FROM: &str = "select person, round, culture from speaks_from where $1 = 0 or person = $1";
const ACCOUNTS: &str = "select id, name, parent, tier, source from account";

/// One person with roles and cultures, or, for 0, everybody.
///
/// # Errors
/// Those of the database.
pub async fn load(
    db: &Db,
    person: i64,
) -> Result<(Vec<PersonRow>, Vec<RoleRow>, Vec<SpeaksFromRow>), sqlx::Error> {
    Ok((
        on!(db, c => sqlx::query_as(PEOPLE).bind(person).fetch_all(c).await)?,
        on!(db, c => sqlx::query_as(ROLES).bind(person).fetch_all(c).await)?,
        on!(db, c => sqlx::query_as(SPEAKS_FROM).bind(person).fetch_all(c).await)?,
    ))
}

/// Every account.
///
/// # Errors
/// Those of the database.
pub async fn accounts(db: &Db) -> Result<Vec<AccountRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ACCOUNTS).fetch_all(c).await)
}

const SEGMENTS_OF: &str = "select t.account, t.segment, s.name, t.value from account_attribute t join segment s on s.id = t.segment \
                           order by t.account, s.id";

/// The segments that accounts are in.
///
/// # Errors
/// Those of the database.
pub async fn segments(db: &Db) -> Result<Vec<SegmentOfRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(SEGMENTS_OF).fetch_all(c).await)
}

const SET_CULTURE: &str = "insert into speaks_from (person, round, culture, at) values ($1, $2, $3, $4) \
                           on conflict (person, round) do update set culture = excluded.culture, at = excluded.at";

/// The culture that a person speaks from in a round.
///
/// # Errors
/// Those of the database.
pub async fn set_culture(
    tx: &mut Tx,
    person: PersonId,
    round: RoundId,
    culture: usize,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let culture = i64::try_from(culture).unwrap_or(0);
    on!(tx, c => sqlx::query(SET_CULTURE)
        .bind(person.0)
        .bind(round.0)
        .bind(culture)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// How a membership came to be confirmed, as the database says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Invitation,
    Domain,
    /// A link that was handed on.
    Link,
    Staff,
    /// By what a provider, or the company's own product, said.
    Provider,
}

impl How {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Domain => "domain",
            Self::Link => "link",
            Self::Staff => "staff",
            Self::Provider => "provider",
        }
    }
}

row! {
    /// A person as found by address.
    pub struct FoundRow {
        id: i64,
        account: Option<i64>,
        confirmed: Option<i64>,
    }
}

const BY_EMAIL: &str = "select p.id, m.account, m.confirmed from person p \
                        left join membership m on m.person = p.id where p.email = $1";
const ADD: &str = "insert into person (name, email, created) values ($1, $2, $3) on conflict (email) do nothing returning id";
const SET_NAME: &str = "update person set name = $2 where id = $1";
const DECLARE: &str = "insert into membership (person, declared) values ($1, $2) on conflict (person) do update \
                       set declared = excluded.declared where membership.confirmed is null";
const CONFIRM: &str = "insert into membership (person, account, confirmed, by_person, how) values ($1, $2, $3, $4, $5) \
                       on conflict (person) do update set account = excluded.account, declared = null, \
                       confirmed = excluded.confirmed, by_person = excluded.by_person, how = excluded.how";
const CLEAR_ROLES: &str = "delete from person_role where person = $1";
const GIVE_ROLE: &str = "insert into person_role (person, role, given, given_by) values ($1, $2, $3, $4) \
                         on conflict (person, role) do nothing";
const FIRST_ADMIN: &str = "select min(person) from person_role where role = 'admin'";
const ADMINS: &str = "select count(*) from person_role where role = 'admin'";

/// # Errors
/// Those of the database.
pub async fn by_email(tx: &mut Tx, email: &Email) -> Result<Option<FoundRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(BY_EMAIL).bind(email.as_str()).fetch_optional(c).await)
}

/// Adds a person; `None` when the address is somebody's already.
///
/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    name: &Name,
    email: &Email,
    now: Timestamp,
) -> Result<Option<PersonId>, sqlx::Error> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(name.as_str())
        .bind(email.as_str())
        .bind(now.0)
        .fetch_optional(c)
        .await)?;
    Ok(id.map(PersonId))
}

/// # Errors
/// Those of the database.
pub async fn set_name(tx: &mut Tx, person: PersonId, name: &Name) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET_NAME).bind(person.0).bind(name.as_str()).execute(c).await.map(drop))
}

/// Keeps the account that a person names, unless one is confirmed already; says whether it was kept.
///
/// # Errors
/// Those of the database.
pub async fn declare(tx: &mut Tx, person: PersonId, account: &Name) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(DECLARE).bind(person.0).bind(account.as_str()).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Confirms that a person belongs to an account.
///
/// # Errors
/// Those of the database.
pub async fn confirm(
    tx: &mut Tx,
    person: PersonId,
    account: AccountId,
    by: Option<PersonId>,
    how: How,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CONFIRM)
        .bind(person.0)
        .bind(account.0)
        .bind(now.0)
        .bind(by.map(|by| by.0))
        .bind(how.word())
        .execute(c)
        .await
        .map(drop))?;
    // However it came about, it answers what they asked for.
    join_requests::answer(tx, person, None, by, now).await
}

/// # Errors
/// Those of the database.
pub async fn clear_roles(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLEAR_ROLES).bind(person.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn give_role(
    tx: &mut Tx,
    person: PersonId,
    role: Role,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(GIVE_ROLE)
        .bind(person.0)
        .bind(role.word())
        .bind(now.0)
        .bind(by.map(|by| by.0))
        .execute(c)
        .await
        .map(drop))
}

/// How many admins there are.
///
/// # Errors
/// Those of the database.
pub async fn admins(tx: &mut Tx) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(ADMINS).fetch_one(c).await)
}

/// Whoever has been admin the longest.
///
/// # Errors
/// Those of the database.
pub async fn first_admin(db: &Db) -> Result<Option<PersonId>, sqlx::Error> {
    let id: Option<i64> = on!(db, c => sqlx::query_scalar(FIRST_ADMIN).fetch_one(c).await)?;
    Ok(id.map(PersonId))
}
