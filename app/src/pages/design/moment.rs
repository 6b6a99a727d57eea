//! A moment: one cell of an adopted version on a page of its own, to print or to hand to somebody new. What the customer is about
//! then, what we do, what customers told us of it, and what comes before and after.

use super::journey::{Step, steps};
use super::practice::practice;
use super::readings::{back, base, kept_at, nothing, read};
use crate::api::call;
use crate::load::{At, still};
use crate::parts::glyph::{Axes, suit};
use crate::parts::layout::title;
use crate::parts::prose::marked_up;
use leptos::prelude::*;
use model::api::comments::GetTalk;
use model::cells::Cell;
use model::comment::{Comment, Kind, Status, Tone};
use model::design::{AdoptedPractice, Design};
use model::{Problem, ProposalId};

/// Stories are looked for beside so many proposals, and so many are shown.
const PROPOSALS: usize = 24;
const STORIES: usize = 6;

struct Shown {
    design: Design,
    stage: usize,
    culture: usize,
    /// What customers told beside the proposals that its practices came from; the newest first.
    stories: Vec<Comment>,
}

#[must_use]
pub fn moment() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    let (stage, culture): (usize, usize) = (at.part("stage")?, at.part("culture")?);
    let design = read(&at).await?;
    if stage >= design.stages.len() || culture >= design.cultures.len() {
        return Err(Problem::not_found("page"));
    }
    let mut stories = Vec::new();
    for proposal in proposals(&design, stage, culture) {
        // One that this reader may not see has nothing to tell them.
        let talk = call(GetTalk { proposal }).await.unwrap_or_default();
        let told = |one: &Comment| one.kind == Kind::Story && one.status == Status::Published;
        stories.extend(talk.comments.into_iter().filter(told));
    }
    stories.sort_unstable_by_key(|story| std::cmp::Reverse((story.at, story.id)));
    stories.truncate(STORIES);
    Ok(Shown { design, stage, culture, stories })
}

fn here(design: &Design, stage: usize, culture: usize) -> impl Iterator<Item = &AdoptedPractice> {
    design.practices.iter().filter(move |one| one.text.stages.has(stage) && one.text.cultures.has(culture))
}

/// Those that what is done here came from, each once.
fn proposals(design: &Design, stage: usize, culture: usize) -> Vec<ProposalId> {
    let mut proposals: Vec<ProposalId> =
        here(design, stage, culture).flat_map(|one| &one.from).map(|evidence| evidence.proposal).collect();
    proposals.sort_unstable();
    proposals.dedup();
    proposals.truncate(PROPOSALS);
    proposals
}

fn show(shown: &Shown) -> AnyView {
    let Shown { design, stage, culture, .. } = shown;
    let axes = Axes::new(&design.stages, &design.cultures);
    let (Some(at), Some(whose)) = (design.stages.get(*stage), design.cultures.get(*culture)) else {
        return ().into_any();
    };
    let kept = kept_at(design, Some(Cell { stage: *stage, culture: *culture }));
    // What nobody has adopted nobody has promised.
    let kept = design.state.is_adopted().then(|| {
        view! { <p class="actions"><a class="btn" href=kept>"Is it kept? Say so, and see"</a></p> }
    });
    let words = [at.name.as_str(), ", ", whose.name.as_str()].concat();
    let practices =
        here(design, *stage, *culture).map(|one| practice(one, &axes, design)).collect::<Vec<_>>();
    let practices = if practices.is_empty() {
        let ask = axes.propose(*stage, *culture);
        let ask = ask.map(|to| view! { " " <a href=to>"How should it be?"</a> });
        view! { <p class="empty">{nothing(design, "for this moment")} {ask}</p> }.into_any()
    } else {
        practices.into_any()
    };
    view! {
        {title(["A moment: ", &words].concat())} {back(design)}
        <h1 class="h1">
            <span class="letter-mark" aria-hidden="true">{at.letter.to_string()}</span> " " {at.name.to_string()} ", "
            {suit(whose.suit)} " " {whose.name.to_string()}
        </h1>
        <p class="lead">{at.text.to_string()}</p>
        <dl class="facts">
            <dt>"The customer"</dt>
            <dd>{whose.customer.to_string()}</dd>
            <dt>"We"</dt>
            <dd>{whose.vendor.to_string()}</dd>
        </dl>
        {around(shown)}
        <section aria-labelledby="done"><h2 class="h2" id="done">"What we do"</h2> {practices}</section>
        {told(&shown.stories)}
        {kept}
    }
    .into_any()
}

/// Where the customer comes from and goes next, and whether they change hands on the way.
fn around(shown: &Shown) -> AnyView {
    let design = &shown.design;
    let steps = steps(design, shown.culture);
    let Some(place) = steps.iter().position(|step| step.stage == shown.stage) else { return ().into_any() };
    let link = |step: &Step<'_>, words: &'static str, handed: bool| {
        let to = path(design, step.stage, shown.culture);
        let name = design.stages.get(step.stage).map(|stage| stage.name.to_string());
        let handed = handed.then(|| view! { " " <span class="kind">"changes hands"</span> });
        view! { <li><span class="quiet">{words}</span> <a href=to>{name}</a> {handed}</li> }.into_any()
    };
    let now = &steps[place];
    let before = place.checked_sub(1).and_then(|before| steps.get(before));
    let before = before.map(|before| link(before, "Before: ", before.hands_over(now)));
    let after = steps.get(place + 1).map(|after| link(after, "After: ", now.hands_over(after)));
    view! { <nav aria-label="Before and after"><ul class="moment-way">{before} {after}</ul></nav> }.into_any()
}

fn told(stories: &[Comment]) -> Option<AnyView> {
    let lines = stories
        .iter()
        .map(|story| {
            let tone = story.tone.map(|tone| match tone {
                Tone::Well => "A customer who was engaged well",
                Tone::Badly => "A customer who was engaged badly",
            });
            view! { <li><blockquote>{marked_up(&story.html)} <footer class="quiet"><a href=story.path()>{tone}</a></footer></blockquote></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="told">
                <h2 class="h2" id="told">"What customers told us"</h2>
                <ul class="moment-stories">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// The page of a cell.
pub(super) fn path(design: &Design, stage: usize, culture: usize) -> String {
    format!("{}/moments/{stage}/{culture}", base(design))
}
