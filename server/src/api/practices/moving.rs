//! Moving a practice from one cell to another: only what stands in that cell moves. A practice stands at all of its stages for all of
//! its cultures, so what is left over by the move becomes practices of their own.

use super::split::{put, share, titled};
use super::stale::as_read;
use super::{find, rounds, show};
use crate::auth::Designer;
use crate::error::Result;
use crate::site::Site;
use model::api::practices::{MovePractice, Moved};
use model::cells::{Cell, CultureSet, StageSet};
use model::practice::PracticeText;
use model::round::Round;
use model::{Name, Problem};

pub async fn move_to(site: Site, who: Designer, request: MovePractice) -> Result<Moved> {
    let stored = find(&site, request.practice).await?;
    as_read(Some(request.seen), stored.revision)?;
    let id = stored.id;
    let from = Cell { stage: request.stage, culture: request.culture };
    let to = Cell { stage: request.to_stage, culture: request.to_culture };
    let Pieces { stays, moved, left } = pieces(&stored.text, &rounds::read(&site, stored.round)?, from, to)?;
    let parts = moved.into_iter().chain(left).collect();
    let made = put(&site, &who, stored, stays, parts).await?;
    let revision = find(&site, id).await?.revision;
    Ok(Moved { practice: show(&site, made.first().copied().unwrap_or(id)).await?, revision, made })
}

/// What a practice falls into.
struct Pieces {
    /// What it is from now on.
    stays: PracticeText,
    /// What has moved, if that is no part of it any more.
    moved: Option<PracticeText>,
    /// What is left at other stages for the culture that the other one has left.
    left: Option<PracticeText>,
}

fn pieces(text: &PracticeText, round: &Round, from: Cell, to: Cell) -> std::result::Result<Pieces, Problem> {
    let (stage, culture) = (round.stages.get(to.stage), round.cultures.get(to.culture));
    let Some((stage, culture)) = stage.zip(culture) else {
        return Err(Problem::field("to_stage", "The round has no such cell."));
    };
    if !text.stages.has(from.stage) || !text.cultures.has(from.culture) {
        return Err(Problem::field("stage", "The practice does not stand there."));
    }
    if from == to {
        return Err(Problem::field("to_stage", "It stands there already."));
    }
    let (stages, cultures) = (text.stages.len(), text.cultures.len());
    let mut stays = text.clone();
    // In line with whatever stays it is the same practice still.
    if (stages == 1 && (cultures == 1 || from.stage == to.stage))
        || (cultures == 1 && from.culture == to.culture)
    {
        stays.stages = text.stages.moved(from.stage, to.stage);
        stays.cultures = text.cultures.moved(from.culture, to.culture);
        return Ok(Pieces { stays, moved: None, left: None });
    }
    if text.stages.has(to.stage) && text.cultures.has(to.culture) {
        return Err(Problem::field("to_stage", "It stands there already."));
    }
    let mut moved = cut(text, StageSet::of(&[from.stage]), CultureSet::of(&[from.culture]));
    share(text, &mut stays, &mut moved);
    let mut left = None;
    match cultures {
        1 => stays.stages = text.stages.without(from.stage),
        _ => stays.cultures = text.cultures.without(from.culture),
    }
    if stages > 1 && cultures > 1 {
        let mut other = cut(text, text.stages.without(from.stage), CultureSet::of(&[from.culture]));
        share(text, &mut stays, &mut other);
        let name = round.cultures.get(from.culture).map(|culture| &culture.name);
        other.title = titled(&text.title, name.map_or("", Name::as_str))?;
        left = Some(other);
    }
    moved.title = match (&left, cultures) {
        (Some(_), _) => titled(&text.title, &format!("{}, {}", stage.name, culture.name))?,
        (None, 1) => titled(&text.title, stage.name.as_str())?,
        (None, _) => titled(&text.title, culture.name.as_str())?,
    };
    (moved.stages, moved.cultures) = (StageSet::of(&[to.stage]), CultureSet::of(&[to.culture]));
    Ok(Pieces { stays, moved: Some(moved), left })
}

fn cut(text: &PracticeText, stages: StageSet, cultures: CultureSet) -> PracticeText {
    PracticeText { stages, cultures, ..text.clone() }
}
