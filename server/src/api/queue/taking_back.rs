//! Taking a verdict back, with the trust or the block that came with it.

use super::deciding::{Subject, answer, countable, known, number};
use crate::auth::Moderator;
use crate::db::events::{self, What};
use crate::db::{Tx, blocking, queue as table};
use crate::error::{self, Error};
use crate::site::Site;
use futures::FutureExt;
use model::api::queue::UndoVerdicts;
use model::comment::Status as CommentStatus;
use model::proposal::Status;
use model::queue::{Batch, Key, Refusal};
use model::verdict::Decision;
use model::{PersonId, Timestamp};

pub async fn undo(site: Site, who: Moderator, request: UndoVerdicts) -> error::Result<Batch> {
    countable(&request.items)?;
    let (by, now, given) = (who.id, site.clock.now(), Timestamp(request.at));
    let subjects: Vec<Subject> = {
        let world = site.memory.read();
        request.items.iter().filter_map(|key| known(&world, *key)).collect()
    };
    let (done, refused) = site
        .db
        .write(move |tx| {
            async move {
                let (mut done, mut refused) = (Vec::new(), Vec::new());
                for subject in &subjects {
                    if take_back(tx, subject, by, given, now).await? {
                        done.push(subject.key);
                    } else {
                        let why = "Something has been done with it since.".to_owned();
                        refused.push(Refusal { item: subject.key, why });
                    }
                }
                Ok::<_, Error>((done, refused))
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
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
    let Subject { key, round, author, .. } = *subject;
    if !wait_again(tx, key, (by, given), now).await? {
        return Ok(false);
    }
    let kind = match key {
        Key::Proposal(_) => "proposal.reopened",
        Key::Comment(_) => "comment.reopened",
    };
    events::record(tx, now, Some(by), What::of_round(kind, round, number(key)), None).await?;
    events::record(tx, now, Some(by), What::of_round("complaint.reopened", round, number(key)), None).await?;
    let Some(author) = author else { return Ok(true) };
    retract(tx, author, (by, given), by, now).await?;
    Ok(true)
}

/// What a verdict was given on stands as before it, unless something has been done with it since: says which.
pub async fn wait_again(
    tx: &mut Tx,
    key: Key,
    (given_by, given): (PersonId, Timestamp),
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let Some(row) = table::verdict(tx, key, given_by, given).await? else { return Ok(false) };
    let left = match (key, Decision::from_word(&row.decision)) {
        (Key::Proposal(_), Decision::Publish) => Status::Published.word(),
        (Key::Proposal(_), Decision::Decline) => Status::Declined.word(),
        (Key::Comment(_), Decision::Publish) => CommentStatus::Published.word(),
        (Key::Comment(_), Decision::Decline) => CommentStatus::Declined.word(),
    };
    table::undo(tx, key, &row, left, given, now).await
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
