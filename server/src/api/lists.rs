//! The company's lists: what was mistyped is renamed, merged into another, or taken away where nothing uses it. Whoever may not see a
//! round sees nothing of the lists that comes from it alone.

use super::practices::entries_seen;
use crate::auth::Designer;
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::lists::{self as table, EntryRow};
use crate::error::{Error, Result};
use crate::memory::Member;
use crate::site::Site;
use futures::FutureExt;
use futures::future::BoxFuture;
use model::api::Done;
use model::api::lists::{DropFormerName, ListEntries, MergeEntry, RemoveEntry, RenameEntry};
use model::practice::{Entry, ListKind, Listed};
use model::{EntryId, Name, Problem, RoundId};
use std::collections::BTreeSet;

pub async fn list(site: Site, who: Designer, _request: ListEntries) -> Result<Vec<Listed>> {
    let mut entries = entries_seen(&site, Some(&who)).await?;
    entries.sort_by_key(|entry| ListKind::ALL.iter().position(|list| *list == entry.list));
    let hidden = site.memory.read().hidden_from(Some(&who));
    let mut uses = table::uses(&site.db).await?;
    uses.retain(|one| !hidden.contains(&RoundId(one.round)));
    let former = table::former(&site.db).await?;
    let listed = |entry: Entry| {
        let own = || uses.iter().filter(|one| one.entry == entry.id.0);
        let practices: BTreeSet<i64> = own().map(|one| one.practice).filter(|one| *one != 0).collect();
        let names = former.iter().filter(|one| one.entry == entry.id.0);
        Listed {
            practices: practices.len(),
            signs: own().filter(|one| one.practice == 0).count(),
            // Which round a former name comes from is not kept.
            former: names.filter(|_| hidden.is_empty()).filter_map(|one| one.name.parse().ok()).collect(),
            entry,
        }
    };
    Ok(entries.into_iter().map(listed).collect())
}

fn gone() -> Problem {
    Problem::not_found("entry")
}

async fn seen(site: &Site, who: &Member) -> Result<Vec<EntryId>> {
    Ok(entries_seen(site, Some(who)).await?.into_iter().map(|entry| entry.id).collect())
}

/// One that is there for them, in the transaction that changes it; what has come of it is in the log, and all pages follow.
async fn act<F>(site: &Site, who: &Member, entry: EntryId, kind: &'static str, work: F) -> Result<Done>
where
    F: for<'t> FnOnce(&'t mut Tx, EntryRow) -> BoxFuture<'t, Result<(EntryId, String)>> + Send + 'static,
{
    if !seen(site, who).await?.contains(&entry) {
        return Err(gone().into());
    }
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| {
            async move {
                // Nobody writes it into a practice beside.
                events::take(tx, 0).await?;
                let was = table::one(tx, entry).await?.ok_or_else(gone)?;
                let (about, detail) = work(tx, was).await?;
                events::record(tx, now, Some(by), What::new(kind, about.0), Some(&detail)).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// Whoever has read another name means something else.
fn still(was: &EntryRow, read: &Name) -> Result<()> {
    if crate::design::key(&was.name) == crate::design::key(read.as_str()) {
        return Ok(());
    }
    let message = format!("It is called “{}” by now. Look at the list again.", was.name);
    Err(Problem::conflict(message).into())
}

/// Another name than none: what stands in place of a function is no function.
fn sound(was: &EntryRow, name: &Name) -> Result<()> {
    if was.list == ListKind::Function.word() && name.is_nobody() {
        return Err(Problem::field("name", "Give it a name.").into());
    }
    Ok(())
}

pub async fn rename(site: Site, who: Designer, request: RenameEntry) -> Result<Done> {
    let RenameEntry { entry, was: read, name } = request;
    let seen = seen(&site, &who).await?;
    act(&site, &who, entry, "list.renamed", move |tx, was| {
        async move {
            still(&was, &read)?;
            sound(&was, &name)?;
            let other = table::called(tx, &was.list, &name).await?.filter(|other| *other != entry);
            if let Some(other) = other {
                let message = match seen.contains(&other) {
                    true => "There is one of this name already. Merge this one into it.",
                    false => "This name cannot be taken. Choose another.",
                };
                return Err(Problem::field("name", message).into());
            }
            table::rename(tx, entry, &was, &name).await?;
            Ok((entry, format!("{} → {name}", was.name)))
        }
        .boxed()
    })
    .await
}

pub async fn merge(site: Site, who: Designer, request: MergeEntry) -> Result<Done> {
    let MergeEntry { entry, was: read, name } = request;
    let seen = seen(&site, &who).await?;
    act(&site, &who, entry, "list.merged", move |tx, was| {
        async move {
            still(&was, &read)?;
            let other = table::called(tx, &was.list, &name).await?;
            let Some(other) = other.filter(|other| seen.contains(other)) else {
                return Err(Problem::field("name", "There is none of this name in the same list.").into());
            };
            if other == entry {
                return Err(Problem::field("name", "Choose another than itself.").into());
            }
            // Who signs, and for what, is for admins to say.
            if table::sign_both(tx, entry, other).await? {
                let message = "Both sign in one round. An admin takes one from those who sign first.";
                return Err(Problem::conflict(message).into());
            }
            let stays = table::one(tx, other).await?.ok_or_else(gone)?;
            let name: Name = stays.name.parse().map_err(|_| gone())?;
            table::merge(tx, (entry, &was), (other, &name)).await?;
            Ok((other, format!("{} into {name}", was.name)))
        }
        .boxed()
    })
    .await
}

pub async fn remove(site: Site, who: Designer, request: RemoveEntry) -> Result<Done> {
    let RemoveEntry { entry, was: read } = request;
    act(&site, &who, entry, "list.removed", move |tx, was| {
        async move {
            still(&was, &read)?;
            if !table::used_in(tx, entry).await?.is_empty() {
                let message =
                    "Something uses it. Rename it, merge it into another, or take it out there first.";
                return Err(Problem::conflict(message).into());
            }
            table::remove(tx, entry).await?;
            Ok((entry, was.name))
        }
        .boxed()
    })
    .await
}

pub async fn drop_former(site: Site, who: Designer, request: DropFormerName) -> Result<Done> {
    let DropFormerName { entry, name } = request;
    if !site.memory.read().hidden_from(Some(&who)).is_empty() {
        return Err(Problem::not_found("name").into());
    }
    act(&site, &who, entry, "list.parted", move |tx, _| {
        async move {
            if !table::drop_former(tx, entry, &name).await? {
                return Err(Problem::not_found("name").into());
            }
            Ok((entry, format!("{name} no longer stands for it")))
        }
        .boxed()
    })
    .await
}
