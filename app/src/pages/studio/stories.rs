//! The stories that customers told beside the proposals of a practice: which of them stand beside it, for all who read the design.

use super::desk::Desk;
use crate::api::call;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::staff::touch::Standing;
use crate::parts::toast::toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::{ListStories, SetStory};
use model::comment::Found;
use model::practice::StoryBehind;
use model::{CommentId, PracticeId, ProblemKind};
use std::collections::BTreeMap;
use web_sys::HtmlInputElement;

/// What was read of the practices whose stories lie open. It is kept on the desk, so that it stays when the list of practices is
/// renewed, and is renewed with it.
pub(super) type Told = BTreeMap<PracticeId, Vec<StoryBehind>>;

/// Read when it is opened.
pub(super) fn stories(desk: Desk, id: PracticeId, title: &str) -> AnyView {
    let open = desk.stories.with_untracked(|told| told.contains_key(&id));
    let toggled = move |event: leptos::ev::Event| {
        let fold = event_target::<web_sys::Element>(&event);
        // It is told a moment later, when another may be there already.
        if !fold.is_connected() {
            return;
        }
        match (fold.has_attribute("open"), desk.stories.with_untracked(|told| told.contains_key(&id))) {
            (true, false) => read(desk, id),
            (false, true) => desk.stories.update(|told| drop(told.remove(&id))),
            _ => {}
        }
    };
    let list = move || {
        desk.stories.with(|told| match told.get(&id).map(Vec::as_slice) {
            None => ().into_any(),
            Some([]) => view! { <p class="quiet">"Nobody has told a story beside its proposals yet."</p> }.into_any(),
            Some(all) => {
                let lines = all.iter().map(|one| line(desk, id, one)).collect::<Vec<_>>();
                view! {
                    <p class="quiet">"Those that are ticked stand beside it in the adopted design, five at most, as long as whoever told them lets them stand."</p>
                    <div class="stack">{lines}</div>
                }
                .into_any()
            }
        })
    };
    let of = [": ", title].concat();
    view! {
        <details class="fold-plain needs-script" open=open on:toggle=toggled>
            <summary>"Stories behind it" <span class="sr-only">{of}</span></summary>
            {list}
        </details>
    }
    .into_any()
}

fn line(desk: Desk, id: PracticeId, one: &StoryBehind) -> AnyView {
    let Found { id: story, on, begins, .. } = &one.story;
    let (story, to) = (*story, one.story.path());
    let ticked = move |event: leptos::ev::Event| choose(desk, id, story, event_target(&event));
    view! {
        <div>
            <label class="choice">
                <input type="checkbox" id=box_id(id, story) prop:checked=one.chosen on:change=ticked/>
                <span class="choice-text"><q>{begins.clone()}</q></span>
            </label>
            <small class="quiet"><a href=to>{["beside “", on.as_str(), "”"].concat()}</a></small>
        </div>
    }
    .into_any()
}

/// To come back to when the list is renewed.
fn box_id(practice: PracticeId, story: CommentId) -> String {
    ["story-", &practice.to_string(), "-", &story.to_string()].concat()
}

/// Reads again what lies open: others choose there too.
pub(super) fn again(desk: Desk) {
    for id in desk.stories.with_untracked(|told| told.keys().copied().collect::<Vec<_>>()) {
        read(desk, id);
    }
}

fn read(desk: Desk, id: PracticeId) {
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        match call(ListStories { practice: id }).await {
            _ if page.is_left() => {}
            Ok(stories) => put(desk, id, stories, standing),
            // It was taken out meanwhile.
            Err(problem) if problem.kind == ProblemKind::NotFound => {
                desk.stories.update(|told| drop(told.remove(&id)));
            }
            Err(problem) => refused(&problem),
        }
    });
}

/// Nothing is drawn anew that is as it was; whoever stands at a box goes on standing there.
fn put(desk: Desk, id: PracticeId, stories: Vec<StoryBehind>, standing: Standing) {
    if desk.stories.with_untracked(|told| told.get(&id) == Some(&stories)) {
        return;
    }
    let at = document().active_element().map(|element| element.id());
    desk.stories.update(|told| drop(told.insert(id, stories)));
    let prefix = ["story-", &id.to_string(), "-"].concat();
    if let Some(at) = at.filter(|at| at.starts_with(&prefix)) {
        standing.on_to(at);
    }
}

/// Ticks one, or takes its tick away; what others ticked stays.
fn choose(desk: Desk, id: PracticeId, story: CommentId, tick: HtmlInputElement) {
    let stands = tick.checked();
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        let Some(_turn) = desk.turn().await else { return };
        match call(SetStory { practice: id, story, stands }).await {
            _ if page.is_left() => {}
            Ok(stories) => {
                desk.stories.update(|told| drop(told.insert(id, stories)));
                toast("Kept.".into());
                standing.on_to(box_id(id, story));
            }
            Err(problem) => {
                refused(&problem);
                tick.set_checked(!stands);
                read(desk, id);
            }
        }
    });
}
