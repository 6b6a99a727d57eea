//! Designs side by side: adopted versions, how it is today, and a draft.

use super::{Sight, frozen_only, versions};
use crate::api::{rounds, sign_off};
use crate::auth::{Anyone, Who};
use crate::db::{designs as table, practices};
use crate::design::compare::{self, Laid};
use crate::error::Result;
use crate::site::Site;
use model::api::designs::{CompareDesigns, CompareDraft};
use model::design::Comparison;
use model::person::Role;
use model::round::Round;
use model::{Problem, RoundId, Version};

/// How the company engages today.
const TODAY: Version = Version(0);

pub async fn compare(site: Site, who: Anyone, request: CompareDesigns) -> Result<Comparison> {
    let CompareDesigns { from, to } = request;
    let before = laid(&site, &who, from, to).await?;
    let after = laid(&site, &who, to, from).await?;
    Ok(compare::compare(&before, &after))
}

pub async fn compare_draft(site: Site, who: Anyone, request: CompareDraft) -> Result<Comparison> {
    let round = rounds::seen(&site, &who, request.round)?;
    if !makes(&who) {
        return Err(Problem::not_allowed("The draft is compared by designers and signatories.").into());
    }
    let before = match request.from {
        TODAY => today(&site, &round).await?,
        version => adopted(&site, &who, version).await?,
    };
    let last = table::versions(&site.db, round.sample).await?.pop().unwrap_or(TODAY);
    let next = Version(if round.sample { last.0 - 1 } else { last.0 + 1 });
    let after = Laid::draft(next, &sign_off::standing(&site, &round).await?.shown);
    Ok(compare::compare(&before, &after))
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
    let round = round_of(site, who, other).await?;
    today(site, &rounds::read(site, round)?).await
}

async fn round_of(site: &Site, who: &Who, version: Version) -> Result<RoundId> {
    seen(site, who, version)?;
    Ok(frozen_only(site, version).await?.ok_or_else(gone)?.round)
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

async fn today(site: &Site, round: &Round) -> Result<Laid> {
    let practices = practices::inside_out(&site.db, round.id).await?;
    if practices.is_empty() {
        return Err(gone().into());
    }
    Ok(Laid::today(round, practices))
}

fn gone() -> Problem {
    Problem::not_found("design")
}
