//! Answering who asks to speak for an account, wherever it is done: where people are, or in the queue. And taking an answer back.

use crate::db::events::{self, What};
use crate::db::people::{self, How};
use crate::db::{Tx, join_requests as table};
use model::{AccountId, JoinRequestId, PersonId, Reason, Timestamp};

/// They speak for the account from now on.
pub async fn accept(
    tx: &mut Tx,
    person: PersonId,
    account: AccountId,
    by: PersonId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    // Whoever answers takes the counter first, from the queue as from the list: two that took them crosswise would wait for each other.
    events::take(tx, 0).await?;
    people::confirm(tx, person, account, Some(by), How::Staff, now).await?;
    let what = What::new("person.confirmed", person.0);
    events::record(tx, now, Some(by), what, Some(&account.to_string())).await
}

/// They are told why not, and may ask again. Says whether they waited.
pub async fn decline(
    tx: &mut Tx,
    person: PersonId,
    reason: &Reason,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    events::take(tx, 0).await?;
    if !table::undeclare(tx, person).await? {
        return Ok(false);
    }
    table::answer(tx, person, Some(reason.as_str()), Some(by), now).await?;
    let what = What::new("person.declined", person.0);
    events::record(tx, now, Some(by), what, Some(reason.as_str())).await?;
    Ok(true)
}

/// They wait as before the answer that `by` gave at `given`, and what they voted since is counted apart with the rest. Says whether that
/// could be: not where something was done with it since.
pub async fn take_back(
    tx: &mut Tx,
    request: JoinRequestId,
    (by, given): (PersonId, Timestamp),
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let Some(row) = table::given(tx, request, by, given).await? else { return Ok(false) };
    if !table::wait_again(tx, request, &row, by, given).await? {
        return Ok(false);
    }
    let kind = if row.accepted { "person.unconfirmed" } else { "person.undeclined" };
    events::record(tx, now, Some(by), What::new(kind, row.person), None).await?;
    Ok(true)
}
