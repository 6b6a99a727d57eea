//! The week in one letter for staff, on Mondays: what changed, who waits, what is overdue, and one story worth telling. Each reads of
//! it what their role may see. It is written once, however many instances there are, and told like any other news.

use super::herald::{monday, post};
use crate::api::designs::Sight;
use crate::api::follow_up;
use crate::db::notices::{self as table, NewNotice};
use crate::db::{activities, events};
use crate::memory::{Member, RoundMemory, World};
use crate::promises::{Held, Standing};
use crate::site::Site;
use futures::FutureExt;
use model::comment::{Kind, Status};
use model::follow_up::FollowUp;
use model::notice::{NoticeKind, NoticeWay};
use model::person::Role;
use model::scorecard::Gap;
use model::time::Day;
use model::{CommentId, PersonId, RoundId, Timestamp};
use std::sync::Arc;

/// What a notice of a week calls itself, which no single event stands for.
pub const DIGEST: &str = "week.told";
/// Begins the last line of its words where there is a story; told only while the story can be read.
pub const STORY: &str = "story ";
/// A week that could not be told on its Monday is not told later.
const LATEST: i64 = Timestamp::DAY;
const WEEK: i64 = 7 * Timestamp::DAY;
/// Activities that are counted as due.
const MOST_DUE: i64 = 100;
/// Titles that are named in each list.
const NAMED: usize = 5;

/// Tells the week that has gone by, if that is to be done now and has not been.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> anyhow::Result<()> {
    let now = site.clock.now();
    let begun = monday(now);
    let week = begun.0 / WEEK;
    if now.since(begun) >= LATEST || table::is_told(&site.db, NoticeKind::Digest, week).await? {
        return Ok(());
    }
    let ways = table::ways_of(&site.db, NoticeKind::Digest).await?;
    let way = |person: PersonId| {
        let chosen = ways.iter().find(|(of, _)| *of == person.0).and_then(|(_, way)| way.parse().ok());
        chosen.unwrap_or(NoticeKind::Digest.ordinary())
    };
    let told = gather(site, begun.plus(-WEEK)).await?;
    let staff: Vec<Arc<Member>> = {
        let world = site.memory.read();
        world.directory.people().filter(|member| member.is_staff()).cloned().collect()
    };
    let letter = post(now).now.plus(-super::herald::GATHER);
    let new: Vec<NewNotice> = staff
        .iter()
        .filter_map(|member| {
            let sees = |round| site.memory.read().seen(Some(member), round).is_some();
            let words = told.to(member, &sees)?;
            let leaves = way(member.id) != NoticeWay::Here && member.email.is_some();
            Some(NewNotice {
                person: member.id,
                kind: NoticeKind::Digest,
                what: DIGEST.to_owned(),
                round: None,
                subject: week,
                words: Some(words),
                at: now,
                due: leaves.then_some(letter),
                once: true,
            })
        })
        .collect();
    site.db
        .write(move |tx| {
            async move {
                // Whoever tells the week holds the counter, so that two never tell the same.
                events::take(tx, 0).await?;
                for notice in &new {
                    table::add(tx, notice).await?;
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    Ok(())
}

const ASKS: &str = "to be told whom they speak for";

/// What there is to tell, as sentences.
struct Told {
    changed: Option<String>,
    /// For moderators; with who asks to speak for an account.
    queue: usize,
    /// Those alone, for whoever answers them.
    joining: usize,
    /// For moderators and designers.
    owed: FollowUp,
    /// Of each design that holds.
    designs: Vec<OfDesign>,
    /// For whoever plans activities.
    activities: Option<String>,
    story: Option<CommentId>,
}

/// What a design promises: titles, for whoever may see its round.
struct OfDesign {
    round: RoundId,
    overdue: Vec<String>,
    gaps: Vec<String>,
}

impl OfDesign {
    fn new(standing: &Standing, today: Day) -> Self {
        let list = |wanted: &dyn Fn(&Held) -> bool| {
            let held = standing.promises.iter().filter(|held| wanted(held));
            held.map(|held| format!("“{}”", held.title)).collect()
        };
        Self {
            round: standing.round,
            overdue: list(&|held| standing.is_overdue(held.id, today)),
            gaps: list(&|held| standing.gap(held.id).is_some_and(Gap::is_open)),
        }
    }
}

impl Told {
    /// As one member of staff reads it; nothing where there is nothing for them.
    fn to(&self, member: &Member, sees: &dyn Fn(RoundId) -> bool) -> Option<String> {
        let mut lines: Vec<String> =
            self.changed.iter().map(|what| format!("What changed: {what}.")).collect();
        let mut waits = Vec::new();
        if member.may(Role::Moderator) && self.queue > 0 {
            let joining = (self.joining > 0).then(|| format!(", of them {} {ASKS}", self.joining));
            waits.push(format!("{} in the queue{}", self.queue, joining.unwrap_or_default()));
        } else if member.may(Role::AccountManager) && self.joining > 0 {
            waits.push(format!("{} {ASKS}", self.joining));
        }
        if (member.may(Role::Moderator) || member.may(Role::Designer)) && self.owed.waiting > 0 {
            let since = self.owed.items.first().map(|one| format!(", the longest since {}", one.since.day()));
            waits.push(format!(
                "{} for a word from the company{}",
                self.owed.waiting,
                since.unwrap_or_default()
            ));
        }
        if !waits.is_empty() {
            lines.push(format!("Who waits: {}.", waits.join("; ")));
        }
        let seen: Vec<&OfDesign> = self.designs.iter().filter(|design| sees(design.round)).collect();
        let titles = |of: fn(&OfDesign) -> &[String]| {
            let titles: Vec<String> = seen.iter().flat_map(|design| of(design)).cloned().collect();
            (!titles.is_empty()).then(|| named(&titles))
        };
        lines.extend(titles(|design| &design.overdue).map(|what| format!("What is overdue: {what}.")));
        lines
            .extend(titles(|design| &design.gaps).map(|what| format!("Not kept, as customers say: {what}.")));
        let plans = [Role::Moderator, Role::Designer, Role::AccountManager];
        let plans = plans.into_iter().any(|role| member.may(role));
        lines.extend(
            self.activities.iter().filter(|_| plans).map(|what| format!("Activities that are due: {what}.")),
        );
        if lines.is_empty() && self.story.is_none() {
            return None;
        }
        lines.extend(self.story.map(|story| format!("{STORY}{story}")));
        Some(lines.join("\n"))
    }
}

async fn gather(site: &Site, since: Timestamp) -> anyhow::Result<Told> {
    let standing = site.promises.all(site, Sight::All).await;
    let standing = standing.map_err(|fault| anyhow::anyhow!(fault.told().message))?;
    let owed = follow_up::in_rounds(site, |_, round| is_of_all(round), false).await;
    let owed = owed.map_err(|fault| anyhow::anyhow!(fault.told().message))?;
    let promises = table::happened(&site.db, "promise.changed", since).await?;
    let activities = due(site).await?;
    let today = Day::of(site.clock.now());
    let world = site.memory.read();
    let own: Vec<&Standing> = standing.iter().map(Arc::as_ref).filter(|one| !one.sample).collect();
    let of_all = |standing: &&&Standing| world.round(standing.round).is_some_and(is_of_all);
    // Words are counted of all designs together.
    let promises = if own.iter().all(|one| of_all(&one)) { promises } else { 0 };
    let adopted: Vec<&Standing> = own.iter().filter(of_all).copied().collect();
    Ok(Told {
        changed: changed(&world, since, &adopted, promises),
        queue: world.to_decide().count(),
        joining: world.directory.waiting(),
        owed,
        designs: own.iter().map(|standing| OfDesign::new(standing, today)).collect(),
        activities,
        story: story(&world, since),
    })
}

/// What is kept from some of the staff is in a letter to none of them.
fn is_of_all(round: &RoundMemory) -> bool {
    !round.round.access.is_kept_from_staff()
}

/// The activities of which nobody has said whether they were held, or whose result was not presented back.
async fn due(site: &Site) -> Result<Option<String>, sqlx::Error> {
    let now = site.clock.now();
    let mut rows = activities::owed(&site.db, now, MOST_DUE).await?;
    rows.retain(|row| site.memory.read().round(RoundId(row.round)).is_some_and(is_of_all));
    let due = |row: &activities::ActivityRow| Some(format!("“{}” ({})", row.title, row.due(now)?.words()));
    let titles: Vec<String> = rows.iter().filter_map(due).collect();
    Ok((!titles.is_empty()).then(|| named(&titles)))
}

fn changed(world: &World, since: Timestamp, designs: &[&Standing], promises: i64) -> Option<String> {
    let rounds = || world.rounds().filter(|round| !round.round.sample && is_of_all(round));
    let new = |round: &RoundMemory| {
        round.proposals().filter(|one| one.status.is_public() && one.at > since).count()
    };
    let proposals: usize = rounds().map(new).sum();
    let real = |comment: &&crate::memory::CommentMemory| {
        world.round(comment.round).is_some_and(|round| !round.round.sample && is_of_all(round))
    };
    let comments = world.talk.comments().filter(real);
    let comments = comments.filter(|one| one.status == Status::Published && one.at > since).count();
    let mut parts = Vec::new();
    let mut count = |count: usize, one: &str, many: &str| match count {
        0 => {}
        1 => parts.push(format!("1 {one}")),
        count => parts.push(format!("{count} {many}")),
    };
    count(proposals, "new proposal", "new proposals");
    count(comments, "new comment or story", "new comments and stories");
    count(usize::try_from(promises).unwrap_or(0), "word on a promise", "words on promises");
    for standing in designs.iter().filter(|standing| standing.adopted > since) {
        parts.push(format!("version {} is adopted", standing.version));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The newest story of the week that a customer told beside what most accounts voted on.
fn story(world: &World, since: Timestamp) -> Option<CommentId> {
    let told = world.talk.comments().filter(|one| {
        let staff = world.is_by_staff(one.author);
        one.kind == Kind::Story && one.status == Status::Published && one.at > since && !staff
    });
    let heard = |one: &crate::memory::CommentMemory| {
        let round = world.round(one.round).filter(|round| !round.round.sample && is_of_all(round))?;
        let public = round.proposal(one.proposal).is_some_and(|proposal| proposal.status.is_public());
        public.then(|| round.heard_on_wording(one.proposal).count())
    };
    let told = told.filter_map(|one| Some((heard(one)?, one.at, one.id)));
    told.max().map(|(_, _, id)| id)
}

/// The first few, and how many more.
fn named(titles: &[String]) -> String {
    let first = titles.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match titles.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
