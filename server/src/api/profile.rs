//! Finding accounts by what they are, what they are buying and what they asked for, as a list of whom to invite.

use super::call::Sent;
use super::exported::sheet;
use crate::auth::{Caller, Finder};
use crate::db::accounts::AllAccounts;
use crate::db::{accounts as table, acting, purchases as bought, telling};
use crate::error::Result;
use crate::memory::search::Query;
use crate::memory::{Member, RoundMemory, World};
use crate::site::Site;
use crate::transfer::table::Table;
use crate::watch;
use axum::extract::{Request, State};
use axum::response::Response;
use model::account::{Account, AccountLine};
use model::api::card::FindByProfile;
use model::card::{Fits, Reachable, Stands};
use model::purchase::{self, place};
use model::{AccountId, Name, PersonId, Title};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::json;

/// The same list as a file, one row for each person; with what `FindByProfile` takes in the query.
pub const CSV: &str = "/api/v1/accounts/profile.csv";
/// Columns that an invitation of many reads, and what else helps to choose.
const COLUMNS: [&str; 7] = ["account", "name", "email", "crm_ids", "purchases", "asked", "supports"];

pub async fn find(site: Site, who: Finder, request: FindByProfile) -> Result<Vec<Fits>> {
    fitting(&site, &who, &request).await
}

pub async fn csv(State(site): State<Site>, request: Request) -> Response {
    sheet("accounts-to-invite.csv", file(&site, request).await)
}

async fn file(site: &Site, request: Request) -> Result<Vec<u8>> {
    let sent = Sent::read(request).await?;
    let finder = Finder::admit(&sent)?;
    let found = fitting(site, &finder, &sent.request::<FindByProfile>()?).await?;
    let mut table = Table::new(&COLUMNS);
    for one in &found {
        let rest = [one.crm_ids.join(" "), joined(&one.purchases), joined(&one.asked), joined(&one.supports)];
        let row = |name: Option<&Name>, email: Option<String>| {
            let mut row = vec![json!(one.account.name), json!(name), json!(email)];
            row.extend(rest.iter().map(|cell| json!(cell)));
            row
        };
        if one.people.is_empty() {
            table.rows.push(row(None, None));
        }
        let people = one.people.iter().map(|person| row(Some(&person.name), Some(person.email.to_string())));
        table.rows.extend(people);
    }
    let csv = table.csv()?;
    let taken = watch::exported(site, finder.id, "whom to invite, with addresses");
    acting::through(sent.who.token(), taken).await;
    Ok(csv)
}

fn joined<T: ToString>(words: &[T]) -> String {
    words.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The accounts that fit, by what its reader may see, with whom of them can be written to.
///
/// # Errors
/// Those of the database.
pub async fn fitting(site: &Site, reader: &Member, wanted: &FindByProfile) -> Result<Vec<Fits>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let AllAccounts { accounts, segments } = table::load(&site.db).await?;
    let buying = buying(wanted, bought::all(&site.db).await?);
    let tell = telling::all(&site.db).await?;
    let world = site.memory.read();
    let (mut asked, mut supports) = said(&world, reader, wanted, &tell);
    let mut people = people(&world);
    let buys = wanted.stage.is_some() || wanted.culture.is_some();
    let fits = |account: Account| {
        let purchases = buying.get(&account.id).cloned().unwrap_or_default();
        let asked = asked.remove(&account.id).unwrap_or_default();
        let supports = supports.remove(&account.id).unwrap_or_default();
        let fits = in_segment(wanted, &account)
            && (!buys || !purchases.is_empty())
            && (wanted.q.trim().is_empty() || !asked.is_empty() || !supports.is_empty());
        fits.then(|| Fits {
            sample: account.sample,
            crm_ids: account.text.crm_ids.iter().map(ToString::to_string).collect(),
            segments: account.text.named(&segments),
            purchases,
            asked,
            supports,
            people: people.remove(&account.id).unwrap_or_default(),
            account: AccountLine { id: account.id, name: account.text.name },
        })
    };
    Ok(accounts.into_iter().filter_map(fits).collect())
}

fn in_segment(wanted: &FindByProfile, account: &Account) -> bool {
    let value = wanted.value.trim().to_lowercase();
    let right = |id| wanted.segment.is_none_or(|segment| segment == id);
    value.is_empty()
        || account
            .text
            .attributes
            .iter()
            .any(|own| right(own.segment) && own.value.as_str().to_lowercase().contains(&value))
}

/// What accounts are about to buy, at this stage and in this culture.
fn buying(wanted: &FindByProfile, rows: bought::Rows) -> FxHashMap<AccountId, Vec<Name>> {
    let mut last: FxHashMap<i64, bought::StepRow> = FxHashMap::default();
    for step in rows.steps {
        last.insert(step.purchase, step);
    }
    let same = |wanted: &Option<Name>, is: &Option<String>| {
        let is: Option<Name> = is.as_deref().and_then(|is| is.parse().ok());
        wanted.is_none() || is.is_some_and(|is| place(wanted.as_ref(), std::iter::once(&is)).is_some())
    };
    let mut bought: FxHashMap<AccountId, Vec<Name>> = FxHashMap::default();
    for purchase in rows.purchases {
        let Some(step) = last.remove(&purchase.id) else { continue };
        let fits = step.state == purchase::State::Open.word()
            && same(&wanted.stage, &step.stage)
            && same(&wanted.culture, &step.culture);
        if fits {
            bought.entry(AccountId(purchase.account)).or_default().extend(step.name.parse::<Name>());
        }
    }
    bought
}

type Titles = FxHashMap<AccountId, Vec<Title>>;

/// What the people of accounts asked for in public, in these words; and what accounts are for, if that is wanted too.
fn said(
    world: &World,
    reader: &Member,
    wanted: &FindByProfile,
    tell: &FxHashSet<PersonId>,
) -> (Titles, Titles) {
    let (mut asked, mut supports) = (Titles::default(), Titles::default());
    let query = Query::parse(&wanted.q);
    if query.is_empty() {
        return (asked, supports);
    }
    let seen = world.rounds().filter(|round| world.sees(Some(reader), round));
    let public = seen.flat_map(RoundMemory::proposals).filter(|one| one.status.is_public());
    let found: Vec<_> = query.best(public, |one| &one.words).into_iter().collect();
    for one in &found {
        let author = one.author.and_then(|author| world.person(author)).filter(|author| author.confirmed);
        if let Some(account) = author.and_then(|author| author.account) {
            asked.entry(account).or_default().push(one.text.title.clone());
        }
    }
    let rounds = world.rounds().filter(|round| wanted.supported && world.sees(Some(reader), round));
    for memory in rounds {
        for (account, stances) in world.stances(memory, |_| true, tell) {
            let titles = found
                .iter()
                .filter(|one| stances.get(&one.id).is_some_and(|told| told.stands == Stands::For))
                .map(|one| one.text.title.clone());
            supports.entry(account).or_default().extend(titles);
        }
    }
    (asked, supports)
}

fn people(world: &World) -> FxHashMap<AccountId, Vec<Reachable>> {
    let mut people: FxHashMap<AccountId, Vec<Reachable>> = FxHashMap::default();
    for one in world.directory.people().filter(|one| one.confirmed) {
        if let (Some(account), Some(email)) = (one.account, one.email.clone()) {
            people.entry(account).or_default().push(Reachable { name: one.name.clone(), email });
        }
    }
    people.values_mut().for_each(|people| people.sort_by(|a, b| a.email.cmp(&b.email)));
    people
}
