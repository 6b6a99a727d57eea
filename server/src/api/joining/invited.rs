//! Asked by a coordinator to speak for their account, and the answer. Whoever asks learns nothing of an address but what its owner
//! does: to them every answer is the same. Who is here already decides for themselves; who is new does by opening the letter's link.

use super::opener;
use crate::api::people::{INVITATION_LIFE, Newcomer};
use crate::api::session::sign_in::link_path;
use crate::auth::Customer;
use crate::clock::digest;
use crate::db::account_invitations::{self as table, NewInvitation, StandingRow};
use crate::db::events::{self, What};
use crate::db::notices::{self, NewNotice};
use crate::db::people::{self, How};
use crate::db::sign_in::{self, NewSignIn};
use crate::db::{Tx, identities};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::mail::letters::{Invitation, Letter, asked_to_speak, invitation};
use crate::memory::Member;
use crate::signed;
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::joining::{
    AnswerAccountInvitation, InviteColleague, ListAccountInvitations, TakeBackAccountInvitation,
};
use model::joining::AccountInvitation;
use model::notice::NoticeKind;
use model::ways::Party;
use model::{AccountId, AccountInvitationId, Name, PersonId, Problem, Timestamp};

pub async fn invite(site: Site, who: Customer, request: InviteColleague) -> Result<Done> {
    let opener = opener(&site, &who, request.account).await?;
    if opener.host {
        // Staff say who speaks for whom, and see everybody anyway.
        let invited = Newcomer { name: request.name, email: request.email, account: Some(request.account) };
        crate::api::people::send(&site, &who, invited, Some(opener.name)).await?;
        return Ok(Done {});
    }
    // Each is a letter to somebody who may not know of us.
    site.limits.check(Limit::Note, &format!("account {}", request.account))?;
    let (now, by) = (site.clock.now(), who.id);
    let asked = Asked::new(&site, &who, request, &opener.name);
    let own = site.clone();
    site.db.write(move |tx| async move { asked.put(&own, tx, by, now).await }.boxed()).await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// An invitation with both of its letters; which one leaves hangs on whether they are here.
struct Asked {
    request: InviteColleague,
    account: Name,
    /// What the link for a new person carries, where they may sign in by mail.
    token: Option<String>,
    to_new: Letter,
    to_known: Letter,
    /// To whoever speaks for another account.
    to_speaker: Letter,
}

impl Asked {
    fn new(site: &Site, who: &Member, request: InviteColleague, account: &Name) -> Self {
        let token = site.dice.secret();
        let (company, by_mail) = {
            let world = site.memory.read();
            let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
            (company, world.ways().of(Party::of(false)).mail)
        };
        let link = by_mail.then(|| site.config.link(&link_path(&token)));
        let answer = site.config.link("/me#invited");
        let mut about = Invitation {
            to: request.email.as_str(),
            name: request.name.as_str(),
            host: who.name.as_str(),
            company: &company,
            account: Some(account.as_str()),
            link: link.as_deref(),
            home: &site.config.link("/sign-in"),
            days: INVITATION_LIFE / Timestamp::DAY,
        };
        let to_new = invitation(&about);
        about.link = Some(&answer);
        let to_known = asked_to_speak(&about, false);
        let to_speaker = asked_to_speak(&about, true);
        let token = by_mail.then_some(token);
        Self { account: account.clone(), token, to_new, to_known, to_speaker, request }
    }

    async fn put(self, site: &Site, tx: &mut Tx, by: PersonId, now: Timestamp) -> Result<()> {
        // One after the other, so that an address is added once.
        events::take(tx, 0).await?;
        let InviteColleague { account, name, email } = &self.request;
        let found = people::by_email(tx, email).await?;
        if found.as_ref().is_some_and(|row| row.confirmed.is_some() && row.account == Some(account.0)) {
            return Ok(());
        }
        let person = match &found {
            Some(row) => PersonId(row.id),
            None => {
                let added = people::add(tx, name, email, now).await?;
                let added = added.ok_or_else(|| Problem::conflict("Please try this again."))?;
                events::record(tx, now, Some(by), What::new("person.invited", added.0), None).await?;
                added
            }
        };
        let stood = table::renew(tx, *account, person).await?;
        // Who has not come by the first letter is as new as before.
        let new = found.is_none() || stood.is_some_and(|row| row.link.is_some());
        let hash = self.token.as_deref().filter(|_| new).map(digest);
        let expires = now.plus(INVITATION_LIFE);
        let invitation = NewInvitation {
            account: *account,
            person,
            name,
            email,
            by,
            at: now,
            expires,
            link: hash.as_deref(),
        };
        let id = table::add(tx, &invitation).await?;
        events::record(tx, now, Some(by), What::new("invitation.sent", id.0), Some(&account.to_string()))
            .await?;
        // Staff speak for no customer: nobody is written to, and whoever invites is told what everybody is.
        if identities::is_staff(tx, email).await? {
            return Ok(());
        }
        if let Some(token) = self.token.as_deref().filter(|_| new) {
            sign_in::add(tx, &NewSignIn::by_link(email.clone(), token, now, INVITATION_LIFE)).await?;
        }
        if !new {
            notices::add(tx, &notice(person, id, &self.account, now)).await?;
        }
        let speaks = found.as_ref().is_some_and(|row| row.confirmed.is_some());
        let letter = match (new, speaks) {
            (true, _) => self.to_new,
            (false, true) => self.to_speaker,
            (false, false) => self.to_known,
        };
        // Whether they take such letters is not told either.
        signed::send_written(site, tx, person, (NoticeKind::Invitation, ""), letter).await?;
        Ok(())
    }
}

/// What such a notice calls itself, which no event stands for.
const TO_ACCOUNT: &str = "invitation.to_account";

/// What somebody who is here finds among their news; the letter is one of its own.
fn notice(person: PersonId, id: AccountInvitationId, account: &Name, now: Timestamp) -> NewNotice {
    NewNotice {
        person,
        kind: NoticeKind::Invitation,
        what: TO_ACCOUNT.into(),
        round: None,
        subject: id.0,
        words: Some(account.to_string()),
        at: now,
        due: None,
        once: false,
    }
}

/// Taken back: what somebody found among their news goes, and the letter's link lets nobody in.
pub async fn take_back(site: Site, who: Customer, request: TakeBackAccountInvitation) -> Result<Done> {
    let TakeBackAccountInvitation { account, invitation } = request;
    opener(&site, &who, account).await?;
    let (now, by) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                let taken = table::take_back(tx, account, invitation).await?;
                let row = taken.ok_or_else(|| Problem::not_found("invitation"))?;
                if let Some(link) = &row.link {
                    sign_in::void_link(tx, link, now).await?;
                }
                notices::recall_what(tx, PersonId(row.person), TO_ACCOUNT, invitation.0).await?;
                let what = What::new("invitation.taken_back", invitation.0);
                Ok::<_, Error>(events::record(tx, now, Some(by), what, Some(&account.to_string())).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

pub async fn list(
    site: Site,
    who: Customer,
    _request: ListAccountInvitations,
) -> Result<Vec<AccountInvitation>> {
    if who.is_staff() {
        return Ok(Vec::new());
    }
    let rows = table::of_person(&site.db, who.id, site.clock.now()).await?;
    let read = |row: table::OwnRow| {
        Some(AccountInvitation {
            id: AccountInvitationId(row.id),
            account: row.account.parse().ok()?,
            by: row.by_name.and_then(|name| name.parse().ok()),
            at: Timestamp(row.at),
            expires: Timestamp(row.expires),
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

pub async fn answer(site: Site, who: Customer, request: AnswerAccountInvitation) -> Result<Done> {
    let (now, person, staff) = (site.clock.now(), who.id, who.is_staff());
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let found = table::one(tx, request.invitation, person, now).await?;
                let row = found.ok_or_else(|| Problem::not_found("invitation"))?;
                if !request.accept {
                    table::answer(tx, row.id, false, now).await?;
                    let what = What::new("invitation.declined", row.id);
                    events::record(tx, now, Some(person), what, None).await?;
                    return Ok(());
                }
                if staff {
                    return Err(Error::from(Problem::conflict("You are staff, and speak for no customer.")));
                }
                match accept(tx, &row, person, now).await? {
                    true => Ok(()),
                    false => Err(Error::from(Problem::conflict(
                        "You speak for another account already. If that is wrong, please tell us first.",
                    ))),
                }
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// Whoever comes by the letter's link accepts with it, unless they speak for an account already.
pub async fn arrived(tx: &mut Tx, hash: &str, person: PersonId, now: Timestamp) -> Result<()> {
    if let Some(row) = table::by_link(tx, hash, person, now).await?
        && identities::roles(tx, person).await?.is_empty()
    {
        accept(tx, &row, person, now).await?;
    }
    Ok(())
}

/// `false` where they speak for another account.
async fn accept(tx: &mut Tx, row: &StandingRow, person: PersonId, now: Timestamp) -> Result<bool> {
    let standing = identities::membership(tx, person).await?.filter(|one| one.confirmed.is_some());
    if standing.as_ref().is_some_and(|one| one.account != Some(row.account)) {
        return Ok(false);
    }
    table::answer(tx, row.id, true, now).await?;
    if standing.is_none() {
        let by = row.by_person.map(PersonId);
        people::confirm(tx, person, AccountId(row.account), by, How::Invitation, now).await?;
        let what = What::new("person.confirmed", person.0);
        events::record(tx, now, Some(person), what, Some("invitation")).await?;
    }
    Ok(true)
}
