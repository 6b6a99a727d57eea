//! What becomes of a text as it comes in: shown at once, or read by a moderator first, because the round wants it so or because
//! a rule of intake holds it (`model::intake`).

use crate::db::comments;
use crate::error::Result;
use crate::memory::{Member, World};
use crate::site::Site;
use model::comment::Status;
use model::intake::{Author, Held, LOOKED_BACK, PACE, PACE_WINDOW, Set, held};
use model::proposal::ProposalText;
use model::queue::Written;
use model::round::Moderation;
use model::{PersonId, RoundId, Timestamp};

/// Whether a moderator is to read it first, and the rule that holds it besides the round's own.
pub type Fate = (bool, Option<Held>);

/// What becomes of `text`, which `who` writes in `round`; `now` is what it replaces, if it is no new one.
///
/// # Errors
/// Those of the database.
pub async fn fate(
    site: &Site,
    who: &Member,
    round: RoundId,
    text: &str,
    replaced: Option<Written>,
) -> Result<Fate> {
    let except = match replaced {
        Some(Written::Comment(id)) => id.0,
        _ => 0,
    };
    let mut before = comments::last_texts(&site.db, who.id, except, LOOKED_BACK as i64).await?;
    let world = site.memory.read();
    let staff = who.is_staff();
    let trusted = staff || world.talk.trusts(who.id);
    let first = world.round(round).is_none_or(|memory| memory.round.moderation == Moderation::ReviewFirst);
    let own = world.round(round).into_iter().flat_map(|memory| memory.proposals());
    let own = own.filter(|one| one.author == Some(who.id) && Some(Written::Proposal(one.id)) != replaced);
    before.splice(0..0, own.map(|one| whole(&one.text)));
    let since = site.clock.now().plus(-PACE_WINDOW);
    let lately = if replaced.is_some() { 0 } else { written_since(&world, who.id, since) };
    let known = who.confirmed || has_published(&world, who.id);
    let author = Author { staff, trusted, known, lately, before: &before };
    let held = held(text, author, Set { blocked: world.talk.blocked(), pace: pace(&world) });
    Ok((held.is_some() || (first && !trusted), held))
}

/// Everything that the author of a proposal wrote in it.
#[must_use]
pub fn whole(text: &ProposalText) -> String {
    let more = [&text.who, &text.how, &text.tool, &text.measure];
    let mut whole = [text.title.as_str(), "\n", text.why.as_str()].concat();
    for particular in more.into_iter().flatten() {
        whole.push('\n');
        whole.push_str(particular.as_str());
    }
    whole
}

/// What one author may write in a short while.
#[must_use]
pub fn pace(world: &World) -> usize {
    world.company().and_then(|company| company.pace).unwrap_or(PACE)
}

/// How many proposals, comments and stories somebody has written since, wherever.
fn written_since(world: &World, person: PersonId, since: Timestamp) -> usize {
    let proposals = world.rounds().flat_map(crate::memory::RoundMemory::proposals);
    let proposals = proposals.filter(|one| one.author == Some(person) && one.at > since);
    let comments = world.talk.comments().filter(|one| one.author == Some(person) && one.at > since);
    proposals.count() + comments.count()
}

fn has_published(world: &World, person: PersonId) -> bool {
    let mut comments = world.talk.comments();
    comments.any(|one| one.author == Some(person) && one.status == Status::Published)
        || world
            .rounds()
            .flat_map(crate::memory::RoundMemory::proposals)
            .any(|one| one.author == Some(person) && one.status.is_public())
}
