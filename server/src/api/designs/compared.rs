//! Designs side by side: adopted versions, how it is today, and a draft.

use super::{Sight, frozen_only, versions};
use crate::api::today::{self, TODAY, Today};
use crate::api::{rounds, sign_off};
use crate::auth::{Anyone, Who};
use crate::db::designs as table;
use crate::design::compare::{self, Laid};
use crate::design::review::Standing;
use crate::error::Result;
use crate::site::Site;
use model::api::designs::{CompareDesigns, CompareDraft};
use model::design::Comparison;
use model::person::Role;
use model::{Problem, Version};

pub async fn compare(site: Site, who: Anyone, request: CompareDesigns) -> Result<Comparison> {
    let CompareDesigns { from, to } = request;
    let before = laid(&site, &who, from, to).await?;
    let after = laid(&site, &who, to, from).await?;
    let of = if to == TODAY { from } else { to };
    let today = makes(&who) && today_beside(&site, &who, of).await?.is_some();
    Ok(Comparison { today, ..compare::compare(&before, &after) })
}

pub async fn compare_draft(site: Site, who: Anyone, request: CompareDraft) -> Result<Comparison> {
    let round = rounds::seen(&site, &who, request.round)?;
    let standing = sign_off::standing(&site, &round).await?;
    if !reads(&who, &standing) || request.from == TODAY && !makes(&who) {
        return Err(not_yours().into());
    }
    let today = if makes(&who) { today::holds(&site, &round).await? } else { None };
    let can = today.is_some();
    let before = match request.from {
        TODAY => laid_today(today)?,
        version => adopted(&site, &who, version).await?,
    };
    let last = table::versions(&site.db, round.sample).await?.pop().unwrap_or(TODAY);
    let next = Version(if round.sample { last.0 - 1 } else { last.0 + 1 });
    let after = Laid::draft(next, &standing.shown);
    Ok(Comparison { today: can, ..compare::compare(&before, &after) })
}

/// Before it is in review, a draft is for those who make it.
pub(super) fn reads(who: &Who, draft: &Standing) -> bool {
    let staff = who.person.as_ref().is_some_and(|person| person.is_staff());
    makes(who) || staff && draft.review().is_some()
}

pub(super) fn not_yours() -> Problem {
    Problem::not_allowed("Drafts, and how it is today, are read by those who make and sign designs.")
}

pub(super) fn makes(who: &Who) -> bool {
    who.may(Role::Designer) || who.may(Role::Signatory)
}

/// What is to stand beside another version.
async fn laid(site: &Site, who: &Who, version: Version, other: Version) -> Result<Laid> {
    if version != TODAY {
        return adopted(site, who, version).await;
    }
    // It is of a round: of that in which the other was made. To others it is as good as none.
    if !makes(who) || other == TODAY {
        return Err(gone().into());
    }
    laid_today(today_beside(site, who, other).await?)
}

/// What holds as version 0 for the round that a version was adopted in.
async fn today_beside(site: &Site, who: &Who, version: Version) -> Result<Option<Today>> {
    seen(site, who, version)?;
    let round = frozen_only(site, version).await?.ok_or_else(gone)?.round;
    today::holds(site, &rounds::read(site, round)?).await
}

async fn adopted(site: &Site, who: &Who, version: Version) -> Result<Laid> {
    seen(site, who, version)?;
    Ok(frozen_only(site, version).await?.ok_or_else(gone)?.into())
}

/// A version that its reader may not see is as good as none.
fn seen(site: &Site, who: &Who, version: Version) -> std::result::Result<(), Problem> {
    let seen = versions(site, Sight::Of(who.person.as_deref()), version.0 < 0);
    seen.contains(&version).then_some(()).ok_or_else(gone)
}

fn laid_today(today: Option<Today>) -> Result<Laid> {
    let Today { round, practices } = today.ok_or_else(gone)?;
    Ok(Laid::today(&round, practices))
}

fn gone() -> Problem {
    Problem::not_found("design")
}
