//! Splitting a practice: what is done at one of its stages, or for one of its cultures, becomes a practice of its own.

use super::{Design, find, fits, gone, rounds, show, stale, table, write};
use crate::auth::Designer;
use crate::db::events::{self, What};
use crate::db::practices::changes::{self, NewChange};
use crate::db::practices::links;
use crate::design::check;
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::api::practices::SplitPractice;
use model::cells::{CultureSet, StageSet};
use model::practice::{Practice, PracticeText};
use model::round::Round;
use model::{Problem, Title};

pub async fn split(site: Site, who: Designer, request: SplitPractice) -> Result<Practice> {
    let stored = find(&site, request.practice).await?;
    if stored.revision != request.revision {
        return Err(stale().into());
    }
    let (id, round, by, now) = (stored.id, stored.round, who.id, site.clock.now());
    let design = if stored.inside_out { Design::InsideOut } else { Design::Draft };
    rounds::going_on(&site, round)?;
    let (rest, part) = parts(&stored.text, &rounds::read(&site, round)?, &request)?;
    fits(&site, round, design, &rest)?;
    fits(&site, round, design, &part)?;
    let new = write(&site, move |tx| {
        async move {
            if changes::revision(tx, id).await?.ok_or_else(gone)? != stored.revision {
                return Err(stale().into());
            }
            if !table::change(tx, id, &rest, by, now).await? {
                return Err(gone());
            }
            let revision = stored.revision + 1;
            let change = NewChange { practice: id, revision, was: stored.text, sitting: false, by, at: now };
            changes::note(tx, &change).await?;
            check::links::fit(&links::of_round(tx, round).await?, None, &part)?;
            let new = table::add(tx, (round, design), &part, by, now).await?;
            events::record(tx, now, Some(by), What::of_round("practice.changed", round, id.0), None).await?;
            let added = if design == Design::Draft { "practice.added" } else { "practice.added_inside_out" };
            events::record(tx, now, Some(by), What::of_round(added, round, new.0), None).await?;
            Ok(new)
        }
        .boxed()
    })
    .await?;
    show(&site, new).await
}

/// What stays of a practice, and what it becomes a practice of its own.
fn parts(
    text: &PracticeText,
    round: &Round,
    asked: &SplitPractice,
) -> std::result::Result<(PracticeText, PracticeText), Problem> {
    let (mut rest, mut part) = (text.clone(), text.clone());
    let name = match (asked.stage, asked.culture) {
        (Some(stage), None) if text.stages.has(stage) && text.stages.len() > 1 => {
            (rest.stages, part.stages) = (text.stages.without(stage), StageSet::of(&[stage]));
            round.stages.get(stage).map(|stage| stage.name.clone())
        }
        (None, Some(culture)) if text.cultures.has(culture) && text.cultures.len() > 1 => {
            (rest.cultures, part.cultures) = (text.cultures.without(culture), CultureSet::of(&[culture]));
            round.cultures.get(culture).map(|culture| culture.name.clone())
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::field("stage", "Give one stage, or one culture."));
        }
        (Some(_), None) => {
            return Err(Problem::field(
                "stage",
                "Give one of its stages; one of several, or nothing would be left.",
            ));
        }
        (None, Some(_)) => {
            return Err(Problem::field(
                "culture",
                "Give one of its cultures; one of several, or nothing would be left.",
            ));
        }
    };
    let name = name.ok_or_else(|| Problem::not_found("stage"))?;
    part.title = titled(&text.title, name.as_str())?;
    let cells =
        |text: &PracticeText| i64::try_from(text.stages.len() * text.cultures.len()).unwrap_or(i64::MAX);
    let share = |whole: i64| whole * cells(&part) / cells(text).max(1);
    let costs = text.costs.iter().map(|cost| share(cost.amount)).collect::<Vec<_>>();
    let hours = text.loads.iter().map(|load| share(load.hours)).collect::<Vec<_>>();
    for (place, taken) in costs.into_iter().enumerate() {
        (part.costs[place].amount, rest.costs[place].amount) = (taken, text.costs[place].amount - taken);
    }
    for (place, taken) in hours.into_iter().enumerate() {
        (part.loads[place].hours, rest.loads[place].hours) = (taken, text.loads[place].hours - taken);
    }
    Ok((rest, part))
}

/// "One engineer: Value Added", as long as a title may be.
fn titled(title: &Title, name: &str) -> std::result::Result<Title, Problem> {
    let room = Title::MAX.saturating_sub(name.chars().count() + 2);
    let begins: String = title.as_str().chars().take(room).collect();
    let titled = format!("{}: {name}", begins.trim_end());
    titled.parse().map_err(|refused: model::text::TextProblem| Problem::field("title", refused.0))
}
