//! The team's desk: what could be told next, of what happened to promises and of what the last version adopted, changed and dropped.

use super::shown;
use crate::api::designs::{self, Sight};
use crate::api::past;
use crate::auth::SaidDesk;
use crate::db::goes_on;
use crate::db::said::{self as table, HappenedRow};
use crate::design::difference::{self, Side};
use crate::error::Result;
use crate::promises::Standing;
use crate::site::Site;
use model::api::said::GetDesk;
use model::said::{Desk, Did, Suggested};
use model::{PracticeId, Timestamp, Title};
use std::collections::HashSet;

/// How far back suggestions go, and how many there are at most.
const SUGGESTED: (i64, i64) = (90 * Timestamp::DAY, 50);
/// Practices that a version adopted, changed or dropped and nobody has told yet, suggested at once: of each so many.
const AT_ONCE: usize = 10;

pub async fn desk(site: Site, who: SaidDesk, _request: GetDesk) -> Result<Desk> {
    let sight = Sight::Of(Some(&who));
    let drafts = table::drafts(&site.db).await?;
    let drafts = shown(&site, &drafts, sight).await?;
    let all = site.promises.all(&site, sight).await?;
    let (back, most) = SUGGESTED;
    let since = site.clock.now().plus(-back);
    let rows = table::happened(&site.db, since, most).await?;
    let mut suggested: Vec<Suggested> =
        rows.iter().filter_map(|row| all.iter().find_map(|standing| suggestion(row, standing))).collect();
    let mut came = Vec::new();
    for standing in &all {
        let told = told(&site, standing.adopted).await?;
        let with = with_version(&site, sight, standing, since).await?;
        came.extend(with.into_iter().filter(|one| !told.contains(&(one.practice, one.did))));
    }
    for did in Did::ALL {
        suggested.extend(came.iter().filter(|one| one.did == did).take(AT_ONCE).cloned());
    }
    Ok(Desk { suggested, drafts })
}

/// What has been told; of a practice that goes on as another it is told of that too.
async fn told(site: &Site, adopted: Timestamp) -> Result<HashSet<(PracticeId, Did)>> {
    let mut told = table::told(&site.db, adopted).await?;
    let chain = goes_on::all(&site.db).await?;
    let ends: Vec<_> = told.iter().map(|(practice, did)| (chain.end(*practice), *did)).collect();
    told.extend(ends);
    Ok(told)
}

/// What came with the version that holds now; what it changed and dropped only while that is news.
async fn with_version(
    site: &Site,
    sight: Sight<'_>,
    standing: &Standing,
    since: Timestamp,
) -> Result<Vec<Suggested>> {
    let at = standing.adopted;
    let suggest = |did, practice, title: &Title, words| Suggested {
        event: None,
        did,
        practice,
        title: title.clone(),
        words,
        at,
    };
    let adopted = "You asked for it, and we have adopted it.";
    let held = standing.promises.iter();
    let mut came: Vec<Suggested> =
        held.map(|held| suggest(Did::Adopted, held.id, &held.title, adopted.to_owned())).collect();
    if at < since {
        return Ok(came);
    }
    let design = designs::nameless(site, sight, standing.version).await?;
    let place = design.versions.iter().position(|version| *version == design.version);
    let Some(before) = place.and_then(|place| place.checked_sub(1)).and_then(|at| design.versions.get(at))
    else {
        return Ok(came);
    };
    let before = designs::nameless(site, sight, *before).await?;
    let (old, new) = (Side::from(&before), Side::from(&design));
    let (pairs, gone) = difference::matched(&old, &new);
    for (was, is) in pairs {
        let fields = was.map(|was| difference::changed((&old, was.1), (&new, is.1))).unwrap_or_default();
        if let Some(words) = change_in_words(&fields) {
            came.push(suggest(Did::Changed, is.0, &is.1.title, words));
        }
    }
    for one in before.practices.iter().filter(|one| gone.iter().any(|gone| gone.0 == one.id)) {
        came.push(suggest(Did::Dropped, one.id, &one.text.title, past::reasons(one, &design).join("\n\n")));
    }
    Ok(came)
}

/// What customers would notice; nothing of what it costs the company, or how it is measured.
fn change_in_words(fields: &[String]) -> Option<String> {
    let felt = |field: &String| match field.as_str() {
        "title" | "activity" => Some("what we do"),
        "accountable" | "involved" => Some("who answers for it"),
        "how" | "tool" | "aim" => Some("how we do it"),
        "touchpoints" | "channel" => Some("where you meet us"),
        "stages" | "cultures" => Some("when and for whom"),
        _ => None,
    };
    let mut words: Vec<&str> = fields.iter().filter_map(felt).collect();
    words.dedup();
    (!words.is_empty()).then(|| ["We have changed ", &words.join(", "), "."].concat())
}

/// What could be said of an event; nothing of a practice that is not public.
fn suggestion(row: &HappenedRow, standing: &Standing) -> Option<Suggested> {
    let held = standing.find(PracticeId(row.subject))?;
    let detail = row.detail.clone().unwrap_or_default();
    let reason = standing.stated(held.id).and_then(|stated| stated.reason.as_ref()).map(ToString::to_string);
    let (did, words) = match (row.kind.as_str(), detail.as_str()) {
        ("promise.gap_closed", _) => (Did::Changed, format!("You said that this was not kept. {detail}")),
        (_, "in place") => (Did::Started, "You asked for it, and it is in place now.".to_owned()),
        (_, "dropped") => (Did::Dropped, reason.unwrap_or_default()),
        (_, "paused") => (Did::Changed, reason.unwrap_or_default()),
        _ => return None,
    };
    Some(Suggested {
        event: Some(row.seq),
        did,
        practice: held.id,
        title: held.title.clone(),
        words,
        at: Timestamp(row.at),
    })
}
