//! Work in the matrix itself: a practice is moved, copied to another culture, taken out of a place or split, by a panel that the
//! keyboard reaches or by dragging; and proposals are dragged onto practices.

use super::desk::Desk;
use super::moving::{Move, shift};
use super::{choosing, putting};
use crate::api::call;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::staff::touch::{Standing, focus};
use crate::parts::toast::toast;
use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::{ChangePractice, SplitPractice};
use model::cells::Cell;
use model::practice::{Practice, PracticeText};
use model::{PracticeId, ProposalId};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// A practice as it stands in a cell.
pub(super) type Placed = (PracticeId, Cell);

/// What is being dragged.
#[derive(Clone, Copy)]
pub(super) enum Dragged {
    Practice(Placed),
    Proposal(ProposalId),
}

/// The button in a cell that opens the panel for a practice of it.
pub(super) fn place_button(desk: Desk, practice: &Practice, cell: Cell) -> AnyView {
    let id = practice.id;
    let open = move |_| {
        desk.placing.set(Some((id, cell)));
        focus("placing");
    };
    let title = practice.text.title.to_string();
    view! {
        <button type="button" id=button_id((id, cell)) class="cell-place needs-script" on:click=open>
            "Place"<span class="sr-only">": " {title}</span>
        </button>
    }
    .into_any()
}

pub(super) fn button_id((id, cell): Placed) -> String {
    ["place-", &id.to_string(), "-", &cell.to_string()].concat()
}

/// The panel, while it is open.
pub(super) fn panel(desk: Desk) -> AnyView {
    view! { <For each=move || desk.placing.get() key=|placed| *placed children=move |placed| one(desk, placed)/> }.into_any()
}

fn one(desk: Desk, placed: Placed) -> AnyView {
    let (id, cell) = placed;
    let Some(practice) = desk.practice(id) else { return ().into_any() };
    let text = &practice.text;
    let axes = desk.axes.get_value();
    let (stage, culture) = (axes.stages.get(cell.stage), axes.cultures.get(cell.culture));
    let stage = stage.map(|stage| stage.name.clone()).unwrap_or_default();
    let culture = culture.map(|culture| culture.name.clone()).unwrap_or_default();
    let leave = move |_| close(desk, placed);
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            close(desk, placed);
        }
    };
    let also =
        axes.cultures.iter().enumerate().filter(|(at, _)| !text.cultures.has(*at)).map(|(at, other)| {
            let words = ["Also for ", &other.name].concat();
            act(words, move || put(desk, placed, move |text| text.cultures = text.cultures.with(at)))
        });
    let also = also.collect::<Vec<_>>();
    let (at, of) = (cell.stage, cell.culture);
    let stages = (text.stages.len() > 1).then(|| {
        view! {
            {act(["No longer at ", &stage].concat(), move || put(desk, placed, move |text| text.stages = text.stages.without(at)))}
            {act(["A practice of its own at ", &stage].concat(), move || split(desk, placed, Some(at), None))}
        }
    });
    let cultures = (text.cultures.len() > 1).then(|| {
        view! {
            {act(["No longer for ", &culture].concat(), move || put(desk, placed, move |text| text.cultures = text.cultures.without(of)))}
            {act(["A practice of its own for ", &culture].concat(), move || split(desk, placed, None, Some(of)))}
        }
    });
    view! {
        <section class="panel placing" aria-labelledby="placing" on:keydown=escape>
            <h3 class="panel-title" id="placing" tabindex="-1">"Place: " {text.title.to_string()}</h3>
            <p class="quiet">"At " {axes.stage_names(text.stages)} "; for " {axes.culture_names(text.cultures)} "."</p>
            {move_to(desk, placed)}
            <p class="actions">{also} {stages} {cultures}</p>
            <p class="quiet">"Of a practice that is split each part keeps the proposals, and its share of costs and hours."</p>
            <p class="actions"><button type="button" class="btn btn-ghost btn-sm" on:click=leave>"Leave it where it is"</button></p>
        </section>
    }
    .into_any()
}

fn act(words: String, then: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class="btn btn-sm" on:click=move |_| then()>{words}</button> }.into_any()
}

fn move_to(desk: Desk, placed: Placed) -> AnyView {
    let stands = (Some(placed.1.stage), Some(placed.1.culture));
    let button = view! { <button class="btn btn-primary btn-sm">"Move it there"</button> }.into_any();
    choosing::cell(desk, "place", stands, button, move |cell| shift(desk, placed, cell))
}

pub(super) fn close(desk: Desk, placed: Placed) {
    desk.placing.set(None);
    focus(button_id(placed));
}

fn put(desk: Desk, (id, cell): Placed, to: impl FnOnce(&mut PracticeText) + 'static) {
    change(desk, id, Some(cell), to);
}

/// Changes a practice, says where it stands now, and goes back to it: in the matrix where it was changed from there.
pub(super) fn change(
    desk: Desk,
    id: PracticeId,
    from: Option<Cell>,
    change: impl FnOnce(&mut PracticeText) + 'static,
) {
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        let Some((_turn, practice)) = desk.turn().await.zip(desk.practice(id)) else { return };
        let mut text = practice.text;
        change(&mut text);
        let request = ChangePractice { practice: id, seen: Some(practice.revision), sitting: false, text };
        match call(request).await {
            _ if page.is_left() => {}
            Ok(practice) => {
                let back = match from {
                    Some(cell) => button_id((id, nearest(&practice.text, cell))),
                    None => super::practices::button_id(id),
                };
                let says = stands(desk, &practice.text);
                desk.changed(practice);
                done(desk, back, standing, says);
            }
            Err(problem) => failed(desk, &problem),
        }
    });
}

fn stands(desk: Desk, text: &PracticeText) -> String {
    let axes = desk.axes.get_value();
    ["It stands at ", &axes.stage_names(text.stages), "; for ", &axes.culture_names(text.cultures), "."]
        .concat()
}

/// The cell that a practice was taken up in, or one that it still stands in.
fn nearest(text: &PracticeText, cell: Cell) -> Cell {
    let of = |there: bool, is: usize, first: Option<usize>| if there { is } else { first.unwrap_or(is) };
    Cell {
        stage: of(text.stages.has(cell.stage), cell.stage, text.stages.iter().next()),
        culture: of(text.cultures.has(cell.culture), cell.culture, text.cultures.iter().next()),
    }
}

fn split(desk: Desk, (id, cell): Placed, stage: Option<usize>, culture: Option<usize>) {
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        let Some((_turn, practice)) = desk.turn().await.zip(desk.practice(id)) else { return };
        match call(SplitPractice { practice: id, seen: practice.revision, stage, culture }).await {
            _ if page.is_left() => {}
            Ok(part) => {
                desk.changed_more().await;
                if page.is_left() {
                    return;
                }
                let says = ["There is a new practice: ", part.text.title.as_str(), "."].concat();
                done(desk, button_id((part.id, nearest(&part.text, cell))), standing, says.clone());
                desk.moved.set(Some(Move::split((id, cell), practice.revision + 1, says)));
            }
            Err(problem) => failed(desk, &problem),
        }
    });
}

fn done(desk: Desk, back: String, standing: Standing, says: String) {
    desk.placing.set(None);
    // What came after it is taken back first.
    desk.moved.set(None);
    desk.again_at(back, standing);
    toast(says);
}

/// What another has changed meanwhile is shown, to begin again from it.
pub(super) fn failed(desk: Desk, problem: &model::Problem) {
    refused(problem);
    desk.again();
}

/// Something in the matrix begins to move.
pub(super) fn begin(desk: Desk, event: &DragEvent) {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let dragged = practice_at(&element)
        .zip(cell_at(&element))
        .map(Dragged::Practice)
        .or_else(|| number(&element, "data-proposal").map(|id| Dragged::Proposal(ProposalId(id))));
    desk.dragged.set_value(dragged);
    if dragged.is_some() {
        carry(event);
    }
}

/// Let go somewhere. What came meanwhile is drawn now, and not under the hand that drags.
pub(super) fn end(desk: Desk) {
    desk.dragged.set_value(None);
    desk.again();
}

/// Over a cell it can be let go; a proposal over a practice too, wherever that stands.
pub(super) fn over(desk: Desk, event: &DragEvent) {
    let dragged = desk.dragged.with_value(|dragged| *dragged);
    if dragged.zip(target(event)).is_some_and(|(dragged, place)| falls(dragged, &place).is_some()) {
        event.prevent_default();
    }
}

/// What becomes of something that is let go somewhere.
enum Fall {
    Place(Placed, Cell),
    Join(ProposalId, PracticeId, Option<Cell>),
    Begin(ProposalId, Cell),
}

fn falls(dragged: Dragged, place: &Element) -> Option<Fall> {
    match (dragged, practice_at(place)) {
        (Dragged::Practice(placed), _) => Some(Fall::Place(placed, cell_at(place)?)),
        (Dragged::Proposal(proposal), Some(id)) => Some(Fall::Join(proposal, id, cell_at(place))),
        (Dragged::Proposal(proposal), None) => Some(Fall::Begin(proposal, cell_at(place)?)),
    }
}

/// Let go: a practice moves to the cell; a proposal joins the practice that it falls on, or begins one.
pub(super) fn drop_on(desk: Desk, event: &DragEvent) {
    let dragged = desk.dragged.with_value(|dragged| *dragged);
    desk.dragged.set_value(None);
    let Some((dragged, place)) = dragged.zip(target(event)) else { return };
    let Some(fall) = falls(dragged, &place) else { return };
    event.prevent_default();
    match fall {
        Fall::Place(placed, cell) if event.ctrl_key() || event.alt_key() => put(desk, placed, move |text| {
            text.stages = text.stages.with(cell.stage);
            text.cultures = text.cultures.with(cell.culture);
        }),
        Fall::Place((_, from), cell) if from == cell => {}
        Fall::Place(placed, cell) => shift(desk, placed, cell),
        Fall::Join(proposal, id, cell) => putting::join(desk, proposal, id, cell),
        Fall::Begin(proposal, cell) => putting::begin(desk, proposal, cell),
    }
}

fn target(event: &DragEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()
}

fn practice_at(element: &Element) -> Option<PracticeId> {
    number(element, "data-practice").map(PracticeId)
}

/// The number that an element or one around it carries.
fn number(element: &Element, name: &str) -> Option<i64> {
    let around = element.closest(&["[", name, "]"].concat()).ok()??;
    around.get_attribute(name)?.parse().ok()
}

fn cell_at(element: &Element) -> Option<Cell> {
    let around = element.closest("td[id^=\"cell-\"]").ok()??;
    around.id().strip_prefix("cell-")?.parse().ok()
}

/// Some browsers move only what carries something.
fn carry(event: &DragEvent) {
    let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &JsValue::from_str(name)).ok();
    let Some(bag) = get(event.as_ref(), "dataTransfer") else { return };
    let set = get(&bag, "setData").and_then(|set| set.dyn_into::<js_sys::Function>().ok());
    if let Some(set) = set {
        let _ = set.call2(&bag, &JsValue::from_str("text/plain"), &JsValue::from_str("Accord"));
    }
}
