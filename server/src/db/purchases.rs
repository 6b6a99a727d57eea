//! Purchases with what was said of them, and who has a part in them.

use super::{Db, Tx, on, row};
use model::account::CrmId;
use model::purchase::{BuyingRole, PurchaseText};
use model::{AccountId, Name, PersonId, PurchaseId, Timestamp};

row! {
    pub struct PurchaseRow {
        id: i64,
        account: i64,
    }
}

row! {
    pub struct StepRow {
        purchase: i64,
        name: String,
        stage: Option<String>,
        culture: Option<String>,
        state: String,
        own: bool,
        by_name: Option<String>,
        at: i64,
    }
}

row! {
    pub struct PartRow {
        purchase: i64,
        person: i64,
        role: String,
    }
}

/// Rows of some purchases; steps and parts oldest first.
#[derive(Default)]
pub struct Rows {
    pub purchases: Vec<PurchaseRow>,
    pub steps: Vec<StepRow>,
    pub parts: Vec<PartRow>,
}

// A query each for an account, for one purchase and for all of them: so the database finds its way by an index.
macro_rules! wanted {
    ($what:literal, $order:literal) => {
        [
            concat!($what, " where p.account = $1 order by ", $order),
            concat!($what, " where p.id = $1 order by ", $order),
            concat!($what, " where $1 = 0 order by ", $order),
        ]
    };
}

/// Which purchases are read.
#[derive(Clone, Copy)]
enum Wanted {
    Of(AccountId),
    One(PurchaseId),
    All,
}

impl Wanted {
    /// Which of the queries, and what for.
    fn query(self) -> (usize, i64) {
        match self {
            Self::Of(account) => (0, account.0),
            Self::One(purchase) => (1, purchase.0),
            Self::All => (2, 0),
        }
    }
}

const PURCHASES: [&str; 3] = wanted!("select p.id, p.account from purchase p", "p.id desc");
const STEPS: [&str; 3] = wanted!(
    "select s.purchase, s.name, s.stage, s.culture, s.state, s.own, b.name as by_name, s.at from purchase_step s \
     join purchase p on p.id = s.purchase left join person b on b.id = s.by_person",
    "s.id"
);
const PARTS: [&str; 3] = wanted!(
    "select a.purchase, a.person, a.role from purchase_part a join purchase p on p.id = a.purchase",
    "a.at, a.person, a.role"
);
const IN_CRM: &str = "select purchase from purchase_crm where crm = $1 and key = $2";
const CALL: &str = "insert into purchase_crm (crm, key, purchase) values ($1, $2, $3)";
// By what it is called now; the newest of several.
const CALLED: &str = "select max(p.id) from purchase p where p.account = $1 and $2 = \
                      (select s.name from purchase_step s where s.purchase = p.id order by s.id desc limit 1) \
                      and not exists (select 1 from purchase_crm c where c.purchase = p.id)";
const COUNT: &str = "select count(*) from purchase where account = $1";
const ADD: &str = "insert into purchase (account, created) values ($1, $2) returning id";
const STEP: &str = "insert into purchase_step (purchase, name, stage, culture, state, own, by_person, at) \
                    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const TAKE_PART: &str = "insert into purchase_part (purchase, person, role, by_person, at) values ($1, $2, $3, $4, $5) \
                         on conflict do nothing";
const LEAVE_PART: &str = "delete from purchase_part where purchase = $1 and person = $2 and role = $3";

/// Reads from a pool or within a transaction.
macro_rules! rows {
    ($where:expr, $wanted:expr) => {{
        let (which, key) = $wanted.query();
        Ok(Rows {
            purchases: on!($where, c => sqlx::query_as(PURCHASES[which]).bind(key).fetch_all(c).await)?,
            steps: on!($where, c => sqlx::query_as(STEPS[which]).bind(key).fetch_all(c).await)?,
            parts: on!($where, c => sqlx::query_as(PARTS[which]).bind(key).fetch_all(c).await)?,
        })
    }};
}

/// Those of an account, the newest first.
///
/// # Errors
/// Those of the database.
pub async fn of_account(db: &Db, account: AccountId) -> Result<Rows, sqlx::Error> {
    rows!(db, Wanted::Of(account))
}

/// All of them.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> Result<Rows, sqlx::Error> {
    rows!(db, Wanted::All)
}

/// One of them.
///
/// # Errors
/// Those of the database.
pub async fn one(db: &Db, purchase: PurchaseId) -> Result<Rows, sqlx::Error> {
    rows!(db, Wanted::One(purchase))
}

/// The same, as this transaction sees it.
///
/// # Errors
/// Those of the database.
pub async fn one_in(tx: &mut Tx, purchase: PurchaseId) -> Result<Rows, sqlx::Error> {
    rows!(tx, Wanted::One(purchase))
}

/// What a CRM system calls so.
///
/// # Errors
/// Those of the database.
pub async fn in_crm(tx: &mut Tx, id: &CrmId) -> Result<Option<PurchaseId>, sqlx::Error> {
    let found: Option<i64> =
        on!(tx, c => sqlx::query_scalar(IN_CRM).bind(&id.crm).bind(&id.key).fetch_optional(c).await)?;
    Ok(found.map(PurchaseId))
}

/// # Errors
/// Those of the database, also where another is called so.
pub async fn call(tx: &mut Tx, purchase: PurchaseId, id: &CrmId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CALL).bind(&id.crm).bind(&id.key).bind(purchase.0).execute(c).await.map(drop))
}

/// The account's purchase of this name that no CRM has a name for.
///
/// # Errors
/// Those of the database.
pub async fn called(tx: &mut Tx, account: AccountId, name: &Name) -> Result<Option<PurchaseId>, sqlx::Error> {
    let found: Option<i64> =
        on!(tx, c => sqlx::query_scalar(CALLED).bind(account.0).bind(name.as_str()).fetch_one(c).await)?;
    Ok(found.map(PurchaseId))
}

/// How many an account has.
///
/// # Errors
/// Those of the database.
pub async fn count(tx: &mut Tx, account: AccountId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(COUNT).bind(account.0).fetch_one(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<PurchaseId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD).bind(account.0).bind(now.0).fetch_one(c).await)?;
    Ok(PurchaseId(id))
}

/// Says how it stands from now on. `own`: the account's own people say it.
///
/// # Errors
/// Those of the database.
pub async fn say(
    tx: &mut Tx,
    purchase: PurchaseId,
    text: &PurchaseText,
    own: bool,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(STEP)
        .bind(purchase.0)
        .bind(text.name.as_str())
        .bind(text.stage.as_ref().map(|stage| stage.as_str()))
        .bind(text.culture.as_ref().map(|culture| culture.as_str()))
        .bind(text.state.word())
        .bind(own)
        .bind(by.map(|by| by.0))
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// Gives somebody a part in it; `false` where they have it already.
///
/// # Errors
/// Those of the database.
pub async fn take_part(
    tx: &mut Tx,
    purchase: PurchaseId,
    person: PersonId,
    role: BuyingRole,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TAKE_PART)
        .bind(purchase.0)
        .bind(person.0)
        .bind(role.word())
        .bind(by.0)
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Takes it back; `false` where they had none.
///
/// # Errors
/// Those of the database.
pub async fn leave_part(
    tx: &mut Tx,
    purchase: PurchaseId,
    person: PersonId,
    role: BuyingRole,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(LEAVE_PART).bind(purchase.0).bind(person.0).bind(role.word()).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
