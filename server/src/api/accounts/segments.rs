//! The company's segment attributes: reading, adding, renaming and removing them and their values. What a round is for stays as it was
//! announced: while it names a value, that value stays.

use crate::accounts::MOST_SEGMENTS;
use crate::auth::Host;
use crate::db::events::{self, What};
use crate::db::{Tx, accounts, rounds, segments as table};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use futures::future::BoxFuture;
use model::access::{Access, Act, Audience};
use model::account::Segment;
use model::api::accounts::{
    AddSegment, ListSegments, RemoveSegment, RemoveSegmentValue, RenameSegment, RenameSegmentValue,
    SegmentTouched,
};
use model::{Name, PersonId, Problem, RoundId, SegmentId};

pub async fn list(site: Site, _who: Host, _request: ListSegments) -> Result<Vec<Segment>> {
    Ok(table::list(&site.db).await?)
}

pub async fn add(site: Site, who: Host, request: AddSegment) -> Result<Segment> {
    let (now, by, name) = (site.clock.now(), who.id, request.name.clone());
    let id = site
        .db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if accounts::load_in(tx).await?.segments.len() >= MOST_SEGMENTS {
                    let message = format!("Please keep this to {MOST_SEGMENTS} attributes.");
                    return Err(Error::from(Problem::field("name", message)));
                }
                let taken =
                    |fault| Error::taken(fault, "name", "There is an attribute of this name already.");
                let id = table::add(tx, &name).await.map_err(taken)?;
                events::record(tx, now, Some(by), What::new("segment.added", id.0), None).await?;
                Ok(id)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Segment { id, name: request.name })
}

pub async fn rename(site: Site, who: Host, request: RenameSegment) -> Result<SegmentTouched> {
    let RenameSegment { segment, name } = request;
    touch(&site, who.id, segment, "segment.renamed", move |tx, known| {
        async move {
            let detail = format!("{} → {name}", known.name);
            let taken = |fault| Error::taken(fault, "name", "There is an attribute of this name already.");
            Ok((table::rename(tx, segment, &name).await.map_err(taken)?, detail))
        }
        .boxed()
    })
    .await
}

pub async fn remove(site: Site, who: Host, request: RemoveSegment) -> Result<SegmentTouched> {
    let segment = request.segment;
    let hidden = hidden(&site, &who);
    touch(&site, who.id, segment, "segment.removed", move |tx, known| {
        async move {
            free(tx, &hidden, &known, None).await?;
            Ok((table::remove(tx, segment).await?, known.name.into()))
        }
        .boxed()
    })
    .await
}

pub async fn rename_value(site: Site, who: Host, request: RenameSegmentValue) -> Result<SegmentTouched> {
    let RenameSegmentValue { segment, value, name } = request;
    let hidden = hidden(&site, &who);
    touch(&site, who.id, segment, "segment.value_renamed", move |tx, known| {
        async move {
            free(tx, &hidden, &known, Some(&value)).await?;
            let accounts = table::rename_value(tx, segment, &value, &name).await?;
            found(accounts, &known, &value)?;
            Ok((accounts, format!("{}: {value} → {name}", known.name)))
        }
        .boxed()
    })
    .await
}

pub async fn remove_value(site: Site, who: Host, request: RemoveSegmentValue) -> Result<SegmentTouched> {
    let RemoveSegmentValue { segment, value } = request;
    let hidden = hidden(&site, &who);
    touch(&site, who.id, segment, "segment.value_removed", move |tx, known| {
        async move {
            free(tx, &hidden, &known, Some(&value)).await?;
            let accounts = table::remove_value(tx, segment, &value).await?;
            found(accounts, &known, &value)?;
            Ok((accounts, format!("{}: {value}", known.name)))
        }
        .boxed()
    })
    .await
}

/// Does something to a segment attribute that there is, and records it.
async fn touch<F>(
    site: &Site,
    by: PersonId,
    segment: SegmentId,
    kind: &'static str,
    act: F,
) -> Result<SegmentTouched>
where
    F: for<'a> FnOnce(&'a mut Tx, Segment) -> BoxFuture<'a, Result<(u64, String)>> + Send + 'static,
{
    let now = site.clock.now();
    let accounts = site
        .db
        .write(move |tx| {
            async move {
                // Whoever changes accounts meanwhile waits.
                events::take(tx, 0).await?;
                let mut known = accounts::load_in(tx).await?.segments.into_iter();
                let known = known.find(|known| known.id == segment);
                let known = known.ok_or_else(|| Problem::not_found("segment"))?;
                let (accounts, detail) = act(tx, known).await?;
                events::record(tx, now, Some(by), What::new(kind, segment.0), Some(&detail)).await?;
                Ok::<_, Error>(accounts)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(SegmentTouched { accounts: usize::try_from(accounts).unwrap_or(usize::MAX) })
}

/// The rounds that are not there for them.
fn hidden(site: &Site, who: &Host) -> Vec<RoundId> {
    site.memory.read().hidden_from(Some(who))
}

/// That no round is for customers of this value, or of any of the attribute's.
async fn free(tx: &mut Tx, hidden: &[RoundId], segment: &Segment, value: Option<&Name>) -> Result<()> {
    let named = |access: &Access| {
        Act::ALL.into_iter().any(|act| match access.of(act) {
            Audience::Chosen(circle) => circle
                .segments
                .iter()
                .any(|one| one.segment == segment.id && value.is_none_or(|value| one.value == *value)),
            _ => false,
        })
    };
    let rules = rounds::access_rules(tx).await?;
    let Some((round, question, _)) = rules.into_iter().find(|(_, _, access)| named(access)) else {
        return Ok(());
    };
    if hidden.contains(&round) {
        return Err(
            Problem::conflict("A round says who may take part by this. An admin can change that.").into()
        );
    }
    let what = value.map_or_else(|| segment.name.to_string(), |value| format!("{}: {value}", segment.name));
    let message = format!(
        "The round “{question}” says who may take part by “{what}”. Change that at Manage, under “Who may take part”, first."
    );
    Err(Problem::conflict(message).into())
}

fn found(accounts: u64, segment: &Segment, value: &Name) -> Result<()> {
    if accounts > 0 {
        return Ok(());
    }
    Err(Problem::field("value", format!("No account has “{value}” as its {}.", segment.name)).into())
}
