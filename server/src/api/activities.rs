//! Activities as staff look after them: planning, changing, cancelling, saying that they were held, and presenting them back.

mod shown;

use super::outcomes;
use crate::auth::{AccountAttendant, Attendant, Organizer, Perhaps};
use crate::db::activities::{self as table, ActivityRow};
use crate::db::events::{self, What};
use crate::db::invitations::{self, OfAccountRow};
use crate::db::notes::About;
use crate::db::outcomes as came;
use crate::db::{Tx, notes as note_table};
use crate::error::{Error, Result};
use crate::inviting::{self, News, Ways};
use crate::memory::Member;
use crate::site::Site;
use futures::FutureExt;
use futures::future::BoxFuture;
use model::activity::when::{LocalTime, Offset};
use model::activity::{ActivityLine, ActivitySheet, ActivityText, OfAccount, State, presence};
use model::api::Done;
use model::api::activities::{
    AddActivityNote, CancelActivity, ChangeActivity, GetActivity, HoldActivity, ListActivities,
    ListActivitiesOfAccount, PlanActivity, PresentActivity,
};
use model::stale::Stale;
use model::{AccountId, ActivityId, PersonId, Problem, RoundId, Timestamp};
use rustc_hash::FxHashMap;
use shown::{sheet, to_program};

/// The latest, and what is owed for longer.
const LISTED: i64 = 200;
/// Of an account.
pub const OF_ACCOUNT: i64 = 20;
const NO_LONGER: &str = "It is not planned any more: it was held or cancelled.";

pub async fn list(site: Site, who: Attendant, _request: ListActivities) -> Result<Vec<ActivityLine>> {
    let now = site.clock.now();
    let rows = table::list(&site.db, now, LISTED).await?;
    let counts: FxHashMap<i64, (i64, i64)> = table::counts(&site.db)
        .await?
        .into_iter()
        .map(|row| (row.activity, (row.invited, row.coming)))
        .collect();
    let line = |row: ActivityRow| {
        let (invited, coming) = counts.get(&row.id).copied().unwrap_or_default();
        Some(ActivityLine {
            id: ActivityId(row.id),
            round: RoundId(row.round),
            kind: row.kind.parse().ok()?,
            title: row.title.parse().ok()?,
            when: row.when(),
            state: row.state(),
            due: row.due(now),
            invited: size(invited),
            coming: size(coming),
        })
    };
    let world = site.memory.read();
    let seen = rows.into_iter().filter(|row| world.seen(Some(&who), RoundId(row.round)).is_some());
    Ok(seen.filter_map(line).collect())
}

pub(super) fn size(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// # Errors
/// Where there is none, and those of the database.
pub async fn known(site: &Site, id: ActivityId) -> Result<ActivityRow> {
    Ok(table::one(&site.db, id).await?.ok_or_else(|| Problem::not_found("activity"))?)
}

pub async fn get(site: Site, who: Perhaps<Attendant>, request: GetActivity) -> Result<ActivitySheet> {
    told(&site, &who, request.activity).await
}

/// An activity as far as whoever calls is told of it.
async fn told<C>(site: &Site, who: &Perhaps<C>, id: ActivityId) -> Result<ActivitySheet> {
    let sheet = sheet(site, id).await?;
    Ok(if who.program { to_program(sheet) } else { sheet })
}

fn sound(text: &ActivityText) -> Result<()> {
    match text.fault() {
        Some((field, message)) => Err(Problem::field(field, message).into()),
        None => Ok(()),
    }
}

pub async fn plan(site: Site, who: Perhaps<Organizer>, request: PlanActivity) -> Result<ActivitySheet> {
    let PlanActivity { round, text } = request;
    sound(&text)?;
    site.memory.read().seen(Some(&who.caller), round).ok_or_else(|| Problem::not_found("round"))?;
    let (now, by) = (site.clock.now(), who.caller.id);
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = table::add(tx, round, &text, by, now).await?;
                events::record(
                    tx,
                    now,
                    Some(by),
                    What::new("activity.planned", id.0),
                    Some(text.kind.word()),
                )
                .await?;
                Ok::<_, Error>(id)
            }
            .boxed()
        })
        .await?;
    told(&site, &who, id).await
}

/// Does something to an activity as one act: `work` changes it, and then all who are invited are told, if there is news.
async fn act<F>(
    site: &Site,
    by: PersonId,
    id: ActivityId,
    news: Option<News>,
    kind: &'static str,
    work: F,
) -> Result<()>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Option<String>>> + Send + 'static,
{
    known(site, id).await?;
    let (now, own, ways) = (site.clock.now(), site.clone(), Ways::load(site).await?);
    site.db
        .write(move |tx| {
            async move {
                // Nobody is invited beside it.
                events::take(tx, 0).await?;
                let detail = work(tx).await?;
                events::record(tx, now, Some(by), What::new(kind, id.0), detail.as_deref()).await?;
                let Some(news) = news else { return Ok(()) };
                let row = table::in_hand(tx, id).await?.ok_or_else(|| Problem::not_found("activity"))?;
                for invited in invitations::in_hand(tx, id).await? {
                    inviting::tell(&own, tx, &row, &news, PersonId(invited.person), &ways).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(())
}

pub async fn change(site: Site, who: Perhaps<Organizer>, request: ChangeActivity) -> Result<ActivitySheet> {
    let ChangeActivity { activity, seen, text } = request;
    sound(&text)?;
    let now = site.clock.now();
    if known(&site, activity).await?.text().as_ref() == Some(&text) {
        return told(&site, &who, activity).await;
    }
    act(&site, who.caller.id, activity, Some(News::Changed), "activity.changed", move |tx| {
        async move {
            let there = table::in_hand(tx, activity).await?.ok_or_else(|| Problem::not_found("activity"))?;
            if let Some((stale, now)) = Stale::of(seen, there.sequence).zip(there.text()) {
                return Err(beside(stale, &text, &now).problem().into());
            }
            let room = text.room();
            let coming = invitations::in_hand(tx, activity).await?;
            let coming = coming.iter().filter(|row| row.answer.as_deref() == Some("yes")).count();
            if room.is_some_and(|room| coming > room as usize) {
                let message = format!("{coming} have said that they come.");
                return Err(
                    Problem::field(if text.one_to_one { "one_to_one" } else { "most" }, message).into()
                );
            }
            match table::change(tx, activity, &text, now).await? {
                true => Ok(None),
                false => Err(Problem::conflict(NO_LONGER).into()),
            }
        }
        .boxed()
    })
    .await?;
    told(&site, &who, activity).await
}

/// What another wrote, beside what was sent.
fn beside(stale: Stale, typed: &ActivityText, there: &ActivityText) -> Stale {
    let one_to_one = |text: &ActivityText| if text.one_to_one { "one to one" } else { "for many" };
    stale
        .field("kind", typed.kind.words(), there.kind.words())
        .field("title", &typed.title, &there.title)
        .field("description", &typed.description, &there.description)
        .field("starts", clock(typed.starts), clock(there.starts))
        .field("ends", clock(typed.ends), clock(there.ends))
        .field("offset", ahead(typed.offset), ahead(there.offset))
        .field("one_to_one", one_to_one(typed), one_to_one(there))
        .maybe("link", typed.link.as_ref(), there.link.as_ref())
        .maybe("place", typed.place.as_ref(), there.place.as_ref())
        .maybe("most", typed.most.as_ref(), there.most.as_ref())
}

/// As people read it: "12 May 2026, 14:00".
fn clock(time: LocalTime) -> String {
    [&time.day().begins().day(), ", ", &time.clock()].concat()
}

fn ahead(offset: Offset) -> String {
    format!("UTC{offset}")
}

pub async fn cancel(site: Site, who: Organizer, request: CancelActivity) -> Result<Done> {
    let CancelActivity { activity, reason } = request;
    let now = site.clock.now();
    act(&site, who.id, activity, Some(News::Cancelled), "activity.cancelled", move |tx| {
        async move {
            match table::cancel(tx, activity, &reason, now).await? {
                true => Ok(Some(reason.to_string())),
                false => Err(Problem::conflict(NO_LONGER).into()),
            }
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn hold(site: Site, who: Organizer, request: HoldActivity) -> Result<Done> {
    let HoldActivity { activity, seen, mut people, emails } = request;
    let now = site.clock.now();
    for email in &emails {
        let person = site
            .memory
            .read()
            .directory
            .people()
            .find(|one| one.email.as_ref() == Some(email))
            .map(|one| one.id);
        people.push(
            person
                .ok_or_else(|| Problem::field("emails", format!("Nobody here has the address {email}.")))?,
        );
    }
    if known(&site, activity).await?.starts > now.0 {
        return Err(Problem::conflict("It has not begun yet.").into());
    }
    let own = site.clone();
    act(&site, who.id, activity, None, "activity.held", move |tx| {
        async move {
            if !table::hold(tx, activity, now).await? {
                return Err(Problem::conflict("It was cancelled, or its result has been presented.").into());
            }
            let noted = invitations::in_hand(tx, activity).await?.into_iter();
            let noted = noted.filter(|row| row.present.is_some()).map(|row| PersonId(row.person));
            let there: Vec<PersonId> = noted.collect();
            if let Some(stale) = Stale::of(seen, presence(there.iter().copied())) {
                let names = |people: &[PersonId]| names(&own, people);
                return Err(stale.field("people", names(&people), names(&there)).problem().into());
            }
            invitations::set_present(tx, activity, &people, now).await?;
            Ok(Some(format!("{} present", people.len())))
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

/// By name, in their order.
fn names(site: &Site, people: &[PersonId]) -> String {
    let world = site.memory.read();
    let mut names: Vec<String> =
        people.iter().filter_map(|id| Some(world.person(*id)?.name.to_string())).collect();
    names.sort_unstable();
    names.join(", ")
}

pub async fn present(site: Site, who: Organizer, request: PresentActivity) -> Result<Done> {
    let PresentActivity { activity, result } = request;
    let now = site.clock.now();
    let rows = came::of(&site.db, activity).await?;
    let came = outcomes::read(&site.memory.read(), &rows).0;
    let came = came.iter().map(|one| (one.title.to_string(), site.config.link(&one.path()))).collect();
    act(&site, who.id, activity, Some(News::Presented { came }), "activity.presented", move |tx| {
        async move {
            match table::present(tx, activity, &result, now).await? {
                true => Ok(None),
                false => {
                    let message =
                        "First say that it was held, and who was present; its result is presented once.";
                    Err(Problem::conflict(message).into())
                }
            }
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn note(site: Site, who: Organizer, request: AddActivityNote) -> Result<Done> {
    let AddActivityNote { activity, text } = request;
    let (now, by) = (site.clock.now(), who.id);
    act(&site, by, activity, None, "activity.noted", move |tx| {
        async move {
            note_table::add(tx, About::Activity(activity), by, text.as_str(), now).await?;
            Ok(None)
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn list_of_account(
    site: Site,
    who: AccountAttendant,
    request: ListActivitiesOfAccount,
) -> Result<Vec<OfAccount>> {
    let found = site.memory.read().directory.account_name(request.account);
    found.ok_or_else(|| Problem::not_found("account"))?;
    of_account(&site, &who, request.account).await
}

/// What the people of an account are invited to, as far as its reader may see it, the latest first.
///
/// # Errors
/// Those of the database.
pub async fn of_account(site: &Site, reader: &Member, account: AccountId) -> Result<Vec<OfAccount>> {
    let shown = |(row, count): (ActivityRow, OfAccountRow)| {
        Some(OfAccount {
            activity: ActivityId(row.id),
            kind: row.kind.parse().ok()?,
            title: row.title.parse().ok()?,
            when: row.when(),
            state: row.state(),
            invited: size(count.invited),
            coming: size(count.coming),
            present: size(count.present),
        })
    };
    let found = invitations::of_account(&site.db, account, OF_ACCOUNT).await?;
    let world = site.memory.read();
    let seen = |(row, _): &(ActivityRow, _)| world.seen(Some(reader), RoundId(row.round)).is_some();
    Ok(found.into_iter().filter(seen).filter_map(shown).collect())
}

/// Whether it can still be answered; why not, as a sentence.
#[must_use]
pub fn over(row: &ActivityRow, now: Timestamp) -> Option<&'static str> {
    match row.state() {
        State::Cancelled => Some("It is cancelled."),
        State::Held | State::Presented => Some("It is over."),
        State::Planned if row.ends <= now.0 => Some("It is over."),
        State::Planned => None,
    }
}
