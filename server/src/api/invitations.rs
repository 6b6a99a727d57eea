//! Inviting to activities, and the answers of those who are invited: behind the link in their letter, or signed in.

use super::activities::{known, over};
use super::outcomes;
use super::profile;
use crate::auth::{Anyone, Customer, Inviter, Organizer};
use crate::clock::digest;
use crate::db::activities::{self as table, ActivityRow};
use crate::db::events::{self, What};
use crate::db::invitations::{self as invited_table, InvitedRow};
use crate::db::outcomes as came;
use crate::error::{Error, Result};
use crate::inviting::{self, News, UNINVITED, Ways};
use crate::limits::Limit;
use crate::markdown::render;
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::activity::{Coming, Invitation, Invited, MOST_AT_ONCE, State};
use model::api::Done;
use model::api::activities::{
    AnswerActivity, AnswerInvitation, GetInvitation, GetMyActivity, InviteByProfile, InvitePerson,
    ListMyActivities, UninvitePerson,
};
use model::{ActivityId, PersonId, Problem, RoundId};
use std::collections::BTreeSet;

/// Invitations of one person that are listed.
const LISTED: i64 = 100;
/// How many come is told once they are of so many accounts (domain rule 6).
const FEWEST: usize = 5;

pub async fn invite_person(site: Site, who: Organizer, request: InvitePerson) -> Result<Done> {
    let InvitePerson { activity, email } = request;
    let row = known(&site, activity).await?;
    let refuse = |message: &str| Err(Problem::field("email", message).into());
    let person = {
        let world = site.memory.read();
        let mut people = world.directory.people();
        match people.find(|member| member.email.as_ref() == Some(&email)) {
            None => return refuse("Nobody here has this address. Invite them first, under People."),
            Some(member) if member.is_staff() => return refuse("They are staff. Customers are invited."),
            Some(member) if !inviting::can_be_invited(&world, member, RoundId(row.round)) => {
                return refuse("They may not see the round that it is of.");
            }
            Some(member) => member.id,
        }
    };
    site.limits.check(Limit::Note, &person.to_string())?;
    let told = invite(&site, who.id, activity, vec![person]).await?;
    if told.before > 0 {
        return refuse("They are invited already.");
    }
    Ok(Done {})
}

pub async fn invite_by_profile(site: Site, who: Inviter, request: InviteByProfile) -> Result<Invited> {
    let InviteByProfile { activity, profile } = request;
    let row = known(&site, activity).await?;
    if profile.is_empty() {
        return Err(Problem::conflict("Say at least one thing that they have in common.").into());
    }
    let accounts: BTreeSet<_> =
        profile::fitting(&site, &who, &profile).await?.into_iter().map(|fits| fits.account.id).collect();
    let people: Vec<PersonId> = {
        let world = site.memory.read();
        let fits = |member: &&std::sync::Arc<crate::memory::Member>| {
            member.confirmed
                && member.account.is_some_and(|account| accounts.contains(&account))
                && inviting::can_be_invited(&world, member, RoundId(row.round))
        };
        world.directory.people().filter(fits).map(|member| member.id).collect()
    };
    if people.len() > MOST_AT_ONCE {
        let message =
            format!("{} people fit, and {MOST_AT_ONCE} are invited at once at most. Say more.", people.len());
        return Err(Problem::conflict(message).into());
    }
    if people.is_empty() {
        return Err(Problem::conflict("Nobody of the accounts that fit can be invited to it.").into());
    }
    invite(&site, who.id, activity, people).await
}

pub async fn uninvite(site: Site, who: Organizer, request: UninvitePerson) -> Result<Done> {
    let UninvitePerson { activity, person } = request;
    let row = known(&site, activity).await?;
    let gone = || Problem::not_found("invitation");
    invited_table::one(&site.db, activity, person).await?.ok_or_else(gone)?;
    let (now, by, own, ways) = (site.clock.now(), who.id, site.clone(), Ways::load(&site).await?);
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let row = table::in_hand(tx, activity).await?.unwrap_or(row);
                if let Some(over) = over(&row, now) {
                    return Err(Error::from(Problem::conflict(over)));
                }
                if !invited_table::take_back(tx, activity, person).await? {
                    let message = "They have answered. Speak with them, or cancel it.";
                    return Err(Problem::conflict(message).into());
                }
                inviting::tell_uninvited(&own, tx, &row, person, &ways).await?;
                Ok(events::record(tx, now, Some(by), What::new(UNINVITED, activity.0), None).await?)
            }
            .boxed()
        })
        .await?;
    site.notices.forget(person);
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// Whoever is not invited yet is, and told; once it is over they are kept as having been there, and told nothing.
async fn invite(site: &Site, by: PersonId, activity: ActivityId, people: Vec<PersonId>) -> Result<Invited> {
    let (now, own, ways) = (site.clock.now(), site.clone(), Ways::load(site).await?);
    let host = site.memory.read().person(by).map(|by| by.name.to_string()).unwrap_or_default();
    let asked = people.clone();
    let told = site
        .db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let row =
                    table::in_hand(tx, activity).await?.ok_or_else(|| Problem::not_found("activity"))?;
                if matches!(row.state(), State::Cancelled | State::Presented) {
                    return Err(Error::from(Problem::conflict(
                        "It was cancelled, or its result has been presented.",
                    )));
                }
                let held = over(&row, now).map(|_| now);
                let news = News::Invited { by: host };
                let mut told = Invited { activity, invited: 0, before: 0, without_letter: 0 };
                for person in people {
                    if !invited_table::add(tx, activity, person, now, held).await? {
                        told.before += 1;
                        continue;
                    }
                    told.invited += 1;
                    if held.is_none() && !inviting::tell(&own, tx, &row, &news, person, &ways).await? {
                        told.without_letter += 1;
                    }
                }
                if told.invited > 0 {
                    let detail = told.invited.to_string();
                    events::record(tx, now, Some(by), What::new(news.kind(), activity.0), Some(&detail))
                        .await?;
                }
                Ok(told)
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    for person in asked {
        site.notices.forget(person);
    }
    site.memory.catch_up().await?;
    Ok(told)
}

pub async fn mine(site: Site, who: Customer, _request: ListMyActivities) -> Result<Vec<Invitation>> {
    let rows = table::of_person(&site.db, who.id, LISTED).await?;
    let invited = invited_table::of_person(&site.db, who.id).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(own) = invited.iter().find(|own| own.activity == row.id) {
            let calendar = super::calendars::of_mine(ActivityId(row.id));
            found.extend(show(&site, &row, own, calendar).await?);
        }
    }
    Ok(found)
}

pub async fn one_of_mine(site: Site, who: Customer, request: GetMyActivity) -> Result<Invitation> {
    let (row, own) = of(&site, request.activity, who.id).await?;
    let calendar = super::calendars::of_mine(request.activity);
    seen(show(&site, &row, &own, calendar).await?)
}

/// What somebody is invited to; for others it is not there.
///
/// # Errors
/// Where they are not invited, and those of the database.
pub async fn of(site: &Site, id: ActivityId, person: PersonId) -> Result<(ActivityRow, InvitedRow)> {
    let gone = || Problem::not_found("activity");
    let own = invited_table::one(&site.db, id, person).await?.ok_or_else(gone)?;
    Ok((table::one(&site.db, id).await?.ok_or_else(gone)?, own))
}

/// What a letter's key leads to, for as long as it works.
///
/// # Errors
/// Where it leads nowhere, and those of the database.
pub async fn of_key(site: &Site, key: &str) -> Result<(ActivityRow, InvitedRow)> {
    let gone = || Problem::not_found("letter");
    let own = invited_table::of_hash(&site.db, &digest(key), site.clock.now()).await?.ok_or_else(gone)?;
    Ok((table::one(&site.db, ActivityId(own.activity)).await?.ok_or_else(gone)?, own))
}

fn seen(invitation: Option<Invitation>) -> Result<Invitation> {
    Ok(invitation.ok_or_else(|| Problem::not_found("activity"))?)
}

pub async fn get(site: Site, _who: Anyone, request: GetInvitation) -> Result<Invitation> {
    let (row, own) = of_key(&site, &request.key).await?;
    seen(show(&site, &row, &own, super::calendars::of_letter(&request.key)).await?)
}

pub async fn answer(site: Site, _who: Anyone, request: AnswerInvitation) -> Result<Invitation> {
    let (row, own) = of_key(&site, &request.key).await?;
    put(&site, &row, &own, request.answer).await?;
    let (row, own) = of_key(&site, &request.key).await?;
    seen(show(&site, &row, &own, super::calendars::of_letter(&request.key)).await?)
}

pub async fn answer_mine(site: Site, who: Customer, request: AnswerActivity) -> Result<Invitation> {
    let (row, own) = of(&site, request.activity, who.id).await?;
    put(&site, &row, &own, request.answer).await?;
    let (row, own) = of(&site, request.activity, who.id).await?;
    seen(show(&site, &row, &own, super::calendars::of_mine(request.activity)).await?)
}

async fn put(site: &Site, row: &ActivityRow, own: &InvitedRow, answer: Coming) -> Result<()> {
    let (now, id, person) = (site.clock.now(), ActivityId(row.id), PersonId(own.person));
    // Whoever may not see its round any more is answered as if it were not there.
    let sees = {
        let world = site.memory.read();
        world.person(person).is_some_and(|one| world.seen(Some(&one), RoundId(row.round)).is_some())
    };
    if !sees {
        return Err(Problem::not_found("activity").into());
    }
    site.limits.check(Limit::Vote, &person.to_string())?;
    site.db
        .write(move |tx| {
            async move {
                // Nobody takes the last seat beside.
                events::take(tx, 0).await?;
                let row = table::in_hand(tx, id).await?.ok_or_else(|| Problem::not_found("activity"))?;
                if let Some(over) = over(&row, now) {
                    return Err(Error::from(Problem::conflict(over)));
                }
                let room = row.text().and_then(|text| text.room());
                if let (Coming::Yes, Some(room)) = (answer, room)
                    && invited_table::others_coming(tx, id, person).await? >= i64::from(room)
                {
                    let message = "It is full. Say “perhaps”, and look again: somebody may step back.";
                    return Err(Problem::conflict(message).into());
                }
                invited_table::answer(tx, id, person, answer, now).await?;
                let what = What::new("activity.answered", id.0);
                events::record(tx, now, Some(person), what, Some(answer.word())).await?;
                Ok(())
            }
            .boxed()
        })
        .await
}

/// As its reader may see it; nothing where they may not see its round (any more).
async fn show(
    site: &Site,
    row: &ActivityRow,
    own: &InvitedRow,
    calendar: String,
) -> Result<Option<Invitation>> {
    let id = ActivityId(row.id);
    let people = invited_table::of(&site.db, id).await?;
    let rows = if row.state() == State::Presented { came::of(&site.db, id).await? } else { Vec::new() };
    let world = site.memory.read();
    let reader = world.person(PersonId(own.person));
    let sees = reader.as_deref().is_some_and(|one| world.seen(Some(one), RoundId(row.round)).is_some());
    let (Some(text), Some(reader), true) = (row.text(), reader, sees) else { return Ok(None) };
    Ok(Some(Invitation {
        activity: id,
        name: reader.name.clone(),
        kind: text.kind,
        html: render(text.description.as_str()),
        when: text.when(),
        title: text.title,
        one_to_one: text.one_to_one,
        link: text.link,
        place: text.place,
        state: row.state(),
        reason: row.reason.as_deref().and_then(|reason| reason.parse().ok()),
        answer: own.answer.as_deref().and_then(|answer| answer.parse().ok()),
        shut: over(row, site.clock.now()).map(str::to_owned),
        coming: coming(&world, &people).filter(|_| !row.one_to_one),
        result: row.result.as_deref().map(render),
        came: outcomes::read(&world, &rows).0,
        calendar,
    }))
}

/// How many come, once they are of five accounts.
fn coming(world: &World, people: &[InvitedRow]) -> Option<usize> {
    let coming = || people.iter().filter(|row| row.answer.as_deref() == Some(Coming::Yes.word()));
    let accounts: BTreeSet<_> = coming().filter_map(|row| world.speaks_for(PersonId(row.person))).collect();
    (accounts.len() >= FEWEST).then(|| coming().count())
}
