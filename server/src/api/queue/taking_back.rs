//! Taking a verdict back, with the trust or the block that came with it.

use super::deciding::{Subject, answer, countable, known, number};
use crate::api::joining::answering;
use crate::auth::Moderator;
use crate::db::events::{self, What};
use crate::db::{Tx, blocking, queue as table};
use crate::error::{self, Error};
use crate::site::Site;
use futures::FutureExt;
use model::api::queue::UndoVerdicts;
use model::comment::Status as CommentStatus;
use model::proposal::Status;
use model::queue::{Batch, Key, Refusal, Written};
use model::verdict::Decision;
use model::{JoinRequestId, PersonId, Timestamp};

const SINCE: &str = "Something has been done with it since.";

pub async fn undo(site: Site, who: Moderator, request: UndoVerdicts) -> error::Result<Batch> {
    countable(&request.items)?;
    let (by, now, given) = (who.id, site.clock.now(), Timestamp(request.at));
    let (mut subjects, mut joiners): (Vec<Subject>, Vec<JoinRequestId>) = Default::default();
    {
        let world = site.memory.read();
        for item in request.items {
            match item.written() {
                Ok(item) => subjects.extend(known(&world, item)),
                Err(id) => joiners.push(id),
            }
        }
    }
    let (done, late) = site
        .db
        .write(move |tx| {
            async move {
                let (mut done, mut late) = (Vec::<Key>::new(), Vec::<Key>::new());
                for subject in &subjects {
                    match take_back(tx, subject, by, given, now).await? {
                        true => done.push(subject.item.into()),
                        false => late.push(subject.item.into()),
                    }
                }
                for joiner in joiners {
                    events::take(tx, 0).await?;
                    match answering::take_back(tx, joiner, (by, given), now).await? {
                        true => done.push(Key::JoinRequest(joiner)),
                        false => late.push(Key::JoinRequest(joiner)),
                    }
                }
                Ok::<_, Error>((done, late))
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    let refused = late.into_iter().map(|item| Refusal { item, why: SINCE.to_owned() }).collect();
    answer(Batch { at: now, done, refused })
}

/// Says whether it could be taken back.
async fn take_back(
    tx: &mut Tx,
    subject: &Subject,
    by: PersonId,
    given: Timestamp,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    events::take(tx, 0).await?;
    let Subject { item, round, author, .. } = *subject;
    if !wait_again(tx, item, (by, given), now).await? {
        return Ok(false);
    }
    let kind = match item {
        Written::Proposal(_) => "proposal.reopened",
        Written::Comment(_) => "comment.reopened",
    };
    events::record(tx, now, Some(by), What::of_round(kind, round, number(item)), None).await?;
    events::record(tx, now, Some(by), What::of_round("complaint.reopened", round, number(item)), None)
        .await?;
    let Some(author) = author else { return Ok(true) };
    retract(tx, author, (by, given), by, now).await?;
    Ok(true)
}

/// What a verdict was given on stands as before it, unless something has been done with it since: says which.
pub async fn wait_again(
    tx: &mut Tx,
    item: Written,
    (given_by, given): (PersonId, Timestamp),
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let Some(row) = table::verdict(tx, item, given_by, given).await? else { return Ok(false) };
    let left = match (item, Decision::from_word(&row.decision)) {
        (Written::Proposal(_), Decision::Publish) => Status::Published.word(),
        (Written::Proposal(_), Decision::Decline) => Status::Declined.word(),
        (Written::Comment(_), Decision::Publish) => CommentStatus::Published.word(),
        (Written::Comment(_), Decision::Decline) => CommentStatus::Declined.word(),
    };
    table::undo(tx, item, &row, left, given, now).await
}

/// What came with a verdict goes with it: the trust or the block that `given_by` gave its author at `given`.
pub async fn retract(
    tx: &mut Tx,
    author: PersonId,
    (given_by, given): (PersonId, Timestamp),
    by: PersonId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    if table::distrust(tx, author, given_by, given).await? {
        events::record(tx, now, Some(by), What::new("trust.taken_back", author.0), None).await?;
    }
    if blocking::lift_of(tx, author, (given_by, given), by, now).await? {
        events::record(tx, now, Some(by), What::new("block.lifted", author.0), None).await?;
    }
    Ok(())
}
