//! Finding comments and stories by their words, among those that the caller may see.

use super::shown::published;
use crate::auth::Anyone;
use crate::db::comments as table;
use crate::error::Result;
use crate::memory::CommentMemory;
use crate::memory::search::Query;
use crate::mentions::Names;
use crate::site::Site;
use model::api::comments::FindComments;
use model::comment::{BEGINNING, Found, Status};
use model::{Problem, Timestamp, Title};

/// As many as stand beside a page of proposals without hiding it.
const MOST_FOUND: usize = 10;

pub async fn find(site: Site, who: Anyone, request: FindComments) -> Result<Vec<Found>> {
    let query = Query::parse(&request.q);
    let found: Vec<(CommentMemory, Title)> = {
        let world = site.memory.read();
        let round =
            world.seen(who.person.as_deref(), request.round).ok_or_else(|| Problem::not_found("round"))?;
        let own = |one: &CommentMemory| {
            who.id().is_some() && one.author == who.id() && one.status != Status::Withdrawn
        };
        let seen = world.talk.comments().filter(|one| {
            !query.is_empty() && one.round == request.round && (published(&world, one) || own(one))
        });
        let mut seen: Vec<&CommentMemory> = seen.collect();
        seen.reverse();
        let best = query.best(seen.into_iter(), |one| one.words.as_str());
        let titled = best.into_iter().filter_map(|one| {
            let proposal = round.proposal(one.proposal)?;
            Some((one.clone(), proposal.text.title.clone()))
        });
        titled.take(MOST_FOUND).collect()
    };
    let mut all = Vec::with_capacity(found.len());
    for (memory, on) in found {
        all.extend(beginning(&site, &memory, on).await?);
    }
    Ok(all)
}

/// How it begins; nothing where it is gone since.
pub async fn beginning(site: &Site, memory: &CommentMemory, on: Title) -> Result<Option<Found>> {
    let Some(row) = table::one(&site.db, memory.id).await? else { return Ok(None) };
    let text = Names::default().plain(&row.text);
    let begins: String = text.chars().take(BEGINNING).collect();
    Ok(Some(Found {
        id: memory.id,
        proposal: memory.proposal,
        on,
        kind: memory.kind,
        tone: row.tone.as_deref().and_then(|tone| tone.parse().ok()),
        begins: if begins.len() < text.len() { begins + "…" } else { begins },
        at: Timestamp(row.created),
    }))
}
