//! Activities: for staff all of them, with what is due; for customers what they are invited to.

mod answer;
mod list;
mod mine;
mod noted;
mod outcome;
mod plan;
mod sheet;

pub use answer::invitation;
pub use outcome::{my_outcome, outcome, waiting};

use crate::api::call;
use crate::load::{At, still};
use crate::viewer::{Viewer, viewer_now};
use leptos::prelude::*;
use model::activity::outcome::MyOutcome;
use model::activity::{ActivityLine, ActivitySheet, Invitation};
use model::api::activities::{GetActivity, GetMyActivity, ListActivities, ListMyActivities, ListMyOutcomes};
use model::api::rounds::{GetRound, ListRounds};
use model::person::Role;
use model::round::{Round, RoundLine};
use model::{Problem, RoundId};

/// Whoever plans activities.
pub(super) const RECORDERS: [Role; 3] = [Role::Moderator, Role::Designer, Role::AccountManager];

fn plans(viewer: &Viewer) -> bool {
    RECORDERS.iter().any(|role| viewer.may(*role))
}

enum Listed {
    Staff { lines: Vec<ActivityLine>, rounds: Vec<RoundLine>, current: RoundId, open: bool },
    Customer(Vec<Invitation>, Vec<MyOutcome>),
}

#[must_use]
pub fn activities() -> AnyView {
    let viewer = viewer_now();
    let (plans, current) = (plans(&viewer), viewer.round);
    still(
        move |at| load_all(at, plans, current),
        |listed| match listed {
            Listed::Staff { lines, rounds, current, open } => list::show(&lines, &rounds, current, open),
            Listed::Customer(invitations, noted) => mine::list(&invitations, &noted),
        },
    )
}

async fn load_all(at: At, plans: bool, current: RoundId) -> Result<Listed, Problem> {
    if !plans {
        let invitations = call(ListMyActivities {}).await?;
        return Ok(Listed::Customer(invitations, call(ListMyOutcomes {}).await?));
    }
    let lines = call(ListActivities {}).await?;
    let rounds = call(ListRounds {}).await?;
    Ok(Listed::Staff { lines, rounds, current, open: !at.text("plan").is_empty() })
}

/// What a staff member reads of one, and what was done on the way here.
pub(super) struct Shown {
    sheet: ActivitySheet,
    round: Option<Round>,
    /// How many were invited, were before, and get no letter.
    told: Option<(usize, usize, usize)>,
}

enum One {
    Staff(Box<Shown>),
    Customer(Box<Invitation>),
}

#[must_use]
pub fn activity() -> AnyView {
    let plans = plans(&viewer_now());
    still(
        move |at| load(at, plans),
        |one| match one {
            One::Staff(shown) => sheet::show(&shown),
            One::Customer(invitation) => mine::one(&invitation),
        },
    )
}

async fn load(at: At, plans: bool) -> Result<One, Problem> {
    let activity = at.part("activity")?;
    if !plans {
        return Ok(One::Customer(Box::new(call(GetMyActivity { activity }).await?)));
    }
    let sheet = call(GetActivity { activity }).await?;
    let round = call(GetRound { round: sheet.round }).await.ok();
    let told = at.field("invited").map(|invited| {
        (invited, at.field("before").unwrap_or_default(), at.field("without").unwrap_or_default())
    });
    Ok(One::Staff(Box::new(Shown { sheet, round, told })))
}
