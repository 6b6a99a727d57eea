//! The herald reads what has happened, in the order of the log, and writes to whom it is news. How far it has come stands in the
//! database and moves on with what it writes, so that nothing is told twice, whichever instance tells it and whenever one stops.

use super::{adoption, mentioned, together};
use crate::api::designs::Sight;
use crate::api::finding;
use crate::db::notices::{self as table, EventRow, HeraldRow, NewNotice, Post};
use crate::db::queue;
use crate::db::{Tx, mail, mentions};
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::comment::Status::Published;
use model::notice::{NoticeKind, NoticeWay};
use model::person::Role;
use model::queue::Written;
use model::{CommentId, PersonId, PracticeId, ProposalId, RoundId, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Events that are read at once.
const EVENTS: i64 = 200;
/// People who are told in one transaction: others want to write too.
const PEOPLE: usize = 200;
/// How long news waits for more, so that they leave in one letter.
pub const GATHER: i64 = 5 * Timestamp::MINUTE;
/// Titles that an adoption notice names in each of its lists.
pub(super) const NAMED: usize = 5;

/// To whom an event is news, and of what kind; with words of their own where there are any.
#[derive(Default)]
pub(super) struct Plan {
    pub people: BTreeMap<i64, (NoticeKind, Option<String>)>,
    pub once: bool,
    /// Nobody is written to about a made-up round.
    pub quiet: bool,
    /// What this undoes: whoever has not read of that need not hear of this either.
    pub undoes: Option<&'static str>,
}

/// Tells of some of what has happened, and says whether there may be more.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> anyhow::Result<bool> {
    let from = table::herald(&site.db).await?;
    let events = table::events(&site.db, from.seq, EVENTS).await?;
    let Some(last) = events.last().map(|event| event.seq) else { return Ok(false) };
    // Only now, so that what the events are about is in memory.
    site.memory.catch_up().await?;
    let mut seq = from.seq;
    for event in &events {
        let plan = plan(site, event).await?;
        if !plan.people.is_empty() {
            tell(site, from, seq, event, plan).await?;
            return Ok(true);
        }
        seq = event.seq;
    }
    let to = HeraldRow { seq: last, person: 0, until: from.until };
    site.db.write(move |tx| async move { table::advance(tx, &from, &to).await }.boxed()).await?;
    Ok(true)
}

/// Writes to the next few people, and moves on: to the last of them, or past the event.
async fn tell(site: &Site, from: HeraldRow, before: i64, event: &EventRow, plan: Plan) -> anyhow::Result<()> {
    let told = if before == from.seq { from.person } else { 0 };
    let mut rest = plan.people.into_iter().filter(|(person, _)| *person > told);
    let people: Vec<_> = rest.by_ref().take(PEOPLE).collect();
    let to = match people.last().filter(|_| rest.next().is_some()) {
        Some((person, _)) => HeraldRow { seq: before, person: *person, until: from.until },
        None => HeraldRow { seq: event.seq, person: 0, until: from.until },
    };
    let ways = ways(site, people.iter().map(|(_, (kind, _))| *kind)).await?;
    let post = post(site.clock.now());
    let new = |(person, (kind, words)): (i64, (NoticeKind, Option<String>))| {
        let reachable = site.memory.read().person(PersonId(person)).is_some_and(|one| one.email.is_some());
        let way = ways.get(&(kind, person)).copied().unwrap_or_else(|| kind.ordinary());
        NewNotice {
            person: PersonId(person),
            kind,
            what: event.kind.clone(),
            round: event.round.map(RoundId),
            subject: event.subject.unwrap_or(0),
            words,
            at: Timestamp(event.at),
            due: post.due(way).filter(|_| reachable && !plan.quiet),
            // Of these it is written elsewhere who knows.
            once: plan.once && kind != NoticeKind::Mention,
        }
    };
    let notices: Vec<NewNotice> = people.into_iter().map(new).collect();
    let undoes = plan.undoes;
    let named = mentioned::item(&event.kind, event.subject.unwrap_or(0));
    site.db
        .write(move |tx| {
            async move {
                if table::advance(tx, &from, &to).await? {
                    for notice in &notices {
                        if let Some(what) = undoes
                            && taken_back(tx, notice, what).await?
                        {
                            continue;
                        }
                        table::add(tx, notice).await?;
                        if let Some(item) = named.filter(|_| notice.kind == NoticeKind::Mention) {
                            mentions::tell(tx, item, notice.person, notice.at).await?;
                        }
                    }
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    site.notices.forget_all();
    Ok(())
}

/// Takes back what somebody was to hear of and has not read, here or in a letter; says whether there was any.
async fn taken_back(tx: &mut Tx, notice: &NewNotice, what: &str) -> Result<bool, sqlx::Error> {
    let (person, subject) = (notice.person, notice.subject);
    let unsent = mail::take_out(tx, person, &format!("{what} {subject}")).await?;
    if unsent {
        table::recall_what(tx, person, what, subject).await?;
        return Ok(true);
    }
    table::recall_untold(tx, person, what, subject).await
}

pub(super) async fn ways(
    site: &Site,
    kinds: impl Iterator<Item = NoticeKind>,
) -> Result<FxHashMap<(NoticeKind, i64), NoticeWay>, sqlx::Error> {
    let kinds: BTreeSet<NoticeKind> = kinds.collect();
    let mut ways = FxHashMap::default();
    for kind in kinds {
        for (person, way) in table::ways_of(&site.db, kind).await? {
            ways.insert((kind, person), way.parse().unwrap_or_else(|_| kind.ordinary()));
        }
    }
    Ok(ways)
}

/// When letters about what is told at `now` leave: soon, and on Monday at seven in UTC.
#[must_use]
pub fn post(now: Timestamp) -> Post {
    Post { now: now.plus(GATHER), weekly: monday(now).plus(WEEK) }
}

const WEEK: i64 = 7 * Timestamp::DAY;

/// The last Monday at seven in UTC.
#[must_use]
pub fn monday(now: Timestamp) -> Timestamp {
    // The epoch was a Thursday: the first Monday came four days later.
    const MONDAY: i64 = 4 * Timestamp::DAY + 7 * Timestamp::HOUR;
    now.plus(-(now.0 - MONDAY).rem_euclid(WEEK))
}

async fn plan(site: &Site, event: &EventRow) -> anyhow::Result<Plan> {
    let Some(subject) = event.subject else { return Ok(Plan::default()) };
    let mut plan = match event.kind.as_str() {
        "proposal.published" | "proposal.declined" | "proposal.reopened" | "proposal.asked"
        | "proposal.moved" | "proposal.withheld" => {
            let author = author(&site.memory.read(), ProposalId(subject));
            // Of a move the log says from where, which is no reason to be read.
            let words = event.detail.clone().filter(|_| event.kind != "proposal.moved");
            let told = author.map(|author| (author, (NoticeKind::Verdict, words)));
            Plan { people: told.into_iter().collect(), ..Plan::default() }
        }
        "comment.reopened" | "comment.asked" | "comment.withheld" => {
            let author = site.memory.read().talk.comment(CommentId(subject)).and_then(|one| one.author);
            let told = author.map(|author| (author.0, (NoticeKind::Verdict, event.detail.clone())));
            Plan { people: told.into_iter().collect(), ..Plan::default() }
        }
        "block.set" | "block.lifted" => Plan {
            people: [(subject, (NoticeKind::Verdict, event.detail.clone()))].into(),
            ..Plan::default()
        },
        "proposal.handed" | "comment.handed" | "person.handed" => {
            let to = event.detail.as_deref().and_then(|to| to.parse().ok());
            let told = to.map(|to: i64| (to, (NoticeKind::Desk, None)));
            Plan { people: told.into_iter().collect(), ..Plan::default() }
        }
        "proposal.replied" => asker(site, Written::Proposal(ProposalId(subject))).await?,
        "comment.replied" => asker(site, Written::Comment(CommentId(subject))).await?,
        "proposal.answered" => {
            let people = following(site, ProposalId(subject)).await?;
            let told = people.into_iter().map(|person| (person, (NoticeKind::Answer, event.detail.clone())));
            Plan { people: told.collect(), ..Plan::default() }
        }
        // Whom a domain or a link lets in knows it.
        "person.declined" | "person.confirmed" if event.person.is_some_and(|by| by != subject) => {
            let words = event.detail.clone().filter(|_| event.kind == "person.declined");
            Plan { people: BTreeMap::from([(subject, (NoticeKind::Verdict, words))]), ..Plan::default() }
        }
        "person.unconfirmed" | "person.undeclined" => {
            let undoes =
                if event.kind == "person.undeclined" { "person.declined" } else { "person.confirmed" };
            let people = BTreeMap::from([(subject, (NoticeKind::Verdict, None))]);
            Plan { people, undoes: Some(undoes), ..Plan::default() }
        }
        "contact.asked" | "contact.answered" => {
            let told = finding::told(site, &event.kind, subject).await?;
            let told = told.map(|person| (person, (NoticeKind::Contact, None)));
            Plan { people: told.into_iter().collect(), ..Plan::default() }
        }
        "proposal.merged" | "proposal.unmerged" => merging(site, event, ProposalId(subject)).await?,
        "comment.written" | "comment.published" | "comment.declined" => comment(site, event, subject).await?,
        "design.adopted" => adoption::plan(&site.memory.read(), event.round.map(RoundId)),
        "review.sent" | "review.signed" | "review.sent_back" => super::review::plan(site, event).await?,
        "round.discontinued" | "round.taken_up" => took_part(&site.memory.read(), event),
        "promise.changed" => promise(site, subject, event.detail.as_deref()).await?,
        "promise.gap" => gap(site, subject, event.detail.as_deref()).await?,
        _ => Plan::default(),
    };
    together::add(site, event, subject, &mut plan).await?;
    mentioned::add(site, event, subject, &mut plan).await?;
    if plan.people.is_empty() {
        return Ok(plan);
    }
    let world = site.memory.read();
    // Who did it knows.
    event.person.map(|person| plan.people.remove(&person));
    // Nobody is told of what they may not see (any more).
    let round = event.round.and_then(|round| world.round(RoundId(round)));
    plan.people.retain(|person, _| {
        let person = world.person(PersonId(*person));
        person
            .filter(|person| !person.guest)
            .is_some_and(|person| round.is_none_or(|round| world.sees(Some(&person), round)))
    });
    plan.quiet = round.is_some_and(|round| round.round.sample);
    Ok(plan)
}

/// Whoever asked is told that there is an answer.
async fn asker(site: &Site, item: Written) -> anyhow::Result<Plan> {
    let asker = queue::asker(&site.db, item).await?;
    let told = asker.map(|asker| (asker, (NoticeKind::Desk, None)));
    Ok(Plan { people: told.into_iter().collect(), ..Plan::default() })
}

fn author(world: &World, proposal: ProposalId) -> Option<i64> {
    Some(world.round_of(proposal)?.proposal(proposal)?.author?.0)
}

/// Who wants news of a proposal: whoever said so, and who wrote it unless they said otherwise.
async fn following(site: &Site, proposal: ProposalId) -> Result<BTreeSet<i64>, sqlx::Error> {
    // With those of the wordings that were merged into it.
    let wordings: Vec<ProposalId> = {
        let world = site.memory.read();
        let wordings = world.round_of(proposal).into_iter().flat_map(|round| round.wordings(proposal));
        wordings.map(|one| one.id).chain([proposal]).collect()
    };
    let mut people = BTreeSet::new();
    for one in wordings {
        people.extend(author(&site.memory.read(), one));
        for (person, wanted) in table::followers(&site.db, one).await? {
            if wanted {
                people.insert(person);
            } else {
                people.remove(&person);
            }
        }
    }
    Ok(people)
}

/// Whoever wrote, follows or voted on a wording that was merged, or is a proposal of its own again; and whoever is asked
/// since, having said both yes and no.
async fn merging(site: &Site, event: &EventRow, wording: ProposalId) -> anyhow::Result<Plan> {
    let mut people = following(site, wording).await?;
    let world = site.memory.read();
    let Some(round) = world.round_of(wording) else { return Ok(Plan::default()) };
    let person = |voter| world.voter_person(voter).map(|person| person.0);
    people.extend(round.heard_on_wording(wording).filter_map(person));
    let into =
        event.detail.as_deref().and_then(|into| into.parse().ok()).and_then(|into| round.proposal(into));
    let words = into.map(|into| format!("It is part of “{}” now.", into.text.title));
    let told = people.into_iter().map(|person| (person, (NoticeKind::Merging, words.clone())));
    let undoes = (event.kind == "proposal.unmerged").then_some("proposal.merged");
    Ok(Plan { people: told.collect(), undoes, ..Plan::default() })
}

/// Its author learns what was decided; once it can be read, so do who is answered and who follows the proposal.
async fn comment(site: &Site, event: &EventRow, id: i64) -> anyhow::Result<Plan> {
    let found = {
        let world = site.memory.read();
        let comment = world.talk.comment(CommentId(id)).cloned();
        comment.map(|comment| {
            let answered = comment.parent.and_then(|parent| world.talk.comment(parent)?.author);
            (comment, answered)
        })
    };
    let Some((comment, answered)) = found else { return Ok(Plan::default()) };
    let mut people = BTreeMap::new();
    if event.kind != "comment.declined" && comment.status == Published {
        let following = following(site, comment.proposal).await?;
        people.extend(following.into_iter().map(|person| (person, (NoticeKind::Comment, None))));
        if let Some(answered) = answered {
            people.insert(answered.0, (NoticeKind::Reply, None));
        }
    }
    if let Some(author) = comment.author {
        people.remove(&author.0);
        if event.kind != "comment.written" {
            people.insert(author.0, (NoticeKind::Verdict, event.detail.clone()));
        }
    }
    Ok(Plan { people, once: event.kind != "comment.declined", ..Plan::default() })
}

/// Everybody who asked for something, voted or commented, each with what came of it, their own first.
/// Everybody who asked for something in a round or voted in it.
fn took_part(world: &World, event: &EventRow) -> Plan {
    let Some(round) = event.round.and_then(|round| world.round(RoundId(round))) else {
        return Plan::default();
    };
    let mut people: BTreeSet<i64> =
        round.proposals().filter_map(|proposal| proposal.author).map(|author| author.0).collect();
    for person in world.directory.people() {
        if world.voter(person.id).is_some_and(|voter| round.votes(voter).next().is_some()) {
            people.insert(person.id.0);
        }
    }
    let told = people.into_iter().map(|person| (person, (NoticeKind::Phase, event.detail.clone())));
    Plan { people: told.collect(), ..Plan::default() }
}

/// The first few, and how many more.
pub(super) fn named(titles: &[String]) -> String {
    let first = titles.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match titles.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Those who follow a proposal that the practice was made from.
async fn promise(site: &Site, practice: i64, progress: Option<&str>) -> anyhow::Result<Plan> {
    let Ok(standing) = site.promises.with(site, Sight::All, PracticeId(practice)).await else {
        return Ok(Plan::default());
    };
    let Some(practice) = standing.find(PracticeId(practice)) else { return Ok(Plan::default()) };
    let stated = standing.stated(practice.id);
    let reason = stated.and_then(|stated| stated.reason.as_ref());
    let reason = reason.map(|reason| format!(" {reason}")).unwrap_or_default();
    let words = format!("“{}” is {} now.{reason}", practice.title, progress.unwrap_or("changed"));
    let mut people = BTreeMap::new();
    for proposal in &practice.from {
        for person in following(site, *proposal).await? {
            people.insert(person, (NoticeKind::Promise, Some(words.clone())));
        }
    }
    Ok(Plan { people, ..Plan::default() })
}

/// Whoever looks after promises, and those who follow a proposal that it was made from. A made-up promise is news to nobody.
async fn gap(site: &Site, practice: i64, detail: Option<&str>) -> anyhow::Result<Plan> {
    let Ok(standing) = site.promises.with(site, Sight::All, PracticeId(practice)).await else {
        return Ok(Plan::default());
    };
    let found = standing.find(PracticeId(practice)).filter(|_| !standing.sample);
    let Some(held) = found else { return Ok(Plan::default()) };
    let owner = standing.stated(held.id).and_then(|stated| stated.owner.as_ref());
    let owner = owner.unwrap_or(&held.accountable);
    let what = format!("Customers say that “{}” is not kept", held.title);
    let words =
        format!("{what} ({}). {owner} answers for it; its review is due now.", detail.unwrap_or_default());
    let mut people = BTreeMap::new();
    for proposal in &held.from {
        let words = format!("{what}. What would you rather have?");
        let told = (NoticeKind::Promise, Some(words));
        people.extend(following(site, *proposal).await?.into_iter().map(|person| (person, told.clone())));
    }
    let world = site.memory.read();
    let looks_after =
        |member: &&Arc<crate::memory::Member>| member.may(Role::Designer) || member.may(Role::Signatory);
    let staff = world.directory.people().filter(looks_after);
    people.extend(staff.map(|member| (member.id.0, (NoticeKind::Gap, Some(words.clone())))));
    Ok(Plan { people, ..Plan::default() })
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekly_letters_leave_on_monday_at_seven() {
        let at = |text: &str| -> Timestamp {
            let time: jiff::Timestamp = text.parse().unwrap();
            Timestamp(time.as_microsecond())
        };
        for (told, leaves) in [
            ("2026-05-03T14:07:00Z", "2026-05-04T07:00:00Z"), // a Sunday
            ("2026-05-04T06:59:59Z", "2026-05-04T07:00:00Z"),
            ("2026-05-04T07:00:00Z", "2026-05-11T07:00:00Z"),
        ] {
            assert_eq!(post(at(told)).weekly, at(leaves), "{told}");
        }
    }
}
