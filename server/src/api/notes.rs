//! Notes of staff: read and written by staff, and shown nowhere else.

use super::proposals::{as_who, visible};
use crate::auth::Staff;
use crate::db::events::{self, What};
use crate::db::notes::{self as table, About};
use crate::error::{Error, Result};
use crate::markdown::render;
use crate::site::Site;
use futures::FutureExt;
use model::api::notes::{AddAccountNote, AddNote, ListAccountNotes, ListNotes};
use model::note::Note;
use model::{AccountId, Problem, Remark, Timestamp};

pub async fn list(site: Site, who: Staff, request: ListNotes) -> Result<Vec<Note>> {
    let proposal = visible(&site, &as_who(&who.0), request.proposal)?.id;
    noted(&site, About::Proposal(proposal)).await
}

pub async fn add(site: Site, who: Staff, request: AddNote) -> Result<Vec<Note>> {
    let proposal = visible(&site, &as_who(&who.0), request.proposal)?.id;
    note(&site, &who, About::Proposal(proposal), request.text).await
}

pub async fn list_of_account(site: Site, _who: Staff, request: ListAccountNotes) -> Result<Vec<Note>> {
    known(&site, request.account)?;
    noted(&site, About::Account(request.account)).await
}

pub async fn add_to_account(site: Site, who: Staff, request: AddAccountNote) -> Result<Vec<Note>> {
    known(&site, request.account)?;
    note(&site, &who, About::Account(request.account), request.text).await
}

fn known(site: &Site, account: AccountId) -> Result<()> {
    let found = site.memory.read().directory.account_name(account);
    Ok(found.map(drop).ok_or_else(|| Problem::not_found("account"))?)
}

pub(super) async fn noted(site: &Site, about: About) -> Result<Vec<Note>> {
    let note = |row: table::NoteRow| Note {
        html: render(&row.text),
        by: row.by_name.and_then(|name| name.parse().ok()),
        at: Timestamp(row.at),
    };
    Ok(table::list(&site.db, about).await?.into_iter().map(note).collect())
}

async fn note(site: &Site, who: &Staff, about: About, text: Remark) -> Result<Vec<Note>> {
    let (now, by) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                let id = table::add(tx, about, by, text.as_str(), now).await?;
                // Of no round: pages of customers would be told that something is new.
                events::record(tx, now, Some(by), What::new("note.written", id), None).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    noted(site, about).await
}
