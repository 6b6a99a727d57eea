//! Splitting a practice: what is done at one of its stages, or for one of its cultures, becomes a practice of its own.

use super::stale::as_read;
use super::{Design, Stored, find, fits, gone, rounds, show, table, write};
use crate::auth::Designer;
use crate::db::events::{self, What};
use crate::db::practices::changes::{self, NewChange, Was};
use crate::db::practices::links;
use crate::design::check;
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::api::practices::SplitPractice;
use model::cells::{CultureSet, StageSet};
use model::practice::{Practice, PracticeText};
use model::round::Round;
use model::{PracticeId, Problem, Title};

pub async fn split(site: Site, who: Designer, request: SplitPractice) -> Result<Practice> {
    let stored = find(&site, request.practice).await?;
    as_read(Some(request.seen), stored.revision)?;
    let (rest, part) = parts(&stored.text, &rounds::read(&site, stored.round)?, &request)?;
    let made = put(&site, &who, stored, rest, vec![part]).await?;
    show(&site, *made.first().ok_or_else(gone)?).await
}

/// Leaves a practice what stays of it, and adds those that it became besides; gives their numbers.
pub(super) async fn put(
    site: &Site,
    who: &Designer,
    stored: Stored,
    rest: PracticeText,
    parts: Vec<PracticeText>,
) -> Result<Vec<PracticeId>> {
    let (id, round, by, now) = (stored.id, stored.round, who.id, site.clock.now());
    let design = if stored.inside_out { Design::InsideOut } else { Design::Draft };
    rounds::going_on(site, round)?;
    for text in std::iter::once(&rest).chain(&parts) {
        fits(site, round, design, text)?;
    }
    write(site, move |tx| {
        async move {
            as_read(Some(stored.revision), changes::revision(tx, id).await?.ok_or_else(gone)?)?;
            if !table::change(tx, id, &rest, by, now).await? {
                return Err(gone());
            }
            events::record(tx, now, Some(by), What::of_round("practice.changed", round, id.0), None).await?;
            let added = if design == Design::Draft { "practice.added" } else { "practice.added_inside_out" };
            let mut made = Vec::with_capacity(parts.len());
            for part in &parts {
                check::links::fit(&links::of_round(tx, round).await?, None, part)?;
                let new = table::add(tx, (round, design), part, by, now).await?;
                events::record(tx, now, Some(by), What::of_round(added, round, new.0), None).await?;
                made.push(new);
            }
            let revision = stored.revision + 1;
            let was = Was { made: made.clone(), ..stored.text.into() };
            changes::note(tx, &NewChange { practice: id, revision, was, sitting: false, by, at: now })
                .await?;
            Ok(made)
        }
        .boxed()
    })
    .await
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
    share(text, &mut rest, &mut part);
    Ok((rest, part))
}

/// Gives a part its share, by the cells that it stands in, of what the whole costs and takes, and takes it from the rest.
pub(super) fn share(whole: &PracticeText, rest: &mut PracticeText, part: &mut PracticeText) {
    let cells =
        |text: &PracticeText| i64::try_from(text.stages.len() * text.cultures.len()).unwrap_or(i64::MAX);
    let (taken, all) = (cells(part), cells(whole).max(1));
    for (place, cost) in whole.costs.iter().enumerate() {
        let share = cost.amount * taken / all;
        part.costs[place].amount = share;
        rest.costs[place].amount -= share;
    }
    for (place, load) in whole.loads.iter().enumerate() {
        let share = load.hours * taken / all;
        part.loads[place].hours = share;
        rest.loads[place].hours -= share;
    }
}

/// "One engineer: Value Added", as long as a title may be.
pub(super) fn titled(title: &Title, name: &str) -> std::result::Result<Title, Problem> {
    let room = Title::MAX.saturating_sub(name.chars().count() + 2);
    let begins: String = title.as_str().chars().take(room).collect();
    let titled = format!("{}: {name}", begins.trim_end());
    titled.parse().map_err(|refused: model::text::TextProblem| Problem::field("title", refused.0))
}
