//! The engagement design: the adopted one, or, until there is one, the draft as votes make it.

mod adopted;
pub mod compare;
pub mod journey;
pub mod moment;
pub mod path;
mod practice;
mod readings;
pub mod slides;

pub(crate) use readings::{home, practice_in, practice_path};

use super::draft;
use crate::api::call;
use crate::load::{At, still};
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::designs::{GetDesign, GetLatestDesign};
use model::api::selection::GetSelection;
use model::design::Design;
use model::{Problem, ProblemKind, RoundId};

enum Shown {
    /// With the round whose design is being made, if that is another.
    Adopted(Box<Design>, Option<RoundId>),
    Draft(Box<draft::Shown>),
    Nothing,
}

#[must_use]
pub fn design() -> AnyView {
    let current = viewer_now().round;
    still(move |at| load(at, current), show)
}

async fn load(at: At, current: RoundId) -> Result<Shown, Problem> {
    if let Ok(version) = at.part("version") {
        return call(GetDesign { version }).await.map(|design| Shown::Adopted(Box::new(design), None));
    }
    match call(GetLatestDesign {}).await {
        Ok(design) => {
            let next = design.round != current && call(GetSelection { round: current }).await.is_ok();
            return Ok(Shown::Adopted(Box::new(design), next.then_some(current)));
        }
        Err(problem) if problem.kind != ProblemKind::NotFound => return Err(problem),
        Err(_) => {}
    }
    // A draft that is not shown yet is no fault of this page.
    Ok(draft::load(current).await.map_or(Shown::Nothing, |shown| Shown::Draft(Box::new(shown))))
}

fn show(shown: Shown) -> AnyView {
    match shown {
        Shown::Adopted(design, next) => adopted::adopted(*design, next),
        Shown::Draft(shown) => {
            draft::show("Nothing has been adopted yet. This is what the votes choose at this moment.", &shown)
        }
        Shown::Nothing => nothing(),
    }
}

fn nothing() -> AnyView {
    view! {
        {heading("The design", "")}
        <div class="empty">
            <p>"Nothing has been adopted yet. The design will be made from what customers propose and vote for."</p>
            <a class="btn btn-primary" href="/">"See the proposals"</a>
        </div>
    }
    .into_any()
}
