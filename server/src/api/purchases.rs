//! The purchases of accounts, as moderators and account managers and the account's own people say they stand.

mod import;
pub mod pace;
mod sheet;

pub use import::{MOST_STAGES, import};

use crate::auth::{Buyer, BuyingReader};
use crate::db::events::{self, What};
use crate::db::purchases::{self as table, Rows};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::{Member, World};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::purchases::{AddPurchase, ChangePurchase, ListPurchases, SetPart};
use model::person::Role;
use model::purchase::{Part, Purchase, PurchaseText, Step, is_declared, place};
use model::round::Round;
use model::time::Day;
use model::{AccountId, Name, PersonId, Problem, PurchaseId, Timestamp};

/// Why a day is refused.
const TO_COME: &str = "That day is still to come.";
/// Most purchases that are kept of one account.
pub const MOST_PURCHASES: i64 = 200;

/// How somebody stands to an account's purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// They are of the account themselves.
    pub own: bool,
    /// They look after accounts, and may know who is who.
    pub host: bool,
}

/// `None` for whoever may not know of them.
#[must_use]
pub fn standing(who: &Member, account: AccountId) -> Option<Standing> {
    let own = who.confirmed && who.account == Some(account);
    let host = who.may(Role::Moderator) || who.may(Role::AccountManager);
    (own || host).then_some(Standing { own, host })
}

/// The same of an account that is there.
fn stands(site: &Site, who: &Member, account: AccountId) -> Result<Standing> {
    let known = site.memory.read().directory.account_name(account).is_some();
    let standing = standing(who, account).filter(|_| known);
    Ok(standing.ok_or_else(|| Problem::not_found("account"))?)
}

pub async fn list(site: Site, who: BuyingReader, request: ListPurchases) -> Result<Vec<Purchase>> {
    let standing = stands(&site, &who, request.account)?;
    let rows = table::of_account(&site.db, request.account).await?;
    Ok(shown(&site.memory.read(), rows, standing, who.id))
}

/// Purchases as this reader may see them, in the order of their rows.
#[must_use]
pub fn shown(world: &World, rows: Rows, standing: Standing, reader: PersonId) -> Vec<Purchase> {
    let purchase = |row: &table::PurchaseRow| {
        let steps: Vec<Step> = rows
            .steps
            .iter()
            .filter(|step| step.purchase == row.id)
            .filter_map(|row| step(row, standing))
            .collect();
        let (mut people, mut others) = (Vec::new(), 0);
        for row in rows.parts.iter().filter(|part| part.purchase == row.id) {
            match part(world, row).filter(|part| standing.host || part.person == reader) {
                Some(part) => people.push(part),
                None => others += 1,
            }
        }
        Some(Purchase {
            id: PurchaseId(row.id),
            account: AccountId(row.account),
            text: steps.last()?.text.clone(),
            declared: is_declared(steps.iter().map(|step| (&step.text.culture, step.own))),
            people,
            others,
            history: steps.into_iter().rev().collect(),
        })
    };
    rows.purchases.iter().filter_map(purchase).collect()
}

fn step(row: &table::StepRow, standing: Standing) -> Option<Step> {
    let word = |word: &Option<String>| word.as_deref().and_then(|word| word.parse().ok());
    let by = row.by_name.as_deref().filter(|_| standing.host);
    Some(Step {
        text: PurchaseText {
            name: row.name.parse().ok()?,
            stage: word(&row.stage),
            culture: word(&row.culture),
            state: row.state.parse().ok()?,
        },
        own: row.own,
        by: by.and_then(|by| by.parse().ok()),
        at: Timestamp(row.at),
    })
}

/// The same, for whoever looks after accounts.
fn step_of_staff(row: &table::StepRow) -> Option<Step> {
    step(row, Standing { own: false, host: true })
}

fn part(world: &World, row: &table::PartRow) -> Option<Part> {
    let person = world.person(PersonId(row.person))?;
    Some(Part { person: person.id, name: person.name.clone(), role: row.role.parse().ok()? })
}

/// The rounds that somebody may see: the words of others are not to be guessed.
fn seen<'w>(world: &'w World, who: &'w Member) -> impl Iterator<Item = &'w Round> {
    world.rounds().filter(move |memory| world.sees(Some(who), memory)).map(|memory| &memory.round)
}

/// Stage and culture are those of some round, or stand there already.
fn fits(world: &World, who: &Member, text: &PurchaseText, before: Option<&PurchaseText>) -> Result<()> {
    let (stage, culture) = (text.stage.as_ref(), text.culture.as_ref());
    let has_stage = |round: &Round| place(stage, round.stages.iter().map(|stage| &stage.name)).is_some();
    let has_culture =
        |round: &Round| place(culture, round.cultures.iter().map(|culture| &culture.name)).is_some();
    let mut rounds = seen(world, who);
    let stands = before.is_some_and(|before| before.stage == text.stage);
    if stage.is_some() && !stands && !rounds.any(has_stage) {
        return Err(Problem::field("stage", "No round has such a stage.").into());
    }
    let mut rounds = seen(world, who);
    let stands = before.is_some_and(|before| before.culture == text.culture);
    if culture.is_some() && !stands && !rounds.any(has_culture) {
        return Err(Problem::field("culture", "No round has such a culture.").into());
    }
    Ok(())
}

/// When what is said of a purchase begins to hold.
fn said_of(since: Option<Day>, now: Timestamp) -> std::result::Result<Timestamp, Problem> {
    match since {
        Some(day) if day > Day::of(now) => Err(Problem::field("since", TO_COME)),
        since => Ok(since.map_or(now, Day::begins)),
    }
}

pub async fn add(site: Site, who: Buyer, request: AddPurchase) -> Result<Purchase> {
    let (account, text, by, now) = (request.account, request.text, who.id, site.clock.now());
    let standing = stands(&site, &who, account)?;
    let since = said_of(request.since, now)?;
    fits(&site.memory.read(), &who, &text, None)?;
    site.limits.check(Limit::Comment, &by.to_string())?;
    let id = site
        .db
        .write(move |tx| {
            async move {
                // Whoever adds another at this moment waits here, and is counted.
                events::take(tx, 0).await?;
                if table::count(tx, account).await? >= MOST_PURCHASES {
                    let message = format!(
                        "An account has {MOST_PURCHASES} purchases at most. Change one that is over."
                    );
                    return Err(Error::from(Problem::field("name", message)));
                }
                let id = table::add(tx, account, now).await?;
                table::say(tx, id, &text, standing.own, Some(by), since).await?;
                events::record(tx, now, Some(by), What::new("purchase.added", id.0), None).await?;
                Ok(id)
            }
            .boxed()
        })
        .await?;
    read(&site, &who, id).await
}

/// One purchase as this reader may see it.
async fn read(site: &Site, who: &Member, id: PurchaseId) -> Result<Purchase> {
    let gone = || Problem::not_found("purchase");
    let rows = table::one(&site.db, id).await?;
    let account = AccountId(rows.purchases.first().ok_or_else(gone)?.account);
    let standing = standing(who, account).ok_or_else(gone)?;
    Ok(shown(&site.memory.read(), rows, standing, who.id).pop().ok_or_else(gone)?)
}

pub async fn change(site: Site, who: Buyer, request: ChangePurchase) -> Result<Purchase> {
    let (id, text, by, now) = (request.purchase, request.text, who.id, site.clock.now());
    let since = said_of(request.since, now)?;
    let before = read(&site, &who, id).await?;
    let own = who.confirmed && who.account == Some(before.account);
    fits(&site.memory.read(), &who, &text, Some(&before.text))?;
    site.limits.check(Limit::Comment, &by.to_string())?;
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let rows = table::one_in(tx, id).await?;
                let cultures = rows
                    .steps
                    .iter()
                    .map(|step| (step.culture.as_deref().and_then(|c| c.parse().ok()), step.own));
                let cultures: Vec<(Option<Name>, bool)> = cultures.collect();
                let declared = is_declared(cultures.iter().map(|(culture, own)| (culture, *own)));
                let holds = cultures.last().and_then(|(culture, _)| culture.clone());
                if !own && declared && text.culture != holds {
                    let message = "They declared this culture themselves, so only they change it.";
                    return Err(Error::from(Problem::field("culture", message)));
                }
                // Never before what was said last: what comes in later holds.
                let since = rows.steps.iter().map(|step| Timestamp(step.at)).fold(since, Timestamp::max);
                table::say(tx, id, &text, own, Some(by), since).await?;
                let what = What::new("purchase.changed", id.0);
                Ok(events::record(tx, now, Some(by), what, Some(text.state.word())).await?)
            }
            .boxed()
        })
        .await?;
    read(&site, &who, id).await
}

pub async fn set_part(site: Site, who: Buyer, request: SetPart) -> Result<Done> {
    let SetPart { purchase: id, person, role, part } = request;
    let (before, by, now) = (read(&site, &who, id).await?, who.id, site.clock.now());
    let host = who.may(Role::Moderator) || who.may(Role::AccountManager);
    if !host && person != by {
        return Err(Problem::not_allowed("You can say which part you have yourself.").into());
    }
    let theirs = site.memory.read().person(person);
    // Whoever has gone to another account can still be taken off.
    if part && !theirs.is_some_and(|one| one.confirmed && one.account == Some(before.account)) {
        return Err(Problem::field("person", "They are not of this account. Invite them first.").into());
    }
    site.db
        .write(move |tx| {
            async move {
                let (changed, kind) = match part {
                    true => (table::take_part(tx, id, person, role, by, now).await?, "purchase.part_taken"),
                    false => (table::leave_part(tx, id, person, role).await?, "purchase.part_left"),
                };
                if changed {
                    events::record(tx, now, Some(by), What::new(kind, id.0), Some(role.word())).await?;
                }
                Ok::<_, Error>(Done {})
            }
            .boxed()
        })
        .await
}
