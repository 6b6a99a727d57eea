//! The engagement design: the adopted one, or, until there is one, the draft as votes make it.

mod adopted;
mod draft;
mod practice;

use crate::api::call;
use crate::load::{At, still};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::designs::{GetDesign, GetLatestDesign};
use model::api::practices::GetDraft;
use model::api::rounds::GetRound;
use model::design::{Design, Draft};
use model::round::Round;
use model::{Problem, ProblemKind, RoundId};

enum Shown {
    Adopted(Box<Design>),
    Draft(Box<(Round, Draft)>),
    Nothing,
}

#[must_use]
pub fn design() -> AnyView {
    let current = viewer_now().round;
    still(move |at| load(at, current), show)
}

async fn load(at: At, current: RoundId) -> Result<Shown, Problem> {
    if let Ok(version) = at.part("version") {
        return call(GetDesign { version }).await.map(|design| Shown::Adopted(Box::new(design)));
    }
    match call(GetLatestDesign {}).await {
        Ok(design) => return Ok(Shown::Adopted(Box::new(design))),
        Err(problem) if problem.kind != ProblemKind::NotFound => return Err(problem),
        Err(_) => {}
    }
    // A draft that is not shown yet is no fault of this page.
    let draft = call(GetDraft { round: current }).await;
    let round = call(GetRound { round: current }).await;
    Ok(match (round, draft) {
        (Ok(round), Ok(draft)) => Shown::Draft(Box::new((round, draft))),
        _ => Shown::Nothing,
    })
}

fn show(shown: Shown) -> AnyView {
    match shown {
        Shown::Adopted(design) => adopted::adopted(*design),
        Shown::Draft(both) => draft::draft(&both.0, &both.1),
        Shown::Nothing => draft::nothing(),
    }
}
