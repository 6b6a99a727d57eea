//! Moving a practice from one cell of the matrix to another, whether it was dragged or sent there by its panel; making one of two that
//! are alike; and taking that back.

use super::desk::Desk;
use super::placing::{Placed, button_id, close, failed};
use crate::api::call;
use crate::outcome::Page;
use crate::parts::staff::touch::Standing;
use crate::parts::toast::toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::PracticeId;
use model::api::practices::{JoinPractices, MovePractice, UndoPractice};
use model::cells::Cell;
use model::design::Draft;
use model::practice::Practice;

/// From one cell to another. What stands elsewhere stays, as a practice of its own where need be.
pub(super) fn shift(desk: Desk, placed: Placed, to: Cell) {
    let (id, from) = placed;
    if from == to {
        return close(desk, placed);
    }
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        let Some((_turn, practice)) = desk.turn().await.zip(desk.practice(id)) else { return };
        let request = MovePractice {
            practice: id,
            seen: practice.revision,
            stage: from.stage,
            culture: from.culture,
            to_stage: to.stage,
            to_culture: to.culture,
        };
        match call(request).await {
            _ if page.is_left() => {}
            Ok(moved) => {
                let says = moved_in_words(desk, &practice, to, !moved.made.is_empty());
                desk.changed_more().await;
                if page.is_left() {
                    return;
                }
                desk.placing.set(None);
                desk.again_at(button_id((moved.practice.id, to)), standing);
                toast(says.clone());
                desk.moved.set(Some(Move {
                    practice: id,
                    revision: moved.revision,
                    from,
                    undo: "Undo the move",
                    says,
                }));
            }
            Err(problem) => failed(desk, &problem),
        }
    });
}

/// "Moved to Case, for Value Created, as a practice of its own. Elsewhere “One call ahead” stays where it is."
fn moved_in_words(desk: Desk, practice: &Practice, to: Cell, own: bool) -> String {
    let axes = desk.axes.get_value();
    let stage = axes.stages.get(to.stage).map(|stage| stage.name.as_str()).unwrap_or_default();
    let culture = axes.cultures.get(to.culture).map(|culture| culture.name.as_str()).unwrap_or_default();
    let title = practice.text.title.as_str();
    let places = practice.text.stages.len() * practice.text.cultures.len();
    let rest = match (own, places) {
        (true, _) => [", as a practice of its own. Elsewhere “", title, "” stays where it is."].concat(),
        (false, 1) => ".".to_owned(),
        (false, _) => ". Elsewhere it stays where it is.".to_owned(),
    };
    ["“", title, "” is moved to ", stage, ", for ", culture, &rest].concat()
}

/// A move, a split, or two that became one, to be taken back.
#[derive(Clone)]
pub(super) struct Move {
    practice: PracticeId,
    revision: i64,
    /// Where it was.
    from: Cell,
    undo: &'static str,
    says: String,
}

impl Move {
    pub fn split((practice, from): Placed, revision: i64, says: String) -> Self {
        Self { practice, revision, from, undo: "Undo the split", says }
    }
}

/// The press that makes one of two that are alike: the later goes into the earlier.
pub(super) fn make_one(desk: Desk, draft: &Draft, (one, other): (PracticeId, PracticeId)) -> Option<AnyView> {
    let find = |id: PracticeId| draft.practices.iter().find(|practice| practice.id == id).cloned();
    let (one, other) = (find(one)?, find(other)?);
    let of = [": “", other.text.title.as_str(), "” goes into “", one.text.title.as_str(), "”"].concat();
    let join = move |_| join(desk, one.id, other.id);
    desk.makes.then(|| {
        view! {
            <button type="button" class="btn btn-sm needs-script" on:click=join>"Make them one" <span class="sr-only">{of}</span></button>
        }
        .into_any()
    })
}

/// Makes one practice of two: the other goes into the first. Where they stand together is said, since that may be more than before.
fn join(desk: Desk, practice: PracticeId, other: PracticeId) {
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        let Some(_turn) = desk.turn().await else { return };
        let Some((practice, other)) = desk.practice(practice).zip(desk.practice(other)) else { return };
        let request = JoinPractices {
            practice: practice.id,
            seen: practice.revision,
            other: other.id,
            other_seen: other.revision,
        };
        let gone = other.text.title.to_string();
        match call(request).await {
            _ if page.is_left() => {}
            Ok(one) => {
                desk.changed_more().await;
                if page.is_left() {
                    return;
                }
                let (axes, text) = (desk.axes.get_value(), &one.text);
                let title = text.title.as_str();
                let (stages, cultures) = (axes.stage_names(text.stages), axes.culture_names(text.cultures));
                let says =
                    ["“", &gone, "” is part of “", title, "” now, at ", &stages, "; for ", &cultures, "."]
                        .concat();
                let from = Cell {
                    stage: text.stages.iter().next().unwrap_or_default(),
                    culture: text.cultures.iter().next().unwrap_or_default(),
                };
                toast(says.clone());
                let undo = "Undo: two again";
                desk.moved.set(Some(Move { practice: one.id, revision: one.revision, from, undo, says }));
                desk.again_at("undo-move".into(), standing);
            }
            Err(problem) => failed(desk, &problem),
        }
    });
}

/// What was moved last, with the button that takes it back.
pub(super) fn last_move(desk: Desk) -> AnyView {
    let shown = move || {
        desk.moved.get().map(|moved| {
            let (says, undo) = (moved.says.clone(), moved.undo);
            view! {
                <div class="note queue-after">
                    <span>{says}</span>
                    <button type="button" id="undo-move" class="btn btn-sm" on:click=move |_| move_back(desk, moved.clone())>{undo}</button>
                </div>
            }
        })
    };
    view! { <div role="status">{shown}</div> }.into_any()
}

/// The practice is as it was, and those that were made of it are gone.
fn move_back(desk: Desk, moved: Move) {
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        let Some(_turn) = desk.turn().await else { return };
        let done = call(UndoPractice { practice: moved.practice, seen: moved.revision }).await;
        if page.is_left() {
            return;
        }
        desk.moved.set(None);
        match done {
            Ok(practice) => {
                desk.changed(practice);
                desk.again_at(button_id((moved.practice, moved.from)), standing);
                toast("It is as it was.".into());
            }
            Err(problem) => failed(desk, &problem),
        }
    });
}
