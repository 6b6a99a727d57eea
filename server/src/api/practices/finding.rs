//! Finding practices by their words: of the design that holds, and of a round's draft for whoever sees its practices. There are as
//! many as a company can keep, so what they say is looked through as it stands.

use super::{Sight, sight};
use crate::api::{designs, rounds};
use crate::auth::Anyone;
use crate::db::practices as table;
use crate::error::Result;
use crate::memory::search::{Query, index};
use crate::site::Site;
use model::api::practices::{FindPracticesOfRound, FoundPractice};
use model::practice::PracticeText;
use model::{Name, Particular, PracticeId, Version};
use rustc_hash::FxHashSet;

/// As many as stand beside a page of proposals without hiding it.
const MOST_FOUND: usize = 10;

pub async fn find(site: Site, who: Anyone, request: FindPracticesOfRound) -> Result<Vec<FoundPractice>> {
    let round = rounds::seen(&site, &who, request.round)?;
    let query = Query::parse(&request.q);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<(String, FoundPractice)> = Vec::new();
    for version in designs::holding(&site, designs::Sight::Of(who.person.as_deref())) {
        if (version.0 < 0) != round.sample {
            continue;
        }
        let design = designs::seen_by(&site, designs::Sight::Of(who.person.as_deref()), version);
        let practices = design.await?.practices.into_iter();
        all.extend(practices.map(|one| made(one.id, &one.text, Some(version))));
    }
    if sight(&who, &round) != Sight::Matrix {
        let draft = table::of_round(&site.db, round.id).await?.into_iter();
        all.extend(draft.map(|one| made(one.id, &one.text, None)));
    }
    let best = query.best(all.iter(), |(words, _)| words.as_str());
    // One that is adopted is mostly in the draft as well.
    let mut named: FxHashSet<PracticeId> = FxHashSet::default();
    let found = best.into_iter().filter(|(_, one)| named.insert(one.id));
    Ok(found.take(MOST_FOUND).map(|(_, one)| one.clone()).collect())
}

/// With what it says, to be looked through.
fn made(id: PracticeId, text: &PracticeText, version: Option<Version>) -> (String, FoundPractice) {
    let PracticeText { title, activity, accountable, involved, how, tool, aim, .. } = text;
    let mut said = vec![title.as_str(), activity.as_str(), accountable.as_str()];
    said.extend(involved.iter().chain(tool).map(Name::as_str));
    said.extend(how.iter().chain(aim).map(Particular::as_str));
    let words = index(&said.join("\n"));
    (words, FoundPractice { id, title: title.clone(), accountable: accountable.clone(), version })
}
