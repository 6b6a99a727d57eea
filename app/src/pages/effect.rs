//! What came of what I asked and voted for.

use crate::api::call;
use crate::load::still;
use crate::parts::card::status_mark;
use crate::parts::count::counted;
use crate::parts::layout::heading;
use crate::parts::report::close;
use crate::parts::support::in_words;
use leptos::prelude::*;
use model::Problem;
use model::api::mine::{GetMyEffect, ListOpenReports};
use model::effect::{Fate, FatePromise, OpenReport, OwnReport, RoundEffect};
use model::promise::Progress;
use model::vote::Stance;

#[must_use]
pub fn effect() -> AnyView {
    still(|_| load(), |(rounds, reports)| show(&rounds, &reports))
}

async fn load() -> Result<(Vec<RoundEffect>, Vec<OpenReport>), Problem> {
    Ok((call(GetMyEffect {}).await?, call(ListOpenReports {}).await?))
}

fn show(rounds: &[RoundEffect], reports: &[OpenReport]) -> AnyView {
    if rounds.is_empty() && reports.is_empty() {
        return view! {
            {heading("What came of it", "")}
            <div class="empty">
                <p>"You have not asked for anything or voted yet. What becomes of it will stand here."</p>
                <a class="btn btn-primary" href="/">"See what others ask for"</a>
            </div>
        }
        .into_any();
    }
    let rounds = rounds.iter().map(round).collect::<Vec<_>>();
    view! {
        <div class="narrow">
            {heading("What came of it", "")}
            <p class="quiet">"Only you see this page. Whether what was adopted is kept towards you, say at " <a href="/promises">"Is it kept?"</a></p>
            {rounds} {open(reports)}
        </div>
    }
    .into_any()
}

/// What the reader lets their account manager read, each with what takes that back.
fn open(reports: &[OpenReport]) -> AnyView {
    if reports.is_empty() {
        return ().into_any();
    }
    let by_practice = reports.chunk_by(|one, next| one.practice == next.practice);
    let lines = by_practice.map(of_practice).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="open-reports">
            <h2 class="h2" id="open-reports">"What your account manager may read"</h2>
            <p class="quiet">"You said so when you reported it."</p>
            <ul class="fates">{lines}</ul>
        </section>
    }
    .into_any()
}

fn of_practice(reports: &[OpenReport]) -> AnyView {
    let Some(first) = reports.first() else { return ().into_any() };
    let practice = first.practice.to_string();
    let title = match &first.title {
        Some(title) => {
            let to = ["/promises/", &practice].concat();
            view! { <a href=to>{title.to_string()}</a> }.into_any()
        }
        None => "A promise that holds no longer, so that nobody reads this now".into_any(),
    };
    let words = |one: &OpenReport| {
        let named = if one.named { ", with your name" } else { "" };
        [if one.kept { "kept" } else { "not kept" }, " in the ", &one.quarter.words(), named].concat()
    };
    let said = reports.iter().map(words).collect::<Vec<_>>().join("; ");
    let of = first.title.as_ref().map(|title| [": ", title.as_str()].concat()).unwrap_or_default();
    let action = ["/api/v1/promises/", &practice, "/report/close"].concat();
    view! { <li><p>{title} ": " {said} "."</p> {close(action, of)}</li> }.into_any()
}

fn round(round: &RoundEffect) -> AnyView {
    let id = ["round-", &round.round.to_string()].concat();
    let labelled = id.clone();
    let agreed = |fate: &&Fate| fate.mine.is_some_and(|mine| mine.stance == Stance::Agree);
    let wanted = round.voted.iter().filter(agreed).count();
    let mut sums = Vec::new();
    if !round.asked.is_empty() {
        let asked = counted(round.asked.len(), "thing", "things");
        sums.push(
            ["You asked for ", &asked, "; adopted so far: ", &so_far(round.asked.iter()), "."].concat(),
        );
    }
    if wanted > 0 {
        let wanted = wanted.to_string();
        sums.push(
            [
                "Of ",
                &wanted,
                " that you agreed with, adopted so far: ",
                &so_far(round.voted.iter().filter(agreed)),
                ".",
            ]
            .concat(),
        );
    }
    let sums = sums.into_iter().map(|sum| view! { <p>{sum}</p> }.into_any()).collect::<Vec<_>>();
    let list = |title: &'static str, fates: &[Fate]| {
        let lines = fates.iter().map(fate).collect::<Vec<_>>();
        (!lines.is_empty())
            .then(|| view! { <h3 class="h3">{title}</h3> <ul class="fates">{lines}</ul> }.into_any())
    };
    view! {
        <section aria-labelledby=labelled>
            <h2 class="h2" id=id>{round.question.to_string()}</h2>
            {sums} {list("What you asked for", &round.asked)} {list("How you voted", &round.voted)}
        </section>
    }
    .into_any()
}

/// "8", or "8; dropped since: 1".
fn so_far<'a>(fates: impl Iterator<Item = &'a Fate>) -> String {
    let (dropped, stand): (Vec<_>, Vec<_>) =
        fates.filter(|fate| fate.is_adopted()).partition(|fate| fate.is_dropped());
    let stand = stand.len().to_string();
    match dropped.len() {
        0 => stand,
        dropped => [&stand, "; dropped since: ", &dropped.to_string()].concat(),
    }
}

/// What is promised of it, and how it was kept towards the reader.
fn promise(promise: &FatePromise) -> AnyView {
    let to = ["/promises/", &promise.practice.to_string()].concat();
    let words = |own: &OwnReport| {
        [if own.kept { "kept" } else { "not kept" }, " in the ", &own.quarter.words()].concat()
    };
    let own = promise.mine.iter().map(words).collect::<Vec<_>>().join(", ");
    let dropped = promise.progress == Progress::Dropped;
    let own = match own.is_empty() {
        // What is dropped is not to be kept any more.
        true if dropped => String::new(),
        true => "You have not said yet whether it is kept.".to_owned(),
        false => ["You said: ", &own, "."].concat(),
    };
    let reason = promise.reason.as_ref().map(|reason| view! { <q>{reason.to_string()}</q> " " });
    view! {
        <p><b>{if dropped { "Dropped: " } else { "Adopted: " }}</b> <a href=to>{promise.title.to_string()}</a>
            {(!dropped).then(|| [", ", promise.progress.words()].concat())} ". " {reason} {own}</p>
    }
    .into_any()
}

/// What was adopted and dropped since does not read as if it were to be had.
fn status(fate: &Fate) -> AnyView {
    match fate.is_dropped() {
        true => view! { <span class="status declined">"adopted, dropped since"</span> }.into_any(),
        false => status_mark(fate.status),
    }
}

fn fate(fate: &Fate) -> AnyView {
    let stance = fate.mine.map(|mine| {
        let strength = mine.strength.map(|strength| [", ", strength.word()].concat()).unwrap_or_default();
        let red = if mine.red_line { ", a red line" } else { "" };
        ["You: ", mine.stance.word(), &strength, red, ". "].concat()
    });
    let came = if !fate.promises.is_empty() {
        fate.promises.iter().map(promise).collect::<Vec<_>>().into_any()
    } else if fate.is_adopted() {
        let titles = fate.practices.iter().map(|title| title.as_str()).collect::<Vec<_>>().join("; ");
        view! { <p><b>"Adopted: "</b> <a href="/design">{titles}</a></p> }.into_any()
    } else if let Some(reason) = &fate.left_out {
        view! { <p><b>"Not adopted: "</b> {reason.clone()}</p> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <li>
            <p><a href=fate.path()>{fate.title.to_string()}</a> " " {status(fate)}</p>
            <p class="quiet">{stance} {fate.status.is_public().then(|| in_words(&fate.support))}</p>
            {came}
        </li>
    }
    .into_any()
}
