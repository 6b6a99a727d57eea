//! An adopted design, as it was signed: who, when, what, why, and what was left out.

use super::moment;
use super::practice::{practice, standing};
use super::readings::{kept_at, readings};
use crate::parts::changes::changes;
use crate::parts::count::counted;
use crate::parts::counts::counts;
use crate::parts::firm;
use crate::parts::glyph::Axes;
use crate::parts::holds_too::holds_too;
use crate::parts::icon::icon;
use crate::parts::layout::heading;
use crate::parts::matrix::matrix;
use crate::parts::prose::prose;
use crate::parts::sample::note;
use crate::parts::selected::{rules, verdicts};
use crate::parts::support::in_words;
use crate::parts::took_part::took_part;
use leptos::prelude::*;
use model::design::{AdoptedPractice, AdoptedSelection, Design, FirstPeriod, LeftOut, WITHDRAWN};
use model::selection::{Ballots, Key, Unflagged};
use model::{Name, RoundId};

pub(super) fn adopted(design: Design, next: Option<RoundId>) -> AnyView {
    let axes = Axes::new(&design.stages, &design.cultures);
    let cell = |stage: usize, culture: usize| {
        let here = |one: &&AdoptedPractice| one.text.stages.has(stage) && one.text.cultures.has(culture);
        let lines = design.practices.iter().filter(here).map(line).collect::<Vec<_>>();
        if lines.is_empty() {
            return asked_for(&design, stage, culture);
        }
        Some(view! { <ul>{lines}</ul> {on_a_page(&design, stage, culture)} }.into_any())
    };
    let selection = design.selection.as_ref();
    let practices = design.practices.iter().map(|one| practice(one, &axes, &design)).collect::<Vec<_>>();
    let kept = (!design.superseded).then(|| {
        view! { <p class="actions"><a class="btn" href=kept_at(&design, None)>"Is it kept? Say so, and see"</a></p> }
    });
    view! {
        {heading("How we have agreed to treat you", "")} {signature(&design)} {kept}
        {next
            .map(|round| {
                let to = ["/rounds/", &round.to_string(), "/draft"].concat();
                view! { <p class="note">"The next design is being made from the votes of this moment. " <a href=to>"See it so far"</a></p> }
            })}
        <section aria-labelledby="matrix">
            <h2 class="h2" id="matrix">"At every stage, for every culture"</h2>
            {matrix(&axes, "Practices by stage and culture", cell)}
        </section>
        <section aria-labelledby="practices">
            <h2 class="h2" id="practices">"What we do"</h2>
            {practices}
        </section>
        {left_out(&design, &axes)} {signed_off(&design)} {simple(&design)} {difference(&design)} {selection.map(served)}
        {selection.map(|selection| firm::section(selection.firmness.as_ref(), false))}
        {selection.map(|selection| proof(&design, selection))}
        <p class="digest">"SHA-256 of the signed text: " <code>{design.digest.clone()}</code></p>
    }
    .into_any()
}

/// Of a cell that customers did ask something for, of which nothing was adopted.
fn asked_for(design: &Design, stage: usize, culture: usize) -> Option<AnyView> {
    let here = |one: &&LeftOut| one.stages.has(stage) && one.cultures.has(culture);
    let count = design.left_out.iter().filter(here).count();
    let words = [&counted(count, "request", "requests"), ", not adopted"].concat();
    (count > 0).then(|| view! { <p class="quiet"><a href="#left">{words}</a></p> }.into_any())
}

/// To the page of a cell.
fn on_a_page(design: &Design, stage: usize, culture: usize) -> AnyView {
    let name = |name: Option<&Name>| name.map(ToString::to_string);
    let stage_name = name(design.stages.get(stage).map(|stage| &stage.name));
    let culture_name = name(design.cultures.get(culture).map(|culture| &culture.name));
    let to = moment::path(design, stage, culture);
    view! { <a class="cell-page" href=to>"On one page"<span class="sr-only">": " {stage_name} ", " {culture_name}</span></a> }
        .into_any()
}

/// A practice's title in a cell, with the best support that it rests on.
fn line(practice: &AdoptedPractice) -> AnyView {
    let support = practice
        .from
        .iter()
        .max_by_key(|evidence| evidence.support.tally().map_or(0, |tally| tally.agree))
        .map(|evidence| in_words(&evidence.support));
    let to = ["#practice-", &practice.id.to_string()].concat();
    view! { <li class="cell-line"><a href=to>{practice.text.title.to_string()}</a> <small class="quiet">{support}</small></li> }
        .into_any()
}

fn signature(design: &Design) -> AnyView {
    let totals = design.totals;
    // A sample's versions count downwards, so that the company's own begin at 1; nobody need read that.
    let version = match design.sample {
        true => String::from("The sample's version"),
        false => ["Version ", &design.version.to_string()].concat(),
    };
    let by = [", ", design.capacity.as_str()].concat();
    // The day as it was signed, not "a month ago".
    let day = view! { <time datetime=design.adopted.iso()>{design.adopted.day()}</time> };
    view! {
        <p class="lead">{design.question.to_string()}</p>
        {superseded(design)}
        {note(design.sample)} {holds_too(&design.holds_too, |version| ["/design/", &version.to_string()].concat())}
        <blockquote class="signed">
            {prose(design.statement.as_str())}
            <footer>{icon("sign")} <span><b>{design.signed_by.to_string()}</b>{by}</span></footer>
        </blockquote>
        <p class="quiet">
            {version} ", adopted " {day} " on the votes of " {counted(totals.voices, "account", "accounts")} " and "
            {counted(totals.people, "person", "people")} ". " {noted(design)} {versions(design)}
        </p>
        {part(design)}
        {readings(design)}
    }
    .into_any()
}

/// What staff had noted when it was signed, which counted for nothing.
fn noted(design: &Design) -> Option<String> {
    let customers = counted(design.totals.noted?, "customer", "customers");
    Some(
        [
            "What our staff had noted of ",
            &customers,
            ", and these had not confirmed, is in none of its figures. ",
        ]
        .concat(),
    )
}

/// What has taken its place, which is not what pages open on where another is for all.
fn superseded(design: &Design) -> Option<AnyView> {
    let latest = design.versions.last().filter(|_| design.superseded)?;
    let to = ["/design/", &latest.to_string()].concat();
    Some(
        view! { <p class="note">"A later version has taken this one's place. " <a href=to>"To the latest"</a></p> }
            .into_any(),
    )
}

/// What these votes decided, where it was not all of it.
fn part(design: &Design) -> Option<AnyView> {
    let part = design.part?;
    let axes = Axes::new(&design.stages, &design.cultures);
    let going_on = design.practices.iter().filter(|one| one.goes_on.is_some()).count();
    let what = [axes.stage_names(part.stages), ", for ".into(), axes.culture_names(part.cultures)].concat();
    let version = part.from.to_string();
    let to = ["/design/", &version].concat();
    let rest = match going_on {
        0 => return Some(view! { <p class="note">"Customers had said that a promise is not kept, and these votes decided that part of the design anew: " {what} "."</p> }.into_any()),
        1 => " The other practice goes on from ".to_owned(),
        many => [" The other ", &many.to_string(), " practices go on from "].concat(),
    };
    Some(
        view! {
            <p class="note">
                "Customers had said that a promise is not kept, and these votes decided that part of the design anew: " {what} "." {rest}
                <a href=to>{["version ", &version].concat()}</a> ", with the evidence on which they were chosen there."
            </p>
        }
        .into_any(),
    )
}

fn versions(design: &Design) -> Option<AnyView> {
    (design.versions.len() > 1).then(|| {
        let links = design
            .versions
            .iter()
            .map(|version| {
                let number = version.to_string();
                let here = (*version == design.version).then_some("page");
                let to = ["/design/", &number].concat();
                view! { <li><a href=to aria-current=here>{number}</a></li> }.into_any()
            })
            .collect::<Vec<_>>();
        view! { <nav class="versions" aria-label="Versions"><span>"Versions: "</span><ul>{links}</ul></nav> }
            .into_any()
    })
}

fn left_out(design: &Design, axes: &Axes) -> AnyView {
    let left_out: &[LeftOut] = &design.left_out;
    if left_out.is_empty() {
        return ().into_any();
    }
    let lines = left_out
        .iter()
        .map(|one| {
            let to = ["/proposals/", &one.proposal.to_string()].concat();
            view! {
                <li class="left-line">
                    <p><a href=to>{one.title.clone()}</a> " " <small class="quiet">{in_words(&one.support)}</small></p>
                    <p class="prose-line">{one.decision.map(|decision| view! { <b>{decision.words()} ". "</b> })} {one.reason.clone()}</p>
                    {standing(design, Key::Proposal(one.proposal), axes)}
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <section aria-labelledby="left">
            <h2 class="h2" id="left">"What we did not adopt, and why"</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

/// Which functions had signed it before it was adopted; by whom, staff read too.
fn signed_off(design: &Design) -> Option<AnyView> {
    let sign_off = design.sign_off.as_ref()?;
    let lines = sign_off
        .signatures
        .iter()
        .map(|one| {
            let place = if one.delegated { ", in the holder's place" } else { "" };
            let by = one.by.as_ref().map(|by| [", by ", by, place].concat());
            let words = one
                .words
                .as_ref()
                .map(|words| view! { <p class="prose-line">{["“", words, "”"].concat()}</p> });
            view! { <li><b>{one.function.to_string()}</b> ", on " {one.at.day()} {by} {words}</li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let overruled = (!sign_off.unsigned.is_empty()).then(|| {
        let unsigned = sign_off.unsigned.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let reason = sign_off.overruled.as_ref().map(ToString::to_string);
        view! {
            <p><b>{["Adopted without the signature of ", &unsigned, "."].concat()}</b></p>
            {reason.map(|reason| view! { <p class="prose-line">{reason}</p> })}
        }
    });
    Some(
        view! {
            <section aria-labelledby="signed-off">
                <h2 class="h2" id="signed-off">"Which functions have signed"</h2>
                <ul class="plain-list">{lines}</ul> {overruled}
            </section>
        }
        .into_any(),
    )
}

/// Who took part, and who has something in what the votes chose.
fn served(selection: &AdoptedSelection) -> Option<AnyView> {
    (!selection.took_part.is_empty()).then(|| {
        view! {
            <section aria-labelledby="part">
                <h2 class="h2" id="part">"Who took part, and who is served"</h2>
                <p class="quiet">"Accounts by what we know of them: those that there were, those that had voted, and those that have something in what the votes chose."</p>
                {took_part(&selection.took_part)}
            </section>
        }
        .into_any()
    })
}

/// How it was chosen, decided otherwise, and what proves it.
fn proof(design: &Design, selection: &AdoptedSelection) -> AnyView {
    let certificate = selection.outcome.certificate;
    let against = selection.against.as_ref().map(|reason| {
        view! {
            <h3 class="h3">"Where we decided otherwise than the votes"</h3>
            <p class="prose-line">{reason.to_string()}</p>
        }
    });
    let unflagged = selection.unflagged.as_ref().map(|unflagged| without(design, unflagged));
    let ballots = ["/api/v1/designs/", &design.version.to_string(), "/ballots"].concat();
    let open = matches!(selection.rules.ballots, Ballots::Everybody);
    view! {
        <section aria-labelledby="proof">
            <h2 class="h2" id="proof">"How the votes chose"</h2>
            {against} <ul class="plain-list">{verdicts(certificate)} {unflagged}</ul>
            <h3 class="h3">"What a practice had to meet"</h3>
            <ul class="plain-list">{rules(&selection.rules)}</ul>
            <p class="digest">
                "SHA-256 of the ballots and rules that it was computed from: " <code>{selection.ballots.clone()}</code>
                {open.then(|| view! { ". " <a rel="external" download="ballots.json" href=ballots>"The ballots and who paid what, without names"</a>", for accord verify." })}
            </p>
        </section>
    }
    .into_any()
}

/// Whether the votes would have chosen something else without what looked arranged.
fn without(design: &Design, unflagged: &Unflagged) -> AnyView {
    let names = |keys: &[Key]| keys.iter().map(|key| name(design, *key)).collect::<Vec<_>>().join(", ");
    let (came_in, went_out) = (names(&unflagged.came_in), names(&unflagged.went_out));
    let mut words = match unflagged.flags {
        0 => {
            return view! { <li>"No votes of five accounts or more looked arranged: checked."</li> }
                .into_any();
        }
        1 => String::from("Some votes looked arranged. They count like all others; without them "),
        flags => {
            [&flags.to_string(), " times votes looked arranged. They count like all others; without them "]
                .concat()
        }
    };
    match (came_in.is_empty(), went_out.is_empty()) {
        (true, true) => words.push_str("the result would have been the same."),
        (false, true) => words.extend(["this would have come in: ", &came_in, "."]),
        (true, false) => words.extend(["this would not have come in: ", &went_out, "."]),
        (false, false) => {
            words.extend(["this would have come in: ", &came_in, "; and this would not: ", &went_out, "."]);
        }
    }
    view! { <li>{words}</li> }.into_any()
}

/// As the design calls it.
fn name(design: &Design, key: Key) -> String {
    let found = match key {
        Key::Practice(id) => {
            design.practices.iter().find(|one| one.id == id).map(|one| one.text.title.to_string())
        }
        Key::Proposal(id) => {
            design.left_out.iter().find(|left| left.proposal == id).map(|left| left.title.clone())
        }
    };
    ["“", &found.unwrap_or_else(|| WITHDRAWN.into()), "”"].concat()
}

/// How complex it is and what it costs, beside the version before.
fn simple(design: &Design) -> AnyView {
    view! {
        <section aria-labelledby="simple">
            <h2 class="h2" id="simple">"How simple it is"</h2>
            <p class="quiet">"A hand-over is where a customer changes hands on its path: no function answers at both stages."</p>
            {counts("This version", &design.counts, &design.beside)} {first(design)}
        </section>
    }
    .into_any()
}

/// How nearly right it was the first time; nothing while its first day lasts and nothing has been changed.
fn first(design: &Design) -> AnyView {
    if design.first.first_day && design.first.changed == 0 {
        return ().into_any();
    }
    let start = if design.first.over { "In its first " } else { "So far, in its first " };
    let changed = match design.first.changed {
        0 => "no practice was".to_owned(),
        changed => {
            let all = counted(design.practices.len(), "practice", "practices");
            let was = if changed == 1 { " was" } else { " were" };
            [changed.to_string().as_str(), " of ", &all, was].concat()
        }
    };
    let words =
        [start, &FirstPeriod::DAYS.to_string(), " days ", &changed, " changed or taken out."].concat();
    view! { <p class="quiet">{words}</p> }.into_any()
}

fn difference(design: &Design) -> AnyView {
    if design.difference.is_empty() {
        return ().into_any();
    }
    view! {
        <section aria-labelledby="difference">
            <h2 class="h2" id="difference">"What has changed since the version before"</h2>
            {changes(&design.difference)}
        </section>
    }
    .into_any()
}
