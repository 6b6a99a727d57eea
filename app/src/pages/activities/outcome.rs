//! Behind the link in the letter about what staff noted at an activity, or signed in on one's own page: what it was, and forms that
//! confirm, change or withdraw it.

use crate::api::call;
use crate::flash::typed;
use crate::form::{Form, next_here};
use crate::load::{At, still};
use crate::parts::choices::{Choice, one_of};
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::preview::Preview;
use crate::parts::proposal_form::fields;
use crate::parts::prose::marked_up;
use leptos::prelude::*;
use model::activity::outcome::{MyOutcome, Outcome, Said, StoryText};
use model::activity::path;
use model::api::activities::{GetMyOutcome, GetOutcome};
use model::api::rounds::GetRound;
use model::comment::Tone;
use model::proposal::ProposalText;
use model::round::Round;
use model::{OutcomeId, Problem, Remark};

struct Opened {
    /// Where it is answered.
    action: String,
    /// Whether it was found signed in, and not by the letter.
    mine: bool,
    outcome: Outcome,
    /// For changing a proposal; whoever is not signed in may not see every round.
    round: Option<Round>,
}

#[must_use]
pub fn outcome() -> AnyView {
    still(load, |opened| show(&opened))
}

async fn load(at: At) -> Result<Opened, Problem> {
    let key: String = at.part("key")?;
    let outcome = call(GetOutcome { key: key.clone() }).await?;
    let round = call(GetRound { round: outcome.round }).await.ok();
    Ok(Opened { action: ["/api/v1/outcomes/", &key].concat(), mine: false, outcome, round })
}

#[must_use]
pub fn my_outcome() -> AnyView {
    still(load_mine, |opened| show(&opened))
}

async fn load_mine(at: At) -> Result<Opened, Problem> {
    let id: OutcomeId = at.part("outcome")?;
    let outcome = call(GetMyOutcome { outcome: id }).await?;
    let round = call(GetRound { round: outcome.round }).await.ok();
    Ok(Opened { action: ["/api/v1/me/outcomes/", &id.to_string()].concat(), mine: true, outcome, round })
}

/// What waits for an answer, wherever somebody looks at what is theirs.
#[must_use]
pub fn waiting(outcomes: &[MyOutcome]) -> Option<AnyView> {
    let line = |one: &MyOutcome| {
        let (what, title) = match &one.outcome.said {
            Some(Said::Proposal(text)) => ("a proposal: ", text.title.to_string()),
            _ => {
                ("a story beside ", one.outcome.beside.as_ref().map(ToString::to_string).unwrap_or_default())
            }
        };
        let at = ["noted by ", one.outcome.by.as_str(), " at “", one.outcome.title.as_str(), "”"].concat();
        view! {
            <li class="list-line">
                <span><a href=one.path()>{what} "“" {title} "”"</a> <br/> <small class="quiet">{at}</small></span>
            </li>
        }
        .into_any()
    };
    let lines = outcomes.iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="noted-for-me">
                <h2 class="h2" id="noted-for-me">"Is this what you said?"</h2>
                <p>"Staff noted this for you at activities. It is nobody's until you say that it is so."</p>
                <ul>{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn show(opened: &Opened) -> AnyView {
    let outcome = &opened.outcome;
    let at = view! { <a href=path(outcome.activity)>{outcome.title.to_string()}</a> };
    let body = match &outcome.said {
        None => view! {
            <p role="status"><b>"You have answered. "</b> "What you confirmed stands among your own proposals and stories; a moderator may read it first."</p>
        }
        .into_any(),
        Some(said) => noted(opened, said),
    };
    view! {
        <div class="narrow stack">
            {heading("Is this what you said?", "")}
            <p>{outcome.by.to_string()} " noted it for you at “" {at} "”. It is nobody's until you say that it is so."</p>
            {body}
            <p class="quiet">"Others never read your name beside it. " {if opened.mine { "It waits until " } else { "The link works once, until " }} {outcome.expires.day()} "."</p>
        </div>
    }
    .into_any()
}

fn noted(opened: &Opened, said: &Said) -> AnyView {
    let action = opened.action.clone();
    let quote = match said {
        Said::Proposal(text) => view! {
            <p><span class="kind">{text.kind.word()}</span></p> <p class="lead">{text.title.to_string()}</p>
        }
        .into_any(),
        Said::Story(story) => {
            let beside = opened.outcome.beside.as_ref().map(|title| {
                let to = ["/proposals/", &story.beside.to_string()].concat();
                view! { " beside “" <a href=to>{title.to_string()}</a> "”" }
            });
            view! { <p><span class="kind">{["a story: it went ", story.tone.word()].concat()}</span> {beside}</p> }
                .into_any()
        }
    };
    let open = opened.outcome.shut.is_none();
    let shut = opened.outcome.shut.clone().map(|shut| view! { <p class="note" role="status">{shut}</p> });
    let form = Form::main();
    let confirm = open.then(
        || view! { <button class="btn btn-primary" name="answer" value="confirm">"Yes, it is so"</button> },
    );
    view! {
        <section class="panel stack" aria-label="What was noted">{quote} {marked_up(&opened.outcome.html)}</section>
        {shut}
        <form method="post" action=action data-then="reload" class="stack">
            {next_here()} {form.trouble()}
            <p class="flex flex-wrap gap-2">{confirm} <button class="btn btn-ghost" name="answer" value="withdraw">"Withdraw it"</button></p>
        </form>
        {open.then(|| change(opened, said))}
    }
    .into_any()
}

fn change(opened: &Opened, said: &Said) -> AnyView {
    let form = match said {
        Said::Proposal(text) => opened.round.as_ref().map(|round| proposal(&opened.action, round, text)),
        Said::Story(story) => Some(self::story(&opened.action, story)),
    };
    let unfold = !typed("why").is_empty() || !typed("text").is_empty();
    form.map(|form| {
        view! { <details class="fold" open=unfold><summary>"It is so, in other words"</summary> {form}</details> }
    })
    .into_any()
}

fn proposal(action: &str, round: &Round, text: &ProposalText) -> AnyView {
    let form = Form::main();
    let action = [action, "/proposal"].concat();
    view! {
        <form method="post" action=action class="form fold-text" data-then="reload">
            {next_here()} {fields(form, round, &Preview::of(text), Some(text), None)} {form.trouble()}
            <p><button class="btn btn-primary">"Say it like this"</button></p>
        </form>
    }
    .into_any()
}

fn story(action: &str, story: &StoryText) -> AnyView {
    let form = Form::main();
    let action = [action, "/story"].concat();
    let tones = Tone::ALL
        .map(|tone| Choice::new(tone.word(), ["It went ", tone.word()].concat(), tone == story.tone));
    view! {
        <form method="post" action=action class="form fold-text" data-then="reload">
            {next_here()} {one_of("tone", "How were you engaged?", tones.into(), form)}
            {Field::new("text", "What happened")
                .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                .value(story.text.as_str())
                .lines(5)
                .required()
                .view(form)}
            {form.trouble()} <p><button class="btn btn-primary">"Say it like this"</button></p>
        </form>
    }
    .into_any()
}
