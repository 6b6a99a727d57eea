//! News: reading it, following what brings it, choosing how it comes, and stopping letters.

use super::designs::Sight;
use super::said;
use crate::auth::{Anyone, Customer};
use crate::db::events::{self, What as Happened};
use crate::db::{Tx, following, hushed, notices as table, sign_off};
use crate::error::Result;
use crate::memory::{ProposalMemory, World};
use crate::notices::{post, words};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::notices::{
    ChooseWay, Follow, FollowVotes, Followed, FollowedProposals, GetFollowed, GetLetterStop, GetNews,
    ListFollowed, ResumeLetters, SeeNews, SeeNotice, SeenNotice, StopLetters,
};
use model::notice::{ChosenWay, LetterStop, News, Notice, NoticeKind, NoticeWay};
use model::{NoticeId, PersonId, PracticeId, Problem, ProposalId, Timestamp};
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
    if !request.kind.ways().contains(&request.way) {
        return Err(Problem::field("way", "That cannot wait for a week.").into());
    }
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
    let from_now_on = request.voting && who.follows != Some(wanted);
    site.db
        .write(move |tx| {
            async move {
                table::follow(tx, person, proposal, wanted, now).await?;
                if wanted {
                    hushed::proposal(tx, person, proposal, false, now).await?;
                }
                if from_now_on { follow_what_is_voted_on(tx, person, wanted, now).await } else { Ok(()) }
            }
            .boxed()
        })
        .await?;
    if from_now_on {
        site.memory.catch_up().await?;
    }
    Ok(Followed { wanted })
}

async fn follow_what_is_voted_on(
    tx: &mut Tx,
    person: PersonId,
    wanted: bool,
    now: Timestamp,
) -> std::result::Result<(), sqlx::Error> {
    following::set(tx, person, wanted, now).await?;
    let words = if wanted { "yes" } else { "no" };
    events::record(tx, now, Some(person), Happened::new("person.follows", person.0), Some(words)).await
}

/// From now on; what was voted on before stays as it is.
pub async fn follow_votes(site: Site, who: Customer, request: FollowVotes) -> Result<Done> {
    let (person, wanted, now) = (who.id, request.wanted, site.clock.now());
    if who.follows == Some(wanted) {
        return Ok(Done {});
    }
    site.db
        .write(move |tx| async move { follow_what_is_voted_on(tx, person, wanted, now).await }.boxed())
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
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
            let hushed = hushed::of(&site.db, person).await?.proposals;
            // Of what they cannot see no letters come: it is as if there were nothing.
            read(&site, person, *proposal).iter().all(|one| hushed.contains(&one.id.0))
        }
        // The same of a promise.
        What::Promise(promise) => {
            !reads_promise(&site, person, *promise).await?
                || hushed::of(&site.db, person).await?.promises.contains(&promise.0)
        }
    };
    Ok(what.answer(stopped))
}

pub async fn stop_letters(site: Site, _who: Anyone, request: StopLetters) -> Result<LetterStop> {
    let (person, what) = stopped(&site, &request.key, &request.what).await?;
    match &what {
        What::Kinds(kinds) => set_ways(&site, person, kinds.clone(), NoticeWay::Here).await?,
        What::Proposal(proposal) => hush(&site, person, *proposal, true).await?,
        What::Promise(promise) => hush_promise(&site, person, *promise, true).await?,
    }
    Ok(what.answer(true))
}

pub async fn resume_letters(site: Site, _who: Anyone, request: ResumeLetters) -> Result<LetterStop> {
    let (person, what) = stopped(&site, &request.key, &request.what).await?;
    match &what {
        What::Kinds(_) => return Err(Problem::not_found("kind of letter").into()),
        What::Proposal(proposal) => hush(&site, person, *proposal, false).await?,
        What::Promise(promise) => hush_promise(&site, person, *promise, false).await?,
    }
    Ok(what.answer(false))
}

/// What a letter's link stops.
enum What {
    Kinds(Vec<NoticeKind>),
    /// Letters about one proposal, whatever their kind.
    Proposal(ProposalId),
    /// The same about one promise.
    Promise(PracticeId),
}

impl What {
    fn answer(&self, stopped: bool) -> LetterStop {
        match self {
            Self::Kinds(kinds) => {
                let kind = if let [one] = kinds.as_slice() { Some(*one) } else { None };
                LetterStop { kind, proposal: None, promise: None, stopped }
            }
            Self::Proposal(proposal) => {
                LetterStop { kind: None, proposal: Some(*proposal), promise: None, stopped }
            }
            Self::Promise(promise) => {
                LetterStop { kind: None, proposal: None, promise: Some(*promise), stopped }
            }
        }
    }
}

/// A proposal with what was merged into it: who follows any of these is told of it. Nothing where there is none; whoever
/// holds a letter does not learn whether there is.
fn wordings(world: &World, proposal: ProposalId) -> Vec<Arc<ProposalMemory>> {
    let Some(round) = world.round_of(proposal) else { return Vec::new() };
    round.wordings(proposal).chain(round.proposal(proposal)).cloned().collect()
}

/// The same, as far as somebody may see its round.
fn read(site: &Site, person: PersonId, proposal: ProposalId) -> Vec<Arc<ProposalMemory>> {
    let world = site.memory.read();
    let reader = world.person(person);
    let round = world.round_of(proposal).filter(|memory| world.sees(reader.as_deref(), memory));
    if round.is_some() { wordings(&world, proposal) } else { Vec::new() }
}

/// Who wants no letters about a proposal does not follow it either, and follows it again with the next.
async fn hush(site: &Site, person: PersonId, proposal: ProposalId, hushed: bool) -> Result<()> {
    let all = read(site, person, proposal);
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                for one in all {
                    table::follow(tx, person, one.id, !hushed, now).await?;
                    hushed::proposal(tx, person, one.id, hushed, now).await?;
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    Ok(())
}

/// Whether it is, or was, promised in a design that they may see.
async fn reads_promise(site: &Site, person: PersonId, promise: PracticeId) -> Result<bool> {
    let reader = site.memory.read().person(person);
    said::is_promised(site, Sight::Of(reader.as_deref()), promise).await
}

async fn hush_promise(site: &Site, person: PersonId, promise: PracticeId, hushed: bool) -> Result<()> {
    if !reads_promise(site, person, promise).await? {
        return Ok(());
    }
    let now = site.clock.now();
    site.db
        .write(move |tx| async move { hushed::promise(tx, person, promise, hushed, now).await }.boxed())
        .await?;
    Ok(())
}

/// Whose letters a key stops, and which.
async fn stopped(site: &Site, key: &str, what: &str) -> Result<(PersonId, What)> {
    let unknown = || Problem::not_found("kind of letter");
    let what = match (what.strip_prefix(post::PROPOSAL), what.strip_prefix(post::PROMISE)) {
        (Some(proposal), _) => What::Proposal(proposal.parse().map_err(|_| unknown())?),
        (_, Some(promise)) => What::Promise(promise.parse().map_err(|_| unknown())?),
        _ if what == "all" => What::Kinds(NoticeKind::ALL.to_vec()),
        _ => What::Kinds(vec![what.parse().map_err(|_| unknown())?]),
    };
    let person = table::of_key(&site.db, key).await?;
    Ok((person.ok_or_else(|| Problem::not_found("letter"))?, what))
}
