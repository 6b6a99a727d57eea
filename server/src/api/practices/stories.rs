//! The stories behind a practice: which were told beside its proposals, which stand beside it, and choosing them. They are not part of
//! what is signed: each stands where it was told, and whoever takes it back there takes it from here.

use super::{find, rounds, write};
use crate::api::comments::{beginning, published};
use crate::api::designs::rounds_behind;
use crate::auth::Designer;
use crate::db::events::{self, What};
use crate::db::practices::stories as table;
use crate::error::Result;
use crate::memory::CommentMemory;
use crate::site::Site;
use futures::FutureExt;
use model::api::practices::{ListStories, SetStory};
use model::comment::{Found, Kind};
use model::design::Design;
use model::practice::{MOST_STORIES, StoryBehind};
use model::{CommentId, PracticeId, Problem, ProposalId, RoundId, Title};

pub async fn list(site: Site, _who: Designer, request: ListStories) -> Result<Vec<StoryBehind>> {
    behind(&site, request.practice).await
}

pub async fn set(site: Site, who: Designer, request: SetStory) -> Result<Vec<StoryBehind>> {
    let SetStory { practice, story, stands } = request;
    let stored = find(&site, practice).await?;
    rounds::going_on(&site, stored.round)?;
    let told = told(&site, &stored.text.proposals);
    if stands && !told.iter().any(|(memory, _)| memory.id == story) {
        let message = "Choose a story that a customer told beside the proposals of this practice.";
        return Err(Problem::field("story", message).into());
    }
    // One that cannot be read any more takes no place.
    let readable: Vec<CommentId> = told.iter().map(|(memory, _)| memory.id).collect();
    let (by, now) = (who.id, site.clock.now());
    write(&site, move |tx| {
        async move {
            let there = table::of(tx, practice).await?;
            if there.contains(&story) == stands {
                return Ok(());
            }
            if stands && there.iter().filter(|id| readable.contains(id)).count() >= MOST_STORIES {
                let message = format!("At most {MOST_STORIES} stories stand beside a practice.");
                return Err(Problem::field("story", message).into());
            }
            match stands {
                true => table::add(tx, practice, story, now).await?,
                false => table::remove(tx, practice, story).await?,
            }
            let what = What::of_round("practice.stories", stored.round, practice.0);
            Ok(events::record(tx, now, Some(by), what, None).await?)
        }
        .boxed()
    })
    .await?;
    behind(&site, practice).await
}

async fn behind(site: &Site, practice: PracticeId) -> Result<Vec<StoryBehind>> {
    let stored = find(site, practice).await?;
    let chosen = chosen(site, stored.round).await?;
    let mut stories = Vec::new();
    for (memory, on) in told(site, &stored.text.proposals) {
        let is_chosen = chosen.contains(&(practice, memory.id));
        let story = beginning(site, &memory, on).await?;
        stories.extend(story.map(|story| StoryBehind { story, chosen: is_chosen }));
    }
    Ok(stories)
}

async fn chosen(site: &Site, round: RoundId) -> Result<Vec<(PracticeId, CommentId)>> {
    Ok(table::of_round(&site.db, round).await?)
}

/// The published stories beside these proposals, newest first.
fn told(site: &Site, proposals: &[ProposalId]) -> Vec<(CommentMemory, Title)> {
    let world = site.memory.read();
    let stories = world
        .talk
        .comments()
        .filter(|one| one.kind == Kind::Story && proposals.contains(&one.proposal) && published(&world, one));
    let titled = stories.filter_map(|one| {
        let proposal = world.round(one.round)?.proposal(one.proposal)?;
        Some((one.clone(), proposal.text.title.clone()))
    });
    let mut told: Vec<(CommentMemory, Title)> = titled.collect();
    told.reverse();
    told
}

/// Puts beside each practice of a design, adopted or in the making, the stories that stand there now.
pub async fn put_beside(site: &Site, design: &mut Design) -> Result<()> {
    let mut all = Vec::new();
    for round in rounds_behind(site, design) {
        all.extend(chosen(site, round).await?);
    }
    for (practice, id) in all {
        let Some(place) = design.practices.iter().position(|one| one.id == practice) else { continue };
        let Some((memory, on)) = readable(site, id) else { continue };
        let story: Option<Found> = beginning(site, &memory, on).await?;
        design.practices[place].stories.extend(story);
    }
    Ok(())
}

/// A story with the title of what it was told beside, while everybody may read it.
fn readable(site: &Site, id: CommentId) -> Option<(CommentMemory, Title)> {
    let world = site.memory.read();
    let memory = world.talk.comment(id).filter(|one| published(&world, one))?;
    let proposal = world.round(memory.round)?.proposal(memory.proposal)?;
    Some((memory.clone(), proposal.text.title.clone()))
}
