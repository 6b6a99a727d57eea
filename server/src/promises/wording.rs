//! Since when a promise has been worded as it is: versions are gone back through until one says it otherwise. Reports are not told apart
//! by it: two figures in the place of one would tell of fewer accounts than either may.

use super::Standing;
use crate::api::designs::{self, Sight};
use crate::db::goes_on;
use crate::error::Result;
use crate::site::Site;
use model::practice::PracticeText;
use model::scorecard::Reworded;
use model::{PracticeId, Timestamp, Version};

/// What a customer is promised, in words: neither who answers for it, nor what it costs or how it is measured. Case and spacing aside.
pub fn of(text: &PracticeText) -> String {
    let details = &text.details;
    let how = text.how.as_ref().map(|how| how.as_str());
    let tool = text.tool.as_ref().map(|tool| tool.as_str());
    let touchpoints = details.touchpoints.as_ref().map(|at| at.as_str());
    let parts = [Some(text.title.as_str()), Some(text.activity.as_str()), how, tool, touchpoints];
    let words = |part: Option<&str>| {
        part.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    parts.map(words).join("\n") + "\n" + &details.channel()
}

/// Nothing where it has been worded so from the first.
///
/// # Errors
/// Those of the database, and a design that does not verify.
pub async fn reworded(
    site: &Site,
    sight: Sight<'_>,
    standing: &Standing,
    practice: PracticeId,
) -> Result<Option<Reworded>> {
    let Some(now) = standing.find(practice) else { return Ok(None) };
    let chain = goes_on::all(&site.db).await?;
    let mut since: (Version, Timestamp) = (standing.version, standing.adopted);
    let earlier = designs::line(site, sight, standing.version);
    for version in earlier.into_iter().rev().filter(|version| *version != standing.version) {
        let promised = site.promises.versions.of(site, version).await?;
        let was = promised.find(practice).or_else(|| promised.who(|one| chain.end(one.id) == practice));
        let Some(was) = was else { break };
        if was.wording != now.wording {
            return Ok(Some(Reworded { version: since.0, since: since.1, before: version }));
        }
        since = (version, promised.adopted);
    }
    Ok(None)
}
