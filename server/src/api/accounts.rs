//! Accounts: reading and changing them one by one, and many at once from CSV.

pub mod segments;

use super::people::person;
use super::purchases::{self, Standing};
use crate::accounts::import::{self, Manner};
use crate::accounts::{self, Book, confirm_by_domain, csv};
use crate::auth::{AccountKeeper, Host};
use crate::db::accounts::{self as table, AllAccounts};
use crate::db::events::{self, What};
use crate::db::{identities, purchases as bought};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::account::{Account, AccountLine, AccountSheet, AccountText, CrmId, Tier, WhichAccount};
use model::api::Done;
use model::api::accounts::{
    AccountList, AddAccount, ChangeAccount, GetAccount, ImportAccounts, Imported, ListAccounts, SegmentValue,
};
use model::{AccountId, Name, Page, PersonId, Problem, SegmentId};
use std::collections::BTreeMap;

pub async fn list(site: Site, _who: Host, request: ListAccounts) -> Result<AccountList> {
    let AllAccounts { accounts, segments } = table::load(&site.db).await?;
    let values = values(&accounts);
    let q = request.q.trim().to_lowercase();
    let found: Vec<Account> = accounts.into_iter().filter(|account| fits(account, &q)).collect();
    let Page { items, total, page } = Page::of(found, request.page);
    Ok(AccountList { accounts: items, total, page, segments, values })
}

/// Whether somebody who looks for this, in lower case, means this account.
fn fits(Account { text, .. }: &Account, q: &str) -> bool {
    let mut words =
        text.domains.iter().map(String::as_str).chain(text.attributes.iter().map(|own| own.value.as_str()));
    let has = |word: &str| word.to_lowercase().contains(q);
    let called = text.crm_ids.iter().any(|id| has(&id.key) || id.to_string().to_lowercase() == q);
    q.is_empty() || has(text.name.as_str()) || called || words.any(has)
}

fn values(accounts: &[Account]) -> Vec<SegmentValue> {
    let mut counts: BTreeMap<(SegmentId, Name), usize> = BTreeMap::new();
    for own in accounts.iter().flat_map(|account| &account.text.attributes) {
        *counts.entry((own.segment, own.value.clone())).or_default() += 1;
    }
    let value = |((segment, value), accounts)| SegmentValue { segment, value, accounts };
    counts.into_iter().map(value).collect()
}

fn known(site: &Site, account: &WhichAccount) -> Option<AccountId> {
    let world = site.memory.read();
    match account {
        WhichAccount::Number(id) => world.directory.account_name(*id).map(|_| *id),
        WhichAccount::Named(name) => world.directory.account_named(name.as_str()),
    }
}

/// The account that somebody names.
pub fn which(site: &Site, field: &'static str, account: &WhichAccount) -> Result<AccountId> {
    known(site, account).ok_or_else(|| {
        let message = match account {
            WhichAccount::Number(_) => "There is no such account.".to_owned(),
            WhichAccount::Named(name) => {
                format!("There is no account called “{name}”. Add it at Accounts, or choose another.")
            }
        };
        Problem::field(field, message).into()
    })
}

/// By its number, its name, or else what a CRM calls it.
pub async fn called(site: &Site, account: &WhichAccount) -> Result<Option<AccountId>> {
    let found = known(site, account);
    let (None, WhichAccount::Named(name)) = (found, account) else { return Ok(found) };
    if let Ok(called) = name.as_str().parse::<CrmId>()
        && let Some(found) = identities::in_crm(&site.db, &called).await?
    {
        return Ok(Some(found));
    }
    // In an address a number is text, as all is there.
    let number = name.as_str().parse().ok();
    Ok(number.and_then(|number| known(site, &WhichAccount::Number(AccountId(number)))))
}

pub async fn get(site: Site, who: Host, request: GetAccount) -> Result<AccountSheet> {
    sheet(&site, who.id, request.account).await
}

/// All that is kept of an account, as who looks after it reads it.
pub async fn sheet(site: &Site, reader: PersonId, id: AccountId) -> Result<AccountSheet> {
    let AllAccounts { mut accounts, segments } = table::one(&site.db, id).await?;
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

pub async fn add(site: Site, who: AccountKeeper, request: AddAccount) -> Result<Account> {
    let by_name = request.part_of.is_some();
    let text = placed(&site, request.text, request.part_of)?;
    let id = put(&site, who.id, None, text).await.map_err(|fault| named(fault, by_name))?;
    let added = table::one(&site.db, id).await?.accounts.pop();
    added.ok_or_else(|| Problem::not_found("account").into())
}

pub async fn change(site: Site, who: AccountKeeper, request: ChangeAccount) -> Result<Done> {
    let by_name = request.part_of.is_some();
    let text = placed(&site, request.text, request.part_of)?;
    put(&site, who.id, Some(request.account), text).await.map_err(|fault| named(fault, by_name))?;
    Ok(Done {})
}

/// What is wrong with what stands above is told of the field in which it was said.
fn named(mut fault: Error, by_name: bool) -> Error {
    if let Error::Problem(problem) = &mut fault
        && by_name
    {
        for about in problem.fields.iter_mut().filter(|about| about.field == "parent") {
            about.field = "part_of".into();
        }
    }
    fault
}

/// Under the account that was named.
fn placed(site: &Site, mut text: AccountText, part_of: Option<WhichAccount>) -> Result<AccountText> {
    if let Some(above) = part_of {
        text.parent = Some(which(site, "part_of", &above)?);
    }
    Ok(text)
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
fn tier_of(list: &AllAccounts, account: Option<AccountId>) -> Result<Tier> {
    let Some(id) = account else { return Ok(Tier::default()) };
    let known = list.accounts.iter().find(|account| account.id == id);
    Ok(known.ok_or_else(|| Problem::not_found("account"))?.text.tier)
}

pub async fn import(site: Site, who: AccountKeeper, request: ImportAccounts) -> Result<Imported> {
    let sheet = csv::read(&request.csv)?;
    let (now, by) = (site.clock.now(), who.id);
    let ImportAccounts { segments, preview, .. } = request;
    let manner = Manner { segments, preview, weighing: accounts::weighing(&site) };
    let done = site.db.write(move |tx| import::put(tx, sheet, manner, Some(by), now).boxed()).await?;
    site.memory.catch_up().await?;
    Ok(done)
}
