//! Accounts: reading and changing them one by one, and many at once from CSV.

pub mod segments;

use super::people::person;
use super::purchases::{self, Standing};
use crate::accounts::import::{self, Manner};
use crate::accounts::{self, Book, confirm_by_domain, csv};
use crate::auth::Host;
use crate::db::events::{self, What};
use crate::db::{accounts as table, purchases as bought};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::account::{Account, AccountLine, AccountSheet, AccountText, Tier};
use model::api::Done;
use model::api::accounts::{
    AccountList, AddAccount, ChangeAccount, GetAccount, ImportAccounts, Imported, ListAccounts,
};
use model::{AccountId, PersonId, Problem};

pub async fn list(site: Site, _who: Host, _request: ListAccounts) -> Result<AccountList> {
    Ok(table::load(&site.db).await?)
}

pub async fn get(site: Site, who: Host, request: GetAccount) -> Result<AccountSheet> {
    sheet(&site, who.id, request.account).await
}

/// All that is kept of an account, as who looks after it reads it.
pub async fn sheet(site: &Site, reader: PersonId, id: AccountId) -> Result<AccountSheet> {
    let AccountList { mut accounts, segments } = table::one(&site.db, id).await?;
    let account = accounts.pop().ok_or_else(|| Problem::not_found("account"))?;
    let rows = bought::of_account(&site.db, id).await?;
    let world = site.memory.read();
    let line = |id| Some(AccountLine { id, name: world.directory.account_name(id)? });
    let people = world.directory.people().filter(|one| one.confirmed && one.account == Some(id));
    let mut people: Vec<_> = people.map(|member| person(&world, member)).collect();
    people.sort_by_cached_key(|person| (person.name.as_str().to_lowercase(), person.id));
    Ok(AccountSheet {
        parent: account.text.parent.and_then(line),
        daughters: world.directory.daughters(id).into_iter().filter_map(line).collect(),
        purchases: purchases::shown(&world, rows, Standing { own: false, host: true }, reader),
        account,
        segments,
        people,
    })
}

pub async fn add(site: Site, who: Host, request: AddAccount) -> Result<Account> {
    let id = put(&site, who.id, None, request.text).await?;
    let list = table::load(&site.db).await?;
    let added = list.accounts.into_iter().find(|account| account.id == id);
    added.ok_or_else(|| Problem::not_found("account").into())
}

pub async fn change(site: Site, who: Host, request: ChangeAccount) -> Result<Done> {
    put(&site, who.id, Some(request.account), request.text).await?;
    Ok(Done {})
}

/// Writes what is said about an account, new or known.
async fn put(
    site: &Site,
    by: PersonId,
    account: Option<AccountId>,
    mut text: AccountText,
) -> Result<AccountId> {
    let (now, weighing) = (site.clock.now(), accounts::weighing(site));
    let id = site
        .db
        .write(move |tx| {
            async move {
                // Two changes at once could close a circle that neither makes alone; one waits for the other here.
                events::take(tx, 0).await?;
                let book = Book::new(table::load_in(tx).await?, weighing);
                let before = tier_of(&book.list, account)?;
                book.check(account, before, &mut text)?;
                let taken = |fault| Error::taken(fault, "name", "There is an account of this name already.");
                let (id, kind) = match account {
                    None => (table::add(tx, &text, now).await.map_err(taken)?, "account.added"),
                    Some(id) => {
                        table::change(tx, id, &text).await.map_err(taken)?;
                        (id, "account.changed")
                    }
                };
                confirm_by_domain(tx, id, &text.domains, Some(by), now).await?;
                events::record(tx, now, Some(by), What::new(kind, id.0), None).await?;
                Ok::<_, Error>(id)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(id)
}

/// An account's tier so far; the least for one that is new.
fn tier_of(list: &AccountList, account: Option<AccountId>) -> Result<Tier> {
    let Some(id) = account else { return Ok(Tier::default()) };
    let known = list.accounts.iter().find(|account| account.id == id);
    Ok(known.ok_or_else(|| Problem::not_found("account"))?.text.tier)
}

pub async fn import(site: Site, who: Host, request: ImportAccounts) -> Result<Imported> {
    let sheet = csv::read(&request.csv)?;
    let (now, by) = (site.clock.now(), who.id);
    let ImportAccounts { segments, preview, .. } = request;
    let manner = Manner { segments, preview, weighing: accounts::weighing(&site) };
    let done = site.db.write(move |tx| import::put(tx, sheet, manner, Some(by), now).boxed()).await?;
    site.memory.catch_up().await?;
    Ok(done)
}
