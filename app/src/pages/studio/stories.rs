//! The stories that customers told beside the proposals of a practice: which of them stand beside it, for all who read the design.

use crate::api::call;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::staff::touch::Standing;
use crate::parts::toast::toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::{ListStories, SetStories};
use model::comment::Found;
use model::practice::StoryBehind;
use model::{CommentId, PracticeId};

/// Read when it is opened.
pub(super) fn stories(id: PracticeId, title: &str) -> AnyView {
    let told = RwSignal::new(None::<Vec<StoryBehind>>);
    let open = move |_| {
        if told.with_untracked(Option::is_none) {
            read(id, told);
        }
    };
    let list = move || {
        told.with(|all| match all.as_deref() {
            None => ().into_any(),
            Some([]) => view! { <p class="quiet">"Nobody has told a story beside its proposals yet."</p> }.into_any(),
            Some(all) => {
                let lines = all.iter().map(|one| line(id, one, told)).collect::<Vec<_>>();
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
        <details class="fold-plain needs-script" on:toggle=open>
            <summary>"Stories behind it" <span class="sr-only">{of}</span></summary>
            {list}
        </details>
    }
    .into_any()
}

fn line(id: PracticeId, one: &StoryBehind, told: RwSignal<Option<Vec<StoryBehind>>>) -> AnyView {
    let Found { id: story, on, begins, .. } = &one.story;
    let (story, to) = (*story, one.story.path());
    view! {
        <div>
            <label class="choice">
                <input type="checkbox" id=box_id(id, story) prop:checked=one.chosen on:change=move |_| choose(id, story, told)/>
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

fn read(id: PracticeId, told: RwSignal<Option<Vec<StoryBehind>>>) {
    let page = Page::now();
    spawn_local(async move {
        match call(ListStories { practice: id }).await {
            _ if page.is_left() => {}
            Ok(stories) => told.set(Some(stories)),
            Err(problem) => refused(&problem),
        }
    });
}

/// Ticks one, or takes its tick away.
fn choose(id: PracticeId, story: CommentId, told: RwSignal<Option<Vec<StoryBehind>>>) {
    let stories = told.with_untracked(|now| {
        let all = now.iter().flatten().filter(|one| one.chosen != (one.story.id == story));
        all.map(|one| one.story.id).collect()
    });
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        match call(SetStories { practice: id, stories }).await {
            _ if page.is_left() => {}
            Ok(stories) => {
                told.set(Some(stories));
                toast("Kept.".into());
                standing.on_to(box_id(id, story));
            }
            Err(problem) => {
                refused(&problem);
                read(id, told);
            }
        }
    });
}
