//! An adopted version to present: a slide for each stage, one below the other on a screen, one to a page on paper.

use super::journey::asks;
use super::readings::{back, read};
use crate::load::{At, still};
use crate::parts::glyph::suit;
use crate::parts::layout::title;
use crate::parts::prose::prose;
use crate::parts::support::in_words;
use leptos::prelude::*;
use model::Problem;
use model::design::{AdoptedPractice, Design, DesignState};
use model::round::{Culture, Stage};

/// What was left out, on the last slide: the best supported.
const LEFT: usize = 6;

#[must_use]
pub fn slides() -> AnyView {
    still(load, |design| show(&design))
}

async fn load(at: At) -> Result<Design, Problem> {
    read(&at).await
}

fn show(design: &Design) -> AnyView {
    let stages = design.stages.iter().enumerate();
    let stages = stages.map(|(place, named)| stage(design, place, named)).collect::<Vec<_>>();
    let by = [design.signed_by.as_str(), ", ", design.capacity.as_str()].concat();
    let signed = design.state.is_adopted().then(|| {
        view! { <blockquote class="signed">{prose(design.statement.as_str())} <footer>{by} ", " {design.adopted.day()}</footer></blockquote> }
    });
    let heading = match design.state {
        DesignState::Adopted => "How we have agreed to treat you",
        DesignState::InReview => "How we would treat you: a draft in review",
        DesignState::Draft => "How we would treat you: a draft",
        DesignState::Today => "How we engage today",
    };
    view! {
        {title("Slides".into())} {back(design)}
        <p class="quiet slides-keys needs-script">"Keys: → ↓ Space or Page down for the next slide, ← ↑ or Page up for the one before."</p>
        <div class="slides">
            <section class="slide" aria-labelledby="slide-first" tabindex="-1">
                <h1 class="h1" id="slide-first">{heading}</h1>
                <p class="lead">{design.question.to_string()}</p>
                {signed}
            </section>
            {stages} {left_out(design)}
        </div>
    }
    .into_any()
}

/// What is done at it for each culture; for which nothing is, stands as a question below.
fn stage(design: &Design, place: usize, named: &Stage) -> AnyView {
    let id = ["slide-", &place.to_string()].concat();
    let cultures = design.cultures.iter().enumerate();
    let (mut done, mut untold, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    for (at, one) in cultures {
        match culture(design, (place, at), one) {
            Some(practices) => done.push(practices),
            None if is_left_out(design, (place, at)) => asked.push(one.name.as_str()),
            None => untold.push(one.name.as_str()),
        }
    }
    let whom = match untold.len() == design.cultures.len() {
        true => String::new(),
        false => [" ", &untold.join(", "), "."].concat(),
    };
    let question = (!untold.is_empty()).then(|| view! { <p class="quiet">{asks(design)} {whom}</p> });
    let asked = (!asked.is_empty()).then(
        || view! { <p class="quiet">{["Asked for, and not adopted: ", &asked.join(", "), "."].concat()}</p> },
    );
    view! {
        <section class="slide" aria-labelledby=id.clone() tabindex="-1">
            <h2 class="h1" id=id.clone()><span class="letter-mark" aria-hidden="true">{named.letter.to_string()}</span> " " {named.name.to_string()}</h2>
            <p class="lead">{named.text.to_string()}</p>
            <div class="slide-cultures">{done}</div> {question} {asked}
        </section>
    }
    .into_any()
}

/// Whether something was asked for there and not adopted.
fn is_left_out(design: &Design, (stage, culture): (usize, usize)) -> bool {
    design.left_out.iter().any(|left| left.stages.has(stage) && left.cultures.has(culture))
}

fn culture(design: &Design, (stage, place): (usize, usize), named: &Culture) -> Option<AnyView> {
    let here = |one: &&AdoptedPractice| one.text.stages.has(stage) && one.text.cultures.has(place);
    let practices = design
        .practices
        .iter()
        .filter(here)
        .map(|one| {
            let words = one.from.first().map(|evidence| view! { <q>{evidence.title.clone()}</q> });
            view! { <li><b>{one.text.title.to_string()}</b> <p class="quiet">{one.text.accountable.to_string()} ". " {words}</p></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    (!practices.is_empty()).then(|| {
        view! {
            <div>
                <h3 class="h3">{suit(named.suit)} " " {named.name.to_string()}</h3>
                <ul class="plain-list">{practices}</ul>
            </div>
        }
        .into_any()
    })
}

fn left_out(design: &Design) -> Option<AnyView> {
    let more = design.left_out.len().saturating_sub(LEFT);
    let lines = design
        .left_out
        .iter()
        .take(LEFT)
        .map(|left| view! { <li><b>{left.title.clone()}</b> " " <small class="quiet">{in_words(&left.support)}</small> <p>{left.decision.map(|decision| view! { <b>{decision.words()} ". "</b> })} {left.reason.clone()}</p></li> }.into_any())
        .collect::<Vec<_>>();
    let rest = (more > 0).then(
        || view! { <p class="quiet">"And " {more} " more, each with its reason, in the design itself."</p> },
    );
    (!lines.is_empty()).then(|| {
        view! {
            <section class="slide" aria-labelledby="slide-left" tabindex="-1">
                <h2 class="h1" id="slide-left">"What we did not adopt, and why"</h2>
                <ul class="plain-list">{lines}</ul> {rest}
            </section>
        }
        .into_any()
    })
}
