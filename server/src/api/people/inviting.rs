//! Inviting by staff: who speaks for an account from then on, or, without one, is to be staff.

use super::INVITATION_LIFE;
use crate::api::session::sign_in::link_path;
use crate::db::events::{self, What};
use crate::db::people::{self as table, How};
use crate::db::sign_in::{self, NewSignIn};
use crate::db::{Tx, identities};
use crate::error::Result;
use crate::mail::letters::{Invitation, Letter, invitation};
use crate::memory::Member;
use crate::signed;
use crate::site::Site;
use futures::FutureExt;
use model::notice::NoticeKind;
use model::ways::Party;
use model::{AccountId, Email, Name, PersonId, Problem, Timestamp};

/// Who is invited, and the account that they are to speak for; none for staff.
pub struct Newcomer {
    pub email: Email,
    pub name: Name,
    pub account: Option<AccountId>,
}

/// Invites somebody by mail; `account`: the name of the one that they are to speak for.
pub async fn send(site: &Site, who: &Member, invite: Newcomer, account: Option<Name>) -> Result<PersonId> {
    let (now, by) = (site.clock.now(), who.id);
    let prepared = prepare(site, who, invite, account);
    let own = site.clone();
    let person =
        site.db.write(move |tx| async move { put(&own, tx, prepared, by, now).await }.boxed()).await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(person)
}

/// An invitation with its letter, ready to be sent.
pub struct Prepared {
    pub invite: Newcomer,
    /// What the link carries, where they may sign in by mail.
    token: Option<String>,
    letter: Letter,
}

pub fn prepare(site: &Site, who: &Member, invite: Newcomer, account: Option<Name>) -> Prepared {
    let token = site.dice.secret();
    let company = site.memory.read().company().map(|company| company.name.clone()).unwrap_or_default();
    let party = Party::of(invite.account.is_none());
    let by_mail = site.memory.read().ways().of(party).mail;
    let link = by_mail.then(|| site.config.link(&link_path(&token)));
    let letter = invitation(&Invitation {
        to: invite.email.as_str(),
        name: invite.name.as_str(),
        host: who.name.as_str(),
        company: &company,
        account: account.as_ref().map(|name| name.as_str()),
        link: link.as_deref(),
        home: &site.config.link("/sign-in"),
        days: INVITATION_LIFE / Timestamp::DAY,
    });
    Prepared { invite, token: by_mail.then_some(token), letter }
}

pub async fn put(
    site: &Site,
    tx: &mut Tx,
    prepared: Prepared,
    by: PersonId,
    now: Timestamp,
) -> Result<PersonId> {
    let Prepared { invite, token, letter } = prepared;
    let staff = invite.account.is_none();
    let new = token.map(|token| NewSignIn::by_link(invite.email.clone(), &token, now, INVITATION_LIFE));
    let person = welcome(tx, invite, by, now).await?;
    if let Some(new) = new {
        sign_in::add(tx, &new).await?;
    }
    if !signed::send_written(site, tx, person, (NoticeKind::Invitation, ""), letter).await? {
        return Err(Problem::field("email", if staff { STOPPED_STAFF } else { STOPPED }).into());
    }
    Ok(person)
}

/// The invited person, who may be here already, and speaks for the account from now on.
pub async fn welcome(tx: &mut Tx, request: Newcomer, by: PersonId, now: Timestamp) -> Result<PersonId> {
    let found = table::by_email(tx, &request.email).await?;
    if let (Some(row), Some(account)) = (&found, request.account) {
        if row.confirmed.is_some() && row.account != Some(account.0) {
            let message =
                "This person speaks for another account. You can change that in the list of people.";
            return Err(Problem::field("email", message).into());
        }
        if identities::is_staff(tx, &request.email).await? {
            return Err(Problem::field("email", STAFF).into());
        }
    }
    let known = found.is_some();
    let speaks = found.as_ref().is_some_and(|row| row.confirmed.is_some());
    let person = match found {
        Some(row) => PersonId(row.id),
        None => {
            let added = table::add(tx, &request.name, &request.email, now).await?;
            added.ok_or_else(|| Problem::conflict("Please try this again."))?
        }
    };
    if let Some(account) = request.account {
        table::confirm(tx, person, account, Some(by), How::Invitation, now).await?;
        if known && !speaks {
            // They are told: who is here may have asked for another account.
            let account = account.to_string();
            events::record(tx, now, Some(by), What::new("person.confirmed", person.0), Some(&account))
                .await?;
        }
    }
    events::record(tx, now, Some(by), What::new("person.invited", person.0), None).await?;
    Ok(person)
}

/// Whoever stopped such letters gets none, whoever invites.
pub const STOPPED: &str = "Whoever has this address wants no more invitations by mail. Confirm them in the list of people, or hand them a \
                           link to join by.";

/// The same of colleagues.
pub const STOPPED_STAFF: &str = "Whoever has this address wants no more invitations by mail. If they are in the list of people, give them \
                                 their role there; they can sign in by their address.";

/// Whoever decides on what customers say has no voice among them.
pub const STAFF: &str = "This is one of the company's staff, who speak for no customer.";
