//! Signing in by a mail that carries a six-digit code and a link: either works, once, for a quarter of an hour.
//!
//! Codes are short, so guessing is bounded, and in such a way that strangers cannot use up what somebody else asked for:
//! a code works in the browser that asked for it and nowhere else, so only that browser's wrong ones count against it.
//! Five of them void its mail. They count against every mail that this browser waits for, so that asking for more gives
//! no more guesses. And an address gets the link alone while as many codes have been tried, or may yet be tried, as are
//! bearable in a day, whoever asked: the link cannot be guessed, works everywhere, and nobody can void it from outside.
//!
//! What is left for somebody who asks for another's address from browsers of their own: a code is sent while fewer than
//! [`MOST_WRONG_LATELY`] tries are spent or open, and opens [`MOST_WRONG`] more, so at most 14 + 5 = 19 tries in any day.
//! Each hits with one in a million: once in 144 years of trying every day, with three mails a day to tell its owner.

use super::{begun, ways};
use crate::api::joining::invited;
use crate::auth::{Anyone, Visitor};
use crate::clock::{Clock, Dice, digest};
use crate::config::Config;
use crate::db::events::{self, What};
use crate::db::people::{self, How};
use crate::db::sign_in::{self as table, NewSignIn};
use crate::db::{Db, Tx, accounts, identities, mail};
use crate::error::{Error, Result};
use crate::guests;
use crate::limits::Limit;
use crate::mail::letters;
use crate::session;
use crate::site::Site;
use crate::watch;
use futures::FutureExt;
use model::api::session::{SignInStarted, SignInWithCode, SignInWithLink, SignedIn, StartSignIn};
use model::endpoint::{encoded, local};
use model::ways::Party;
use model::{Email, Name, PersonId, Problem, Timestamp};
use subtle::ConstantTimeEq;

/// How long a mail's code and link work.
pub const LIFE: i64 = 15 * Timestamp::MINUTE;
/// After this many wrong codes in a day, those counted that may yet be tried, an address gets links alone.
pub const MOST_WRONG_LATELY: i64 = 15;

/// The page that a link in a mail leads to.
#[must_use]
pub fn link_path(token: &str) -> String {
    format!("/sign-in/link?token={token}")
}

/// A link for the person who has this address, if anybody has, without a mail: for whoever runs the server.
///
/// # Errors
/// Those of the database.
pub async fn new_link(
    db: &Db,
    config: &Config,
    clock: &Clock,
    dice: &Dice,
    email: Email,
) -> Result<Option<String>> {
    let (now, token) = (clock.now(), dice.secret());
    let link = config.link(&link_path(&token));
    let found = db.write(move |tx| {
        async move {
            let Some(row) = people::by_email(tx, &email).await? else { return Ok::<_, Error>(false) };
            events::record(tx, now, None, What::new("person.link_printed", row.id), None).await?;
            let new = NewSignIn { by_operator: true, ..NewSignIn::by_link(email, &token, now, LIFE) };
            table::add(tx, &new).await?;
            Ok(true)
        }
        .boxed()
    });
    Ok(found.await?.then_some(link))
}

/// What is kept of a code.
fn code_hash(link_hash: &str, code: &str) -> String {
    digest(&format!("{link_hash} {code}"))
}

/// The six digits of a code as people type it: in groups, with spaces or hyphens between.
fn six_digits(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

pub async fn start(site: Site, who: Visitor<Anyone>, request: StartSignIn) -> Result<SignInStarted> {
    site.limits.sign_in(who.who.from)?;
    site.limits.check(Limit::SignInByEmail, request.email.as_str())?;
    let rules = site.memory.read().ways();
    if !rules.any(|open| open.mail) {
        return Err(closed());
    }
    let next = local(&request.next).unwrap_or_else(|| "/".into());
    let begun = if request.begun { "&begun=1" } else { "" };
    let landing =
        format!("/sign-in?email={}&next={}&sent=1{begun}", encoded(request.email.as_str()), encoded(&next));
    session::bind_begun(&who.session, &request.email, request.begun).await?;
    let asker = session::asker_or_new(&who.session, &site.dice).await?;
    let company = site.memory.read().company().map(|company| company.name.clone()).unwrap_or_default();
    let (now, code, token) = (site.clock.now(), site.dice.code(), site.dice.secret());
    let (link, link_hash) = (site.config.link(&link_path(&token)), digest(&token));
    let home = site.config.link("/sign-in");
    site.db
        .write(move |tx| {
            async move {
                let email = request.email;
                let guessed = table::wrong_lately(tx, &email, now).await? >= MOST_WRONG_LATELY;
                // Where mail is closed to whoever has this address, all is done as ever, and the letter says so instead of
                // carrying anything: the answer tells nobody which addresses are whose.
                let open = rules.of(party(tx, &email).await?).mail;
                let code = (!guessed && open).then_some(code.as_str());
                let new = NewSignIn {
                    code_hash: code.map(|code| code_hash(&link_hash, code)),
                    link_hash,
                    asker,
                    next,
                    created: now,
                    expires: now.plus(LIFE),
                    by_operator: false,
                    email,
                };
                table::add(tx, &new).await?;
                let letter = match open {
                    true => {
                        letters::sign_in(new.email.as_str(), &company, code, &link, LIFE / Timestamp::MINUTE)
                    }
                    false => letters::sign_in_otherwise(new.email.as_str(), &company, &home),
                };
                mail::add(tx, &letter, now).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    Ok(SignInStarted { next: landing })
}

fn closed() -> Error {
    Problem::not_allowed(
        "Signing in by mail is closed here. Please use one of the ways on the page to sign in on.",
    )
    .into()
}

/// Whether an address is somebody's of the staff. Strangers will be customers. The same work for all: the time that an
/// answer takes tells nobody who is known here.
pub async fn party(tx: &mut Tx, email: &Email) -> Result<Party> {
    Ok(Party::of(identities::is_staff(tx, email).await?))
}

pub async fn with_code(site: Site, who: Visitor<Anyone>, request: SignInWithCode) -> Result<SignedIn> {
    // What cannot be a code is a slip of the finger, and not a try.
    let code = six_digits(&request.code)
        .ok_or_else(|| Problem::field("code", "A code has six digits. Please look at it once more."))?;
    site.limits.sign_in(who.who.from)?;
    let message = "This code does not work. Look for the newest mail, or ask for another one; a code works only in \
                   the browser that asked for it.";
    let refused = || Problem::field("code", message);
    let asker = session::asker(&who.session).await?.ok_or_else(refused)?;
    let rules = site.memory.read().ways();
    let (now, email) = (site.clock.now(), request.email.clone());
    let entered = site
        .db
        .write(move |tx| {
            async move {
                let tried = table::try_code(tx, &email, &asker, now).await?;
                let hit = tried.iter().find(|row| same(&row.code_hash, &code_hash(&row.link_hash, &code)));
                // A miss must be committed as well: it is the count.
                let Some(row) = hit else {
                    let owner = people::by_email(tx, &email).await?.map(|row| PersonId(row.id));
                    for void in tried.iter().filter(|row| row.wrong >= table::MOST_WRONG) {
                        events::record(tx, now, owner, What::new("sign_in.voided", void.id), None).await?;
                    }
                    return Ok::<_, Error>(Err(owner));
                };
                table::was_right(tx, &email, &asker, row.id, now).await?;
                ways::check(&rules, party(tx, &email).await?, |open| open.mail)?;
                Ok(Ok((arrive(tx, &email, now, "code").await?, row.next.clone())))
            }
            .boxed()
        })
        .await?;
    let (person, begun_at) = match entered {
        Ok(entered) => entered,
        Err(owner) => {
            watch::failed(&site, owner, who.who.from, "a wrong code").await;
            return Err(refused().into());
        }
    };
    enter(&site, &who, person, &request.email, local(&request.next).unwrap_or(begun_at)).await
}

pub async fn with_link(site: Site, who: Visitor<Anyone>, request: SignInWithLink) -> Result<SignedIn> {
    site.limits.sign_in(who.who.from)?;
    let (now, hash, rules) = (site.clock.now(), digest(&request.token), site.memory.read().ways());
    let entered = site
        .db
        .write(move |tx| {
            async move {
                let Some(row) = table::open_link(tx, &hash, now).await? else { return Ok::<_, Error>(None) };
                let email: Email = row.email.parse().map_err(|_| anyhow::anyhow!("a stored address"))?;
                if !row.by_operator {
                    ways::check(&rules, party(tx, &email).await?, |open| open.mail)?;
                }
                let person = arrive(tx, &email, now, "link").await?;
                invited::arrived(tx, &hash, person, now).await?;
                Ok(Some((person, email, row.next)))
            }
            .boxed()
        })
        .await?;
    let message = "This link has been used already, or its time is over. Please ask for a new mail.";
    // The field is a hidden one: what is wrong with it is said for the whole form.
    let refused = || Problem { message: message.into(), ..Problem::field("token", message) };
    let Some((person, email, next)) = entered else {
        watch::failed(&site, None, who.who.from, "a link that does not hold").await;
        return Err(refused().into());
    };
    enter(&site, &who, person, &email, local(&next).unwrap_or_else(|| "/".into())).await
}

/// The person of an address, who is new here at the first sign-in. Where the address is at a domain of an account,
/// they speak for it.
pub async fn arrive(tx: &mut Tx, email: &Email, now: Timestamp, by: &str) -> Result<PersonId> {
    let found = people::by_email(tx, email).await?;
    let (person, confirmed) = match found {
        Some(row) => (PersonId(row.id), row.confirmed.is_some()),
        None => {
            let added = people::add(tx, &name_of(email)?, email, now).await?;
            // Only somebody who signed in with the same address at the same moment can have come between.
            let person = added.ok_or_else(|| Problem::conflict("Please try this again."))?;
            events::record(tx, now, Some(person), What::new("person.added", person.0), None).await?;
            (person, false)
        }
    };
    if !confirmed {
        confirm_by_domain(tx, person, email, now).await?;
    }
    events::record(tx, now, Some(person), What::new("person.signed_in", person.0), Some(by)).await?;
    Ok(person)
}

/// Where an address is at a domain of an account, its owner speaks for that account; staff speak for none.
pub async fn confirm_by_domain(tx: &mut Tx, person: PersonId, email: &Email, now: Timestamp) -> Result<()> {
    if let Some(account) = accounts::of_domain(tx, email.domain()).await?
        && accounts::comes_by_domain(tx, person).await?
    {
        people::confirm(tx, person, account, None, How::Domain, now).await?;
        events::record(tx, now, None, What::new("person.confirmed", person.0), Some("domain")).await?;
    }
    Ok(())
}

/// A name to go by until they say: `ada.lovelace+news@…` is Ada Lovelace.
pub fn name_of(email: &Email) -> Result<Name> {
    let local = email.as_str().split(['@', '+']).next().unwrap_or_default();
    let words = local.split(['.', '_', '-']).filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    let name = words.collect::<Vec<_>>().join(" ");
    Ok(Name::parse(&name)
        .or_else(|_| Name::parse("Somebody"))
        .map_err(|refused| anyhow::anyhow!(refused.0))?)
}

/// Signs the session in, and does what was begun before by whoever has this address.
pub async fn enter(
    site: &Site,
    who: &Visitor<Anyone>,
    person: PersonId,
    email: &Email,
    next: String,
) -> Result<SignedIn> {
    site.memory.catch_up().await?;
    let guest = session::take_guest(&who.session).await?;
    session::sign_in(&who.session, person, &who.who.device).await?;
    let kept = match guest {
        Some(guest) => guests::recognise(site, guest, person).await?,
        None => 0,
    };
    let finished = begun::finish(site, who, person, email, kept).await?;
    Ok(SignedIn { next: finished.shown_at.unwrap_or(next), completed: finished.completed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_addresses_until_people_say() {
        for (email, name) in [
            ("ada.lovelace+news@example.com", "Ada Lovelace"),
            ("jean-luc_p@example.com", "Jean Luc P"),
            ("öde@example.com", "Öde"),
            ("...@example.com", "Somebody"),
        ] {
            assert_eq!(name_of(&email.parse().unwrap()).unwrap().as_str(), name);
        }
    }
}
