//! News: reading it, following what brings it, choosing how it comes, and stopping letters.

use crate::auth::{Anyone, Customer};
use crate::db::{notices as table, sign_off};
use crate::error::Result;
use crate::memory::{ProposalMemory, World};
use crate::notices::{post, words};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::notices::{
    ChooseWay, Follow, Followed, FollowedProposals, GetFollowed, GetLetterStop, GetNews, ListFollowed,
    SeeNews, SeeNotice, SeenNotice, StopLetters,
};
use model::notice::{ChosenWay, LetterStop, News, Notice, NoticeKind, NoticeWay};
use model::{NoticeId, PersonId, Problem, ProposalId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The newest; what is older has had its time.
const LISTED: i64 = 100;

pub async fn list(site: Site, who: Customer, _request: GetNews) -> Result<News> {
    let rows = table::list(&site.db, who.id, LISTED).await?;
    let mut ways = table::ways(&site.db, who.id).await?;
    // Customers sign nothing off, unless they do.
    if !who.is_staff() && !sign_off::signs(&site.db, who.id).await? {
        ways.retain(|(kind, _)| *kind != NoticeKind::Review);
    }
    let world = site.memory.read();
    let notices: Vec<Notice> = rows.iter().filter_map(|row| words::notice(&world, row)).collect();
    let chosen = ways.into_iter().filter(|(kind, _)| !kind.is_for_staff() || who.is_staff());
    let ways = chosen.map(|(kind, way)| ChosenWay { kind, way }).collect();
    Ok(News { notices, ways, address: who.email.is_some() })
}

pub async fn see(site: Site, who: Customer, request: SeeNotice) -> Result<SeenNotice> {
    let row = table::one(&site.db, who.id, request.notice).await?;
    let shown = row.and_then(|row| words::notice(&site.memory.read(), &row));
    let Some(notice) = shown else { return Err(Problem::not_found("notice").into()) };
    seen(&site, who.id, notice.id, notice.id).await?;
    Ok(SeenNotice { path: notice.path })
}

pub async fn see_all(site: Site, who: Customer, request: SeeNews) -> Result<Done> {
    seen(&site, who.id, NoticeId(0), request.last).await?;
    Ok(Done {})
}

async fn seen(site: &Site, person: PersonId, first: NoticeId, last: NoticeId) -> Result<()> {
    let now = site.clock.now();
    site.db.write(move |tx| async move { table::see(tx, person, first, last, now).await }.boxed()).await?;
    site.notices.forget(person);
    Ok(())
}

pub async fn choose(site: Site, who: Customer, request: ChooseWay) -> Result<Done> {
    set_ways(&site, who.id, vec![request.kind], request.way).await?;
    Ok(Done {})
}

async fn set_ways(site: &Site, person: PersonId, kinds: Vec<NoticeKind>, way: NoticeWay) -> Result<()> {
    site.db
        .write(move |tx| {
            async move {
                for kind in kinds {
                    table::choose(tx, person, kind, way).await?;
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    Ok(())
}

pub async fn followed(site: Site, who: Customer, request: GetFollowed) -> Result<Followed> {
    let proposal = visible(&site, &who, request.proposal)?;
    let said = table::followed(&site.db, who.id, proposal.id).await?;
    Ok(Followed { wanted: said.unwrap_or(proposal.author == Some(who.id)) })
}

pub async fn list_followed(site: Site, who: Customer, request: ListFollowed) -> Result<FollowedProposals> {
    let said: FxHashMap<i64, bool> = table::said(&site.db, who.id).await?.into_iter().collect();
    let world = site.memory.read();
    let round = world.seen(Some(&who), request.round).ok_or_else(|| Problem::not_found("round"))?;
    let followed = round.proposals().filter(|one| {
        let own = one.author == Some(who.id);
        (own || one.status.is_public()) && said.get(&one.id.0).copied().unwrap_or(own)
    });
    Ok(FollowedProposals { proposals: followed.map(|one| one.id).collect() })
}

pub async fn follow(site: Site, who: Customer, request: Follow) -> Result<Followed> {
    let proposal = visible(&site, &who, request.proposal)?.id;
    let (person, wanted, now) = (who.id, request.wanted, site.clock.now());
    site.db
        .write(move |tx| async move { table::follow(tx, person, proposal, wanted, now).await }.boxed())
        .await?;
    Ok(Followed { wanted })
}

/// One's own, one that one writes with its author, or one that is public.
fn visible(site: &Site, who: &Customer, id: ProposalId) -> Result<Arc<ProposalMemory>> {
    let found = {
        let world = site.memory.read();
        world.seen_of(Some(who), id).and_then(|round| round.proposal(id).cloned())
    };
    let may = |proposal: &Arc<ProposalMemory>| {
        let own = proposal.author == Some(who.id) || site.memory.read().writes(who.id, proposal.id);
        own || proposal.status.is_public()
    };
    Ok(found.filter(may).ok_or_else(|| Problem::not_found("proposal"))?)
}

pub async fn letter(site: Site, _who: Anyone, request: GetLetterStop) -> Result<LetterStop> {
    let (person, what) = stopped(&site, &request.key, &request.what).await?;
    let stopped = match &what {
        What::Kinds(kinds) => {
            let ways = table::ways(&site.db, person).await?;
            ways.iter().all(|(kind, way)| *way == NoticeWay::Here || !kinds.contains(kind))
        }
        What::Proposal(proposal) => {
            let said: FxHashMap<i64, bool> = table::said(&site.db, person).await?.into_iter().collect();
            let world = site.memory.read();
            wordings(&world, *proposal)
                .iter()
                .all(|one| !said.get(&one.id.0).copied().unwrap_or(one.author == Some(person)))
        }
    };
    Ok(what.answer(stopped))
}

pub async fn stop_letters(site: Site, _who: Anyone, request: StopLetters) -> Result<LetterStop> {
    let (person, what) = stopped(&site, &request.key, &request.what).await?;
    match &what {
        What::Kinds(kinds) => set_ways(&site, person, kinds.clone(), NoticeWay::Here).await?,
        What::Proposal(proposal) => stop_following(&site, person, *proposal).await?,
    }
    Ok(what.answer(true))
}

/// What a letter's link stops.
enum What {
    Kinds(Vec<NoticeKind>),
    /// News of one proposal, whatever its kind.
    Proposal(ProposalId),
}

impl What {
    fn answer(&self, stopped: bool) -> LetterStop {
        match self {
            Self::Kinds(kinds) => {
                let kind = if let [one] = kinds.as_slice() { Some(*one) } else { None };
                LetterStop { kind, proposal: None, stopped }
            }
            Self::Proposal(proposal) => LetterStop { kind: None, proposal: Some(*proposal), stopped },
        }
    }
}

/// A proposal with what was merged into it: who follows any of these is told of it. Nothing where there is none; whoever
/// holds a letter does not learn whether there is.
fn wordings(world: &World, proposal: ProposalId) -> Vec<Arc<ProposalMemory>> {
    let Some(round) = world.round_of(proposal) else { return Vec::new() };
    round.wordings(proposal).chain(round.proposal(proposal)).cloned().collect()
}

async fn stop_following(site: &Site, person: PersonId, proposal: ProposalId) -> Result<()> {
    let all = wordings(&site.memory.read(), proposal);
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                for one in all {
                    table::follow(tx, person, one.id, false, now).await?;
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    Ok(())
}

/// Whose letters a key stops, and which.
async fn stopped(site: &Site, key: &str, what: &str) -> Result<(PersonId, What)> {
    let unknown = || Problem::not_found("kind of letter");
    let what = match what.strip_prefix(post::ITEM) {
        Some(proposal) => What::Proposal(proposal.parse().map_err(|_| unknown())?),
        None if what == "all" => What::Kinds(NoticeKind::ALL.to_vec()),
        None => What::Kinds(vec![what.parse().map_err(|_| unknown())?]),
    };
    let person = table::of_key(&site.db, key).await?;
    Ok((person.ok_or_else(|| Problem::not_found("letter"))?, what))
}
