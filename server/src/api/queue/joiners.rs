//! Who asks to speak for an account, among what else waits in the queue: how it is shown there, and deciding on it.

use super::acts::DECIDED;
use super::deciding::Verdict as Given;
use crate::api::accounts::which;
use crate::api::joining::answering;
use crate::api::people::STAFF;
use crate::db::join_requests::{self as table, RequestRow};
use crate::db::{Tx, events};
use crate::error;
use crate::memory::World;
use crate::site::Site;
use model::account::WhichAccount;
use model::joining::{JoinRequest, NamedAccount};
use model::queue::Key;
use model::verdict::{Decision, Verdict};
use model::{AccountId, JoinRequestId, PersonId, Problem, Reason, Timestamp};

/// Somebody who waits, and what they are answered.
pub struct Joiner {
    request: JoinRequestId,
    person: PersonId,
    answer: Answer,
}

enum Answer {
    Accept(AccountId),
    Decline(Reason),
}

impl Joiner {
    pub fn key(&self) -> Key {
        Key::JoinRequest(self.request)
    }
}

/// The account that a moderator names for somebody: for one alone, since the others asked for others.
pub fn named(site: &Site, items: &[Key], account: &WhichAccount) -> error::Result<AccountId> {
    if items.len() > 1 {
        return Err(
            Problem::field("account", "Say for one person at a time which account they speak for.").into()
        );
    }
    which(site, "account", account)
}

/// Who can be answered, and may be answered so.
pub fn joiner(
    world: &World,
    request: JoinRequestId,
    given: &Given,
    account: Option<AccountId>,
) -> Result<Joiner, Problem> {
    if given.trust || given.block {
        return Err(Problem::conflict(
            "Trusted or blocked is who wrote something. Confirm this, or decline it.",
        ));
    }
    let who = world.directory.requester(request).ok_or_else(|| Problem::conflict(DECIDED))?;
    let answer = match (given.decision, &given.reason) {
        (Decision::Decline, Some(reason)) => Answer::Decline(reason.clone()),
        (Decision::Decline, None) => return Err(Problem::field("reason", "Please say why; they read it.")),
        (Decision::Publish, _) if who.is_staff() => return Err(Problem::conflict(STAFF)),
        (Decision::Publish, _) => {
            let name = who.declared.as_ref().map_or("", |name| name.as_str());
            let account = account.or_else(|| world.directory.account_named(name));
            let message =
                || format!("There is no account called “{name}”. Add it at Accounts, or name another.");
            Answer::Accept(account.ok_or_else(|| Problem::field("account", message()))?)
        }
    };
    Ok(Joiner { request, person: who.id, answer })
}

/// Says whether it was done: not if somebody else has answered already, and then nothing is written.
pub async fn answer(tx: &mut Tx, joiner: &Joiner, by: PersonId, now: Timestamp) -> Result<bool, sqlx::Error> {
    // One after the other, so that each knows whether they wait still.
    events::take(tx, 0).await?;
    if !table::waits(tx, joiner.request).await? {
        return Ok(false);
    }
    match &joiner.answer {
        Answer::Accept(account) => {
            answering::accept(tx, joiner.person, *account, by, now).await?;
            Ok(true)
        }
        Answer::Decline(reason) => answering::decline(tx, joiner.person, reason, by, now).await,
    }
}

/// As a moderator sees it, whether or not it waits still; none where there is no such request (any more).
pub async fn shown(site: &Site, request: JoinRequestId) -> error::Result<Option<JoinRequest>> {
    let mut rows = table::of_whom(&site.db, request).await?;
    let Some(place) = rows.iter().position(|row| row.id == request.0) else { return Ok(None) };
    let row = rows.remove(place);
    let member = site.memory.read().person(PersonId(row.person));
    let Some((member, email)) = member.and_then(|member| Some((member.clone(), member.email.clone()?)))
    else {
        return Ok(None);
    };
    let domain_of = table::domain_of(&site.db, email.domain()).await?;
    let world = site.memory.read();
    let named = |id: AccountId| Some(NamedAccount { id, name: world.directory.account_name(id)? });
    let Ok(account) = row.account.parse() else { return Ok(None) };
    Ok(Some(JoinRequest {
        id: request,
        person: member.id,
        name: member.name.clone(),
        email,
        here_since: member.since,
        at: Timestamp(row.at),
        known: world.directory.account_named(&row.account).and_then(named),
        domain_of: domain_of.and_then(named),
        account,
        answered: answered(&row),
        verdicts: rows[..place].iter().filter_map(answered).collect(),
    }))
}

fn answered(row: &RequestRow) -> Option<Verdict> {
    Some(Verdict {
        decision: if row.accepted? { Decision::Publish } else { Decision::Decline },
        reason: row.reason.as_deref().and_then(|reason| reason.parse().ok()),
        at: Timestamp(row.answered?),
        by: row.moderator.as_deref().and_then(|name| name.parse().ok()),
        undone: None,
    })
}
