//! Accounts with their domains and attributes, and the company's segments.

use super::{Db, Tx, on, row};
use model::account::{Account, AccountText, Attribute, CrmId, Segment, Tier};

use model::{AccountId, Name, PersonId, SegmentId, Timestamp};
use rustc_hash::FxHashMap;

row! {
    struct AccountRow {
        id: i64,
        name: String,
        parent: Option<i64>,
        part_of: Option<String>,
        tier: i64,
        tier_reason: Option<String>,
        people: i64,
        source: Option<String>,
    }
}

row! {
    struct DomainRow {
        account: i64,
        domain: String,
    }
}

row! {
    struct CrmRow {
        account: i64,
        crm: String,
        key: String,
    }
}

row! {
    struct AttributeRow {
        account: i64,
        segment: i64,
        value: String,
    }
}

row! {
    struct SegmentRow {
        id: i64,
        name: String,
    }
}

/// The accounts of the company, by name, and what it sorts them by.
#[derive(Clone, Debug, PartialEq)]
pub struct AllAccounts {
    pub accounts: Vec<Account>,
    pub segments: Vec<Segment>,
}

/// What the source of accounts and people of a sample begins with; its round follows.
pub const SAMPLE: &str = "sample:";

// `$1` is one account, or 0 for all.
const ACCOUNTS: &str = "select a.id, a.name, a.parent, b.name as part_of, a.tier, a.tier_reason, a.source, \
                        (select count(*) from membership m where m.account = a.id and m.confirmed is not null) as people \
                        from account a left join account b on b.id = a.parent where $1 = 0 or a.id = $1 order by a.name, a.id";
const CREATED: &str = "select id, created from account";
const DOMAINS: &str = "select account, domain from account_domain where $1 = 0 or account = $1";
const CRM_IDS: &str = "select account, crm, key from account_crm where $1 = 0 or account = $1";
const ATTRIBUTES: &str =
    "select account, segment, value from account_attribute where $1 = 0 or account = $1 order by segment";
const SEGMENTS: &str = "select id, name from segment order by id";
const OF_DOMAIN: &str = "select account from account_domain where domain = $1";
const ADD: &str =
    "insert into account (name, parent, tier, tier_reason, created) values ($1, $2, $3, $4, $5) returning id";
const CHANGE: &str = "update account set name = $2, parent = $3, tier = $4, tier_reason = $5 where id = $1";
const SET_PARENT: &str = "update account set parent = $2 where id = $1";
const CLEAR_DOMAINS: &str = "delete from account_domain where account = $1";
const ADD_DOMAIN: &str = "insert into account_domain (domain, account) values ($1, $2)";
const CALLED: &str = "select account from account_domain where domain like $1 escape '!' union \
                      select account from account_crm where lower(key) like $1 escape '!' or lower(crm || ':' || key) = $2";
const CLEAR_CRM: &str = "delete from account_crm where account = $1";
const ADD_CRM: &str = "insert into account_crm (crm, key, account) values ($1, $2, $3)";
const CLEAR_ATTRIBUTES: &str = "delete from account_attribute where account = $1";
const ADD_ATTRIBUTE: &str = "insert into account_attribute (account, segment, value) values ($1, $2, $3)";
/// Who comes to speak for an account by the domain of their address: neither the company's staff nor whoever was taken out of one.
macro_rules! comes_by_domain {
    () => {
        "not exists (select 1 from person_role r where r.person = p.id) \
         and not exists (select 1 from event e where e.kind = 'person.parted' and e.subject = p.id)"
    };
}

// A domain has no character that `like` reads in its own way.
const AT_DOMAIN: &str = concat!(
    "select p.id from person p left join membership m on m.person = p.id \
     where p.email like '%@' || $1 and m.confirmed is null and ",
    comes_by_domain!(),
    " order by p.id"
);
const BY_DOMAIN: &str = concat!("select count(*) from person p where p.id = $1 and ", comes_by_domain!());

/// When each account came to be, in microseconds.
///
/// # Errors
/// Those of the database.
pub async fn created(db: &Db) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(CREATED).fetch_all(c).await)
}

/// Reads one account or, for 0, everything, from a pool or within a transaction.
macro_rules! everything {
    ($where:expr, $one:expr) => {{
        let one: i64 = $one;
        let accounts: Vec<AccountRow> = on!($where, c => sqlx::query_as(ACCOUNTS).bind(one).fetch_all(c).await)?;
        let lists = Lists {
            domains: on!($where, c => sqlx::query_as(DOMAINS).bind(one).fetch_all(c).await)?,
            crm_ids: on!($where, c => sqlx::query_as(CRM_IDS).bind(one).fetch_all(c).await)?,
            attributes: on!($where, c => sqlx::query_as(ATTRIBUTES).bind(one).fetch_all(c).await)?,
        };
        let segments: Vec<SegmentRow> = on!($where, c => sqlx::query_as(SEGMENTS).fetch_all(c).await)?;
        Ok(assemble(accounts, lists, segments))
    }};
}

/// Every account and segment.
///
/// # Errors
/// Those of the database.
pub async fn load(db: &Db) -> Result<AllAccounts, sqlx::Error> {
    everything!(db, 0)
}

/// Whose mail domains or names in a CRM have this in them, in lower case; or are called just so, with the system.
///
/// # Errors
/// Those of the database.
pub async fn called(db: &Db, q: &str) -> Result<Vec<AccountId>, sqlx::Error> {
    let escaped = q.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let like = format!("%{escaped}%");
    let ids: Vec<i64> = on!(db, c => sqlx::query_scalar(CALLED).bind(like).bind(q).fetch_all(c).await)?;
    Ok(ids.into_iter().map(AccountId).collect())
}

/// One account, if there is one of this number, and every segment.
///
/// # Errors
/// Those of the database.
pub async fn one(db: &Db, account: AccountId) -> Result<AllAccounts, sqlx::Error> {
    everything!(db, account.0)
}

/// The same, as this transaction sees it.
///
/// # Errors
/// Those of the database.
pub async fn load_in(tx: &mut Tx) -> Result<AllAccounts, sqlx::Error> {
    everything!(tx, 0)
}

/// How accounts are known elsewhere: their mail domains, and what CRM systems call them.
#[derive(Default)]
pub struct KnownBy {
    pub domains: Vec<String>,
    pub crm_ids: Vec<CrmId>,
}

/// As many accounts as are looked up at once.
pub const AT_ONCE: usize = 20;

macro_rules! of_several {
    ($columns:literal) => {
        concat!(
            "select ",
            $columns,
            " where account in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
        )
    };
}

const DOMAINS_OF: &str = of_several!("account, domain from account_domain");
const CRM_IDS_OF: &str = of_several!("account, crm, key from account_crm");

/// The same of so many at once, by their numbers; those beyond [`AT_ONCE`] are left out.
///
/// # Errors
/// Those of the database.
pub async fn known_by(db: &Db, accounts: &[AccountId]) -> Result<FxHashMap<i64, KnownBy>, sqlx::Error> {
    let keys: [i64; AT_ONCE] = std::array::from_fn(|place| accounts.get(place).map_or(0, |id| id.0));
    let domains: Vec<DomainRow> = on!(db, c => keys.iter().fold(sqlx::query_as(DOMAINS_OF), |query, key| query.bind(*key)).fetch_all(c).await)?;
    let crm_ids: Vec<CrmRow> = on!(db, c => keys.iter().fold(sqlx::query_as(CRM_IDS_OF), |query, key| query.bind(*key)).fetch_all(c).await)?;
    let mut known: FxHashMap<i64, KnownBy> = FxHashMap::default();
    for row in domains {
        known.entry(row.account).or_default().domains.push(row.domain);
    }
    for row in crm_ids {
        known.entry(row.account).or_default().crm_ids.push(CrmId { crm: row.crm, key: row.key });
    }
    // Not by the database, whose order depends on its language.
    for one in known.values_mut() {
        one.domains.sort_unstable();
        one.crm_ids.sort_unstable();
    }
    Ok(known)
}

/// What belongs to accounts, in rows of its own.
struct Lists {
    domains: Vec<DomainRow>,
    crm_ids: Vec<CrmRow>,
    attributes: Vec<AttributeRow>,
}

fn assemble(accounts: Vec<AccountRow>, lists: Lists, segments: Vec<SegmentRow>) -> AllAccounts {
    let mut domains_of: FxHashMap<i64, Vec<String>> = FxHashMap::default();
    for row in lists.domains {
        domains_of.entry(row.account).or_default().push(row.domain);
    }
    // Not by the database, whose order depends on its language.
    domains_of.values_mut().for_each(|domains| domains.sort_unstable());
    let mut crm_of: FxHashMap<i64, Vec<CrmId>> = FxHashMap::default();
    for row in lists.crm_ids {
        crm_of.entry(row.account).or_default().push(CrmId { crm: row.crm, key: row.key });
    }
    crm_of.values_mut().for_each(|ids| ids.sort_unstable());
    let mut attributes_of: FxHashMap<i64, Vec<Attribute>> = FxHashMap::default();
    for row in lists.attributes {
        let attribute = row.value.parse().map(|value| Attribute { segment: SegmentId(row.segment), value });
        attributes_of.entry(row.account).or_default().extend(attribute);
    }
    let account = |row: AccountRow| {
        Some(Account {
            id: AccountId(row.id),
            text: AccountText {
                name: readable(&row.name)?,
                parent: row.parent.map(AccountId),
                tier: Tier::new(row.tier).unwrap_or_default(),
                tier_reason: row.tier_reason.and_then(|reason| reason.parse().ok()),
                domains: domains_of.remove(&row.id).unwrap_or_default(),
                crm_ids: crm_of.remove(&row.id).unwrap_or_default(),
                attributes: attributes_of.remove(&row.id).unwrap_or_default(),
            },
            part_of: row.part_of.as_deref().and_then(readable),
            people: usize::try_from(row.people).unwrap_or(0),
            sample: row.source.is_some_and(|source| source.starts_with(SAMPLE)),
        })
    };
    let segment = |row: SegmentRow| Some(Segment { id: SegmentId(row.id), name: readable(&row.name)? });
    AllAccounts {
        accounts: accounts.into_iter().filter_map(account).collect(),
        segments: segments.into_iter().filter_map(segment).collect(),
    }
}

/// A name is checked when it is written; one that no longer passes is shown as far as it does.
pub(super) fn readable(name: &str) -> Option<Name> {
    let cut = || name.chars().filter(|c| !c.is_control()).take(Name::MAX).collect::<String>();
    Name::parse(name).or_else(|_| Name::parse(&cut())).or_else(|_| Name::parse("(no name)")).ok()
}

/// Whether somebody comes to speak for an account by the domain of their address.
///
/// # Errors
/// Those of the database.
pub async fn comes_by_domain(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let found: i64 = on!(tx, c => sqlx::query_scalar(BY_DOMAIN).bind(person.0).fetch_one(c).await)?;
    Ok(found > 0)
}

/// The account whose people have addresses at this domain.
///
/// # Errors
/// Those of the database.
pub async fn of_domain(tx: &mut Tx, domain: &str) -> Result<Option<AccountId>, sqlx::Error> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(OF_DOMAIN).bind(domain).fetch_optional(c).await)?;
    Ok(id.map(AccountId))
}

/// Adds an account, with domains and attributes.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, text: &AccountText, now: Timestamp) -> Result<AccountId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(text.name.as_str())
        .bind(text.parent.map(|parent| parent.0))
        .bind(i64::from(text.tier.get()))
        .bind(text.tier_reason.as_ref().map(|reason| reason.as_str()))
        .bind(now.0)
        .fetch_one(c)
        .await)?;
    put_lists(tx, AccountId(id), text).await?;
    Ok(AccountId(id))
}

/// Changes all that is written about an account.
///
/// # Errors
/// Those of the database.
pub async fn change(tx: &mut Tx, account: AccountId, text: &AccountText) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CHANGE)
        .bind(account.0)
        .bind(text.name.as_str())
        .bind(text.parent.map(|parent| parent.0))
        .bind(i64::from(text.tier.get()))
        .bind(text.tier_reason.as_ref().map(|reason| reason.as_str()))
        .execute(c)
        .await
        .map(drop))?;
    put_lists(tx, account, text).await
}

/// # Errors
/// Those of the database.
pub async fn set_parent(tx: &mut Tx, account: AccountId, parent: AccountId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET_PARENT).bind(account.0).bind(parent.0).execute(c).await.map(drop))
}

async fn put_lists(tx: &mut Tx, account: AccountId, text: &AccountText) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLEAR_DOMAINS).bind(account.0).execute(c).await.map(drop))?;
    for domain in &text.domains {
        on!(tx, c => sqlx::query(ADD_DOMAIN).bind(domain).bind(account.0).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_CRM).bind(account.0).execute(c).await.map(drop))?;
    for CrmId { crm, key } in &text.crm_ids {
        on!(tx, c => sqlx::query(ADD_CRM).bind(crm).bind(key).bind(account.0).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_ATTRIBUTES).bind(account.0).execute(c).await.map(drop))?;
    for attribute in &text.attributes {
        on!(tx, c => sqlx::query(ADD_ATTRIBUTE)
            .bind(account.0)
            .bind(attribute.segment.0)
            .bind(attribute.value.as_str())
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// People with an address at this domain for whom no account is confirmed.
///
/// # Errors
/// Those of the database.
pub async fn unconfirmed_at(tx: &mut Tx, domain: &str) -> Result<Vec<PersonId>, sqlx::Error> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(AT_DOMAIN).bind(domain).fetch_all(c).await)?;
    Ok(ids.into_iter().map(PersonId).collect())
}
