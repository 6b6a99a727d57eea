//! Which ways of signing in are open to customers and to staff.

use super::{Db, Tx, on, row};
use model::ways::{Open, Party, Rules};
use model::{PersonId, Timestamp};

row! {
    struct WaysRow {
        who: String,
        mail: bool,
        providers: bool,
        hand_over: bool,
        passkeys: bool,
    }
}

const LOAD: &str = "select who, mail, providers, hand_over, passkeys from sign_in_ways";
const PUT: &str = "insert into sign_in_ways (who, mail, providers, hand_over, passkeys, changed, by_person) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict (who) do update set mail = excluded.mail, \
                   providers = excluded.providers, hand_over = excluded.hand_over, passkeys = excluded.passkeys, \
                   changed = excluded.changed, by_person = excluded.by_person";

/// # Errors
/// Those of the database.
pub async fn load(db: &Db) -> Result<Rules, sqlx::Error> {
    let rows: Vec<WaysRow> = on!(db, c => sqlx::query_as(LOAD).fetch_all(c).await)?;
    let mut rules = Rules::default();
    for row in rows {
        let open = Open {
            mail: row.mail,
            providers: row.providers,
            hand_over: row.hand_over,
            passkeys: row.passkeys,
        };
        if let Some(party) = Party::ALL.into_iter().find(|party| party.word() == row.who) {
            rules.set(party, open);
        }
    }
    Ok(rules)
}

/// # Errors
/// Those of the database.
pub async fn put(
    tx: &mut Tx,
    party: Party,
    open: Open,
    by: PersonId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(PUT)
        .bind(party.word())
        .bind(open.mail)
        .bind(open.providers)
        .bind(open.hand_over)
        .bind(open.passkeys)
        .bind(now.0)
        .bind(by.0)
        .execute(c)
        .await
        .map(drop))
}
