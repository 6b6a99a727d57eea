//! That customers say that a promise is not kept: what follows from it, and, for designers, closing it with a reason.

use crate::form::{Form, next_here};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::glyph::Axes;
use crate::parts::support::in_words;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::cells::Cell;
use model::person::Role;
use model::promise::Promise;
use model::scorecard::{Gap, GapVote};
use model::{Question, Reason};

pub(super) fn gap(promise: &Promise, axes: &Axes, sample: bool) -> AnyView {
    let Some(gap) = &promise.gap else { return ().into_any() };
    let designer = viewer_now().may(Role::Designer);
    match &gap.closed {
        Some(closed) => view! {
            <div class="note">
                <p>{["In the ", &gap.quarter.words(), " customers said that this is not kept. What we did about it, on ", &closed.at.day(), ":"].concat()}</p>
                <p class="prose-line">{closed.reason.to_string()}</p>
                {designer.then(|| again(promise))}
            </div>
        }
        .into_any(),
        None => open(promise, gap, axes, designer, sample),
    }
}

fn open(promise: &Promise, gap: &Gap, axes: &Axes, designer: bool, sample: bool) -> AnyView {
    let place =
        [axes.stage_names(promise.stages).as_str(), " for ", axes.culture_names(promise.cultures).as_str()]
            .concat();
    let first = promise.stages.iter().next().zip(promise.cultures.iter().next());
    let vote = promise.vote.map(|round| {
        let to = ["/rounds/", &round.to_string()].concat();
        (to, "Vote on what you would rather have")
    });
    let propose = || {
        let (stage, culture) = first?;
        Some((axes.propose(stage, culture)?, "What would you rather have?"))
    };
    let ask = vote.or_else(propose).map(|(to, words)| view! { <a href=to>{words}</a> });
    let lets = designer && promise.vote.is_none() && !sample;
    view! {
        <div class="note gap">
            <p>
                <b>"Customers say that this is not kept"</b>
                {[", in the ", &gap.quarter.words(), ". It is looked at again now, and ", &place, " is open again. "].concat()} {ask}
            </p>
            {lets.then(|| let_vote(promise, axes))} {designer.then(|| close(promise))}
        </div>
    }
    .into_any()
}

/// With one press: what is asked, and until when, is there already.
fn let_vote(promise: &Promise, axes: &Axes) -> AnyView {
    let number = promise.practice.to_string();
    let action = ["/api/v1/promises/", &number, "/gap/vote"].concat();
    let group = ["-vote-", &number].concat();
    let form = Form::new();
    // Of several stages and several cultures, a stage for all of them.
    let several = promise.stages.len() > 1 && promise.cultures.len() > 1;
    let cell = |stage: usize, culture: usize| {
        let at = axes.stages.get(stage)?;
        let of = match several {
            true => axes.culture_names(promise.cultures),
            false => axes.cultures.get(culture)?.name.to_string(),
        };
        let names = [at.name.as_str(), ", for ", &of].concat();
        Some((Cell { stage, culture }.to_string(), names))
    };
    let most = if several { 1 } else { promise.cultures.len() };
    let cells: Vec<(String, String)> = promise
        .stages
        .iter()
        .flat_map(|stage| promise.cultures.iter().take(most).filter_map(move |culture| cell(stage, culture)))
        .collect();
    let which = match cells.as_slice() {
        [(only, _)] => view! { <input type="hidden" name="cell" value=only.clone()/> }.into_any(),
        _ => Field::new("cell", "Which part of it").options(cells).group(group.clone()).required().view(form),
    };
    view! {
        <form method="post" action=action class="stack" data-then="reload" data-toast="Customers can vote on it now.">
            {next_here()}
            <p class="quiet">
                "Customers can vote on this part anew, in a small round of its own under the rules of the round that the design came from. It begins with what is promised there, so that they can also say to keep it; all else goes on as it is. They are told, what comes of it stands here, and it is signed and adopted as the next version."
            </p>
            {which}
            <details class="fold-plain">
                <summary>"Ask otherwise, or for another time"</summary>
                {Field::new("question", "The question")
                    .value(GapVote::question(&promise.title))
                    .text(Question::MAX, |text| Question::parse(text).map(drop))
                    .group(group.clone())
                    .view(form)}
                {Field::new("until", "The last day").kind("date").hint("In two weeks, unless you say when.").group(group).view(form)}
            </details>
            {form.trouble()}
            <p>
                <button class="btn">
                    "Let customers vote on it" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span>
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What comes of the vote on it.
pub(super) fn vote(vote: &GapVote) -> AnyView {
    let to = ["/rounds/", &vote.round.to_string()].concat();
    let day = vote.closes.map(|closes| closes.plus(-1).day());
    let until = day.map(|day| match vote.open {
        true => [" Votes are taken until ", &day, "."].concat(),
        false => [" Votes were taken until ", &day, "."].concat(),
    });
    let cultures = vote.cultures.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let taken_up = vote.taken_up.map(|version| {
        let version = version.to_string();
        let to = ["/design/", &version].concat();
        view! { <p><b>"Taken up"</b> " in " <a href=to>{["version ", &version].concat()}</a> " of the design."</p> }
    });
    let voices = counted(vote.totals.voices, "voice", "voices");
    let proposals = counted(vote.totals.proposals, "proposal", "proposals");
    let lines = vote
        .leading
        .iter()
        .map(|card| {
            view! { <li><a href=card.path()>{card.title.to_string()}</a> " " <span class="quiet">{in_words(&card.support)}</span></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let best = (!lines.is_empty()).then(|| view! { <ul class="plain-list">{lines}</ul> });
    view! {
        <section aria-labelledby="vote">
            <h2 class="h2" id="vote">"What customers would rather have"</h2>
            <p>
                <a href=to>{vote.question.to_string()}</a> " "
                <span class="quiet">
                    {[vote.stage.as_str(), ", for ", &cultures, ". So far ", &voices, " on ", &proposals, "."].concat()} {until}
                </span>
            </p>
            {best} {taken_up}
        </section>
    }
    .into_any()
}

fn close(promise: &Promise) -> AnyView {
    let number = promise.practice.to_string();
    let action = ["/api/v1/promises/", &number, "/gap/close"].concat();
    let form = Form::new();
    view! {
        <details class="fold-plain">
            <summary>"Say what you did about it" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span></summary>
            <form method="post" action=action class="stack" data-then="reload" data-toast="Closed; customers read why.">
                {next_here()}
                {Field::new("reason", "What was looked at, and what changes")
                    .hint("Customers read it. The cells are then no longer open.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(3)
                    .group(["-gap-", &number].concat())
                    .required()
                    .view(form)}
                {Field::new("review", "Looked at again on")
                    .kind("date")
                    .hint("In a quarter of a year, unless you say when.")
                    .group(["-gap-", &number].concat())
                    .view(form)}
                {form.trouble()} <p><button class="btn">"Close it"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn again(promise: &Promise) -> AnyView {
    let action = ["/api/v1/promises/", &promise.practice.to_string(), "/gap/reopen"].concat();
    view! {
        <form method="post" action=action data-then="reload" data-toast="Open again.">
            {next_here()} <button class="btn btn-ghost btn-sm">"Open it again" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span></button>
        </form>
    }
    .into_any()
}
