//! Somebody arrives whom somebody else vouches for, a provider or the company's own product: who they are here, what they
//! may do, and whom they speak for, as the settings' mapping says.
//!
//! A person is known by the issuer and its name for them, both for good. The first time they are found by an address that
//! is verified. Staff are let in only by what is for staff, so that who controls customers' identities gets no role here.

use super::{sign_in, ways};
use crate::config::people::{AccountBy, People};
use crate::db::events::{self, What};
use crate::db::people::{self as table, How};
use crate::db::{Tx, accounts, identities};
use crate::error::Result;
use crate::providers::told::Told;
use model::account::{AccountText, Tier};
use model::person::Role;
use model::ways::{Party, Rules};
use model::{AccountId, Email, Name, PersonId, Problem, Timestamp};

/// Who vouches.
#[derive(Clone, Debug)]
pub struct Voucher {
    /// As the settings and the log call it.
    pub key: String,
    /// As people call it.
    pub name: String,
    pub people: People,
    pub way: Way,
    pub rules: Rules,
}

/// By which way somebody arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Provider,
    HandOver,
}

/// Who arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub person: PersonId,
    pub email: Email,
}

/// Everything that follows from an arrival, or why there is none.
///
/// # Errors
/// Says what to do instead.
pub async fn arrive(tx: &mut Tx, voucher: &Voucher, told: &Told, now: Timestamp) -> Result<Arrived> {
    let known = identities::find(tx, &told.issuer, &told.subject).await?;
    let known_by = (told.issuer.as_str(), told.subject.as_str());
    let person = match known {
        Some(person) => {
            check_domain(voucher, told.email.as_ref())?;
            identities::seen(tx, known_by, &voucher.key, now).await?;
            person
        }
        None => {
            let person = meet(tx, voucher, told, now).await?;
            identities::link(tx, known_by, person, &voucher.key, now).await?;
            events::record(tx, now, Some(person), What::new("person.linked", person.0), Some(&voucher.key))
                .await?;
            person
        }
    };
    admit(tx, voucher, told, person, now).await?;
    join(tx, voucher, told, person, now).await?;
    let what = What::new("person.signed_in", person.0);
    events::record(tx, now, Some(person), what, Some(&voucher.key)).await?;
    let email = identities::email(tx, person).await?.and_then(|email| email.parse().ok());
    Ok(Arrived { person, email: email.ok_or_else(|| anyhow::anyhow!("somebody without an address"))? })
}

fn check_domain(voucher: &Voucher, email: Option<&Email>) -> Result<()> {
    let let_in = match email {
        Some(email) => voucher.people.lets_in(email.domain()),
        None => voucher.people.domains.is_empty(),
    };
    if let_in {
        return Ok(());
    }
    let domains = voucher.people.domains.join(", ");
    let message = format!(
        "{} is open to addresses at {domains} only. Please sign in another way, or with another address.",
        voucher.name
    );
    Err(Problem::not_allowed(&message).into())
}

/// Whom nobody has vouched for yet: found by the address, or added.
async fn meet(tx: &mut Tx, voucher: &Voucher, told: &Told, now: Timestamp) -> Result<PersonId> {
    let name = &voucher.name;
    let Some(email) = &told.email else {
        let message =
            format!("{name} did not tell us your e-mail address. Please allow that, or sign in another way.");
        return Err(Problem::not_allowed(&message).into());
    };
    check_domain(voucher, Some(email))?;
    if !told.verified {
        let message = format!(
            "{name} does not say that {email} is yours. Please confirm the address there, or sign in another way."
        );
        return Err(Problem::not_allowed(&message).into());
    }
    if let Some(row) = table::by_email(tx, email).await? {
        return Ok(PersonId(row.id));
    }
    if !voucher.people.add {
        let message =
            format!("Nobody here has the address {email}. Please ask whoever invited you for an invitation.");
        return Err(Problem::not_allowed(&message).into());
    }
    let called = match &told.name {
        Some(name) => name.clone(),
        None => sign_in::name_of(email)?,
    };
    let added = table::add(tx, &called, email, now).await?;
    // Only somebody who signed in with the same address at the same moment can have come between.
    let person = added.ok_or_else(|| Problem::conflict("Please try this again."))?;
    events::record(tx, now, Some(person), What::new("person.added", person.0), None).await?;
    Ok(person)
}

/// Gives and takes back the roles that the mapping names, and makes sure that this way is for whoever it is then.
async fn admit(tx: &mut Tx, voucher: &Voucher, told: &Told, person: PersonId, now: Timestamp) -> Result<()> {
    let before = identities::roles(tx, person).await?;
    if !before.is_empty() && !voucher.people.r#for.staff() {
        let message =
            format!("{} is for customers, and you are staff here. Please sign in another way.", voucher.name);
        return Err(Problem::not_allowed(&message).into());
    }
    for role in voucher.people.named_roles() {
        match (told.roles.contains(&role), before.contains(&role)) {
            (true, false) => table::give_role(tx, person, role, None, now).await?,
            // Somebody has to be admin.
            (false, true) if role == Role::Admin && table::admins(tx).await? <= 1 => {
                tracing::warn!(provider = voucher.key, "the last admin stays admin, whatever the claims say");
            }
            (false, true) => identities::take_role(tx, person, role).await?,
            _ => {}
        }
    }
    let after = identities::roles(tx, person).await?;
    if after != before {
        let words: Vec<&str> = after.iter().map(|role| role.word()).collect();
        let detail = format!("{}: {}", voucher.key, words.join(" "));
        events::record(tx, now, None, What::new("person.roles", person.0), Some(&detail)).await?;
    }
    let party = Party::of(!after.is_empty());
    match voucher.way {
        Way::Provider => ways::check(&voucher.rules, party, |open| open.providers)?,
        Way::HandOver => ways::check(&voucher.rules, party, |open| open.hand_over)?,
    }
    if after.is_empty() && !voucher.people.r#for.customers() {
        let message = format!(
            "{} is for staff, and it says of nothing that you may do here. Please ask an admin for a role, or sign in another way.",
            voucher.name
        );
        return Err(Problem::not_allowed(&message).into());
    }
    Ok(())
}

/// Whom they speak for: as the claims say, or else by the domain of their address.
async fn join(tx: &mut Tx, voucher: &Voucher, told: &Told, person: PersonId, now: Timestamp) -> Result<()> {
    let standing = identities::membership(tx, person).await?;
    let confirmed = standing.as_ref().filter(|row| row.confirmed.is_some());
    let named = match &told.account {
        Some(name) => account(tx, voucher, name, now).await?,
        None => None,
    };
    // What was confirmed here otherwise stays so: by invitation, by staff.
    let ours = confirmed.is_none_or(|row| row.how.as_deref() == Some(How::Provider.word()));
    if let Some(account) =
        named.filter(|account| ours && confirmed.is_none_or(|row| row.account != Some(account.0)))
    {
        table::confirm(tx, person, account, None, How::Provider, now).await?;
        let what = What::new("person.confirmed", person.0);
        events::record(tx, now, None, what, Some(&voucher.key)).await?;
    }
    let speaks_for = identities::membership(tx, person).await?.filter(|row| row.confirmed.is_some());
    let speaks_for = speaks_for.and_then(|row| row.account).map(AccountId);
    if let Some(account) = named.filter(|account| Some(*account) == speaks_for) {
        segments(tx, voucher, told, account, now).await?;
    }
    if speaks_for.is_none()
        && let Some(email) = told.email.as_ref().filter(|_| told.verified)
    {
        sign_in::confirm_by_domain(tx, person, email, now).await?;
    }
    Ok(())
}

/// The account that a claim names, added where the settings allow it.
async fn account(tx: &mut Tx, voucher: &Voucher, named: &str, now: Timestamp) -> Result<Option<AccountId>> {
    match voucher.people.account_by {
        AccountBy::Name => {}
        AccountBy::Domain => {
            let domain = named.rsplit('@').next().unwrap_or_default().trim().to_lowercase();
            return Ok(accounts::of_domain(tx, &domain).await?);
        }
        AccountBy::Crm => {
            let whole = match &voucher.people.account_crm {
                Some(crm) => format!("{crm}:{named}"),
                None => named.to_owned(),
            };
            let Ok(called) = whole.parse() else { return Ok(None) };
            return Ok(identities::account_in_crm(tx, &called).await?);
        }
    }
    let Ok(name) = Name::parse(named) else { return Ok(None) };
    if let Some(account) = identities::account(tx, name.as_str()).await? {
        return Ok(Some(account));
    }
    if !voucher.people.add_accounts {
        return Ok(None);
    }
    let text = AccountText {
        name,
        parent: None,
        tier: Tier::default(),
        tier_reason: None,
        domains: Vec::new(),
        crm_ids: Vec::new(),
        attributes: Vec::new(),
    };
    let account = accounts::add(tx, &text, now).await?;
    events::record(tx, now, None, What::new("account.added", account.0), Some(&voucher.key)).await?;
    Ok(Some(account))
}

async fn segments(
    tx: &mut Tx,
    voucher: &Voucher,
    told: &Told,
    account: AccountId,
    now: Timestamp,
) -> Result<()> {
    let mut changed = false;
    for (name, value) in &told.segments {
        match identities::segment(tx, name).await? {
            Some(segment) => changed |= identities::set_attribute(tx, account, segment, value).await?,
            None => tracing::warn!(provider = voucher.key, %name, "there is no such segment attribute here"),
        }
    }
    if changed {
        let what = What::new("account.changed", account.0);
        events::record(tx, now, None, what, Some(&voucher.key)).await?;
    }
    Ok(())
}
