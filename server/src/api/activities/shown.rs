//! An activity as staff read it: what was written, who is invited, notes, and what came out of it.

use super::known;
use crate::api::{notes, outcomes};
use crate::db::activities::ActivityRow;
use crate::db::invitations::{self, InvitedRow};
use crate::db::notes::About;
use crate::db::outcomes::{self as came, OutcomeRow};
use crate::error::Result;
use crate::markdown::render;
use crate::memory::World;
use crate::site::Site;
use model::activity::{ActivitySheet, Attendance, Coming, Guest};
use model::note::Note;
use model::{ActivityId, PersonId, Problem, RoundId, Timestamp};

/// An activity with all that staff know of it.
pub(super) async fn sheet(site: &Site, id: ActivityId) -> Result<ActivitySheet> {
    let row = known(site, id).await?;
    let people = invitations::of(&site.db, id).await?;
    let notes = notes::noted(site, About::Activity(id)).await?;
    let rows = came::of(&site.db, id).await?;
    let world = site.memory.read();
    Ok(shown(&world, site.clock.now(), row, (people, notes, rows))
        .ok_or_else(|| Problem::not_found("activity"))?)
}

/// What leaves with a program: what staff write for each other does not, nor who somebody is. Who reads its copy of it is not known here,
/// and people who came to be heard by us have not agreed to more.
pub(super) fn to_program(sheet: ActivitySheet) -> ActivitySheet {
    ActivitySheet { notes: Vec::new(), people: Vec::new(), pending: Vec::new(), ..sheet }
}

fn shown(
    world: &World,
    now: Timestamp,
    row: ActivityRow,
    (people, notes, rows): (Vec<InvitedRow>, Vec<Note>, Vec<OutcomeRow>),
) -> Option<ActivitySheet> {
    let round = world.round(RoundId(row.round))?;
    let mut people: Vec<Guest> = people.iter().filter_map(|row| guest(world, row)).collect();
    people.sort_by_cached_key(|guest| (guest.name.as_str().to_lowercase(), guest.person));
    let (came, unread) = outcomes::read(world, &rows);
    Some(ActivitySheet {
        id: ActivityId(row.id),
        round: RoundId(row.round),
        question: round.round.question.clone(),
        text: row.text()?,
        revision: row.sequence,
        html: render(&row.description),
        state: row.state(),
        due: row.due(now),
        begun: row.starts <= now.0,
        by: world.person(PersonId(row.by_person))?.name.clone(),
        reason: row.reason.as_deref().and_then(|reason| reason.parse().ok()),
        result_html: row.result.as_deref().map(render).unwrap_or_default(),
        result: row.result.as_deref().and_then(|result| result.parse().ok()),
        attendance: Attendance {
            invited: people.len(),
            coming: people.iter().filter(|guest| guest.answer == Some(Coming::Yes)).count(),
            present: people.iter().filter(|guest| guest.present).count(),
        },
        people,
        notes,
        pending: outcomes::pending(world, &rows, now),
        came,
        unread,
        shut: crate::api::proposals::proposing::shut(round, now).map(str::to_owned),
    })
}

fn guest(world: &World, row: &InvitedRow) -> Option<Guest> {
    let member = world.person(PersonId(row.person))?;
    let account = member.account.filter(|_| member.confirmed);
    Some(Guest {
        person: member.id,
        name: member.name.clone(),
        account: account.and_then(|account| world.directory.account_name(account)),
        answer: row.answer.as_deref().and_then(|answer| answer.parse().ok()),
        present: row.present.is_some(),
    })
}
