//! The top of the board: the question, where the round stands, and the rules, all of it before anybody votes.

use super::filter::{href, is_narrowed};
use crate::parts::before_voting::before_voting;
use crate::parts::glyph::suit;
use crate::parts::live_part::totals_in_words;
use crate::parts::phases::{closing, phases};
use crate::parts::prose::prose;
use crate::parts::similar::similar;
use leptos::prelude::*;
use model::Title;
use model::access::{NotYours, WhoMay};
use model::api::proposals::ListProposals;
use model::gate::Discontinued;
use model::round::{Phase, Round};
use model::scorecard::Reopened;

/// Cells that are open again, named at the top; the others are on the scorecard.
const SHOWN: usize = 3;

pub(super) fn head(round: &Round) -> AnyView {
    view! {
        <section class="hero">
            {round.sample.then(|| view! { <p class="note">"This is a sample round: the company, its accounts and their votes are made up."</p> })}
            <h1 class="question">{round.question.to_string()}</h1>
            <div class="hero-meta">
                <p class="totals" id="totals">{totals_in_words(round.totals)}</p>
                <p>{closing(round)}</p>
            </div>
            {round.discontinued.as_ref().map(discontinued)} {phases(round)} {not_yours(round)} {before_voting(round)} {texts(round)}
        </section>
    }
    .into_any()
}

/// That it ended before its time, and why.
fn discontinued(end: &Discontinued) -> AnyView {
    view! {
        <div class="note">
            <p><b>{["This round was discontinued on ", &end.at.day(), "."].concat()}</b> " Everything stays to be read."</p>
            {prose(end.reason.as_str())}
        </div>
    }
    .into_any()
}

/// What this reader cannot do here, before they try.
fn not_yours(round: &Round) -> AnyView {
    let NotYours { propose, vote, comment } = &round.not_yours;
    let why = [propose, vote, comment].into_iter().flatten();
    let why = why.map(|why| view! { <p>{why.clone()}</p> }.into_any()).collect::<Vec<_>>();
    if why.is_empty() {
        return ().into_any();
    }
    view! { <div class="note stack">{why}</div> }.into_any()
}

/// Who may take part, in words.
fn who_may(round: &Round) -> AnyView {
    let WhoMay { see, propose, vote, comment } = &round.who_may;
    let line = |what: &'static str, who: &String| view! { <dt>{what}</dt><dd>{who.clone()}</dd> }.into_any();
    view! {
        <dl class="terms">
            {line("See it", see)} {line("Propose", propose)} {line("Vote", vote)} {line("Comment and tell stories", comment)}
        </dl>
    }
    .into_any()
}

/// Everything that is to be known before voting, folded.
fn texts(round: &Round) -> AnyView {
    let stages = round
        .stages
        .iter()
        .map(|stage| {
            view! {
                <dt><span class="letter-mark" aria-hidden="true">{stage.letter.to_string()}</span>{stage.name.to_string()}</dt>
                <dd>{stage.text.to_string()}</dd>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let cultures = round
        .cultures
        .iter()
        .map(|culture| {
            view! {
                <dt>{suit(culture.suit)} " " {culture.name.to_string()}</dt>
                <dd>{culture.customer.to_string()} <span class="vendor">" We: " {culture.vendor.to_string()}</span></dd>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="folds">
            {fold("What this is about", prose(round.introduction.as_str()), round.introduction.as_str().is_empty())}
            {fold("Who may take part", who_may(round), round.who_may.see.is_empty())}
            {fold("How your votes will be used", rules(round), false)}
            {fold("The stages of buying", view! { <dl class="terms">{stages}</dl> }.into_any(), round.stages.is_empty())}
            {fold("The cultures of buying", view! { <dl class="terms">{cultures}</dl> }.into_any(), round.cultures.is_empty())}
            {round.source.clone().map(|source| fold("Where this comes from", prose(&source), false))}
        </div>
    }
    .into_any()
}

fn rules(round: &Round) -> AnyView {
    let resources = round
        .resources
        .iter()
        .map(|resource| {
            view! {
                <tr>
                    <th scope="row">{resource.name.to_string()}</th>
                    <td>{resource.capacity} " " {resource.unit.to_string()}</td>
                    <td>{resource.default_cost} " " {resource.unit.to_string()}</td>
                </tr>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let table = (!resources.is_empty()).then(|| {
        view! {
            <h3 class="h3">"What there is to spend"</h3>
            <table class="table">
                <thead><tr><th scope="col">"Resource"</th><th scope="col">"There is"</th><th scope="col">"A practice that nobody has costed takes"</th></tr></thead>
                <tbody>{resources}</tbody>
            </table>
        }
    });
    view! {
        {prose(round.how_votes_count.as_str())} <h3 class="h3">"How the design is chosen"</h3>
        {prose(round.selection.as_str())} {table}
    }
    .into_any()
}

fn fold(title: &'static str, content: AnyView, left_out: bool) -> AnyView {
    if left_out {
        return ().into_any();
    }
    view! { <details class="fold"><summary>{title}</summary><div class="fold-text">{content}</div></details> }
        .into_any()
}

fn may_propose(round: &Round) -> bool {
    round.is_open(Phase::Propose) && round.not_yours.propose.is_none()
}

/// "I would like you to …": begins a proposal.
pub(super) fn propose_field(round: &Round) -> AnyView {
    if !may_propose(round) {
        return ().into_any();
    }
    view! {
        <form class="propose-field" method="get" action="/propose">
            <input type="hidden" name="round" value=round.id.to_string()/>
            <label class="sr-only" for="propose-title">"I would like you to"</label>
            <input
                class="input"
                id="propose-title"
                name="title"
                maxlength=Title::MAX
                placeholder="I would like you to …"
                autocomplete="off"
            />
            <button class="btn btn-primary">"Propose"</button>
        </form>
        {similar(round.id)}
    }
    .into_any()
}

/// Cells that are open again, since customers say that what was promised there is not kept.
pub(super) fn reopened(reopened: &[Reopened], round: &Round) -> AnyView {
    let open = round.is_open(Phase::Propose);
    let line = |one: &Reopened| {
        let place = one.stages.iter().next().zip(one.cultures.iter().next()).filter(|_| open);
        let vote = one.vote.filter(|vote| *vote != round.id).map(|vote| {
            let to = ["/rounds/", &vote.to_string()].concat();
            view! { " " <a href=to>"Vote on what you would rather have"</a> }
        });
        let ask = place.filter(|_| vote.is_none()).map(|(stage, culture)| {
            let number = round.id.to_string();
            let to = [
                "/propose?round=",
                &number,
                "&stage=",
                &stage.to_string(),
                "&culture=",
                &culture.to_string(),
            ]
            .concat();
            view! { " " <a href=to>"What would you rather have?"</a> }
        });
        let to = ["/promises/", &one.practice.to_string()].concat();
        view! { <li>"Customers say that this is not kept: " <a href=to>{one.title.to_string()}</a> "." {vote} {ask}</li> }.into_any()
    };
    if reopened.is_empty() {
        return ().into_any();
    }
    let lines = reopened.iter().take(SHOWN).map(line).collect::<Vec<_>>();
    let more =
        (reopened.len() > SHOWN).then(|| view! { <p><a href="/promises?only=gap">"All of them"</a></p> });
    view! { <section class="note" aria-label="Open again"><ul class="plain-list">{lines}</ul> {more}</section> }.into_any()
}

/// Instead of a list that has nothing in it: what to do next.
pub(super) fn empty(filter: &ListProposals, round: &Round) -> AnyView {
    let all = href(filter, |f| *f = ListProposals { round: f.round, ..Default::default() });
    if is_narrowed(filter) {
        return view! {
            <div class="empty">
                <p>"No proposal matches these filters."</p>
                <a class="btn" href=all>"Show all proposals"</a>
            </div>
        }
        .into_any();
    }
    let propose = may_propose(round).then(|| {
        let to = ["/propose?round=", &round.id.to_string()].concat();
        view! { <a class="btn btn-primary" href=to>"Write the first proposal"</a> }
    });
    view! {
        <div class="empty">
            <p>"Nobody has proposed anything yet. What should we start, stop, keep or change?"</p>
            {propose}
        </div>
    }
    .into_any()
}
