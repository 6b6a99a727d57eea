//! Steering rounds: which there are, their phases, their texts and rules; for moderators, and for admins to add one.

mod access;
mod add;
mod conditions;
mod gates;
mod lists;
mod phases;
mod policy;
mod texts;
mod words;

use crate::api::call;
use crate::form::{Form, next, refused};
use crate::load::{At, page};
use crate::outcome::{Page, open};
use crate::parts::count::counted;
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::access::{AccessSheet, GetAccess};
use model::api::gates::GetGates;
use model::api::intake::{Intake, ListBlockedWords};
use model::api::moderation::GetPolicy;
use model::api::rounds::{GetRound, ListRounds};
use model::gate::Gate;
use model::person::Role;
use model::round::{Round, RoundLine};
use model::{Explanation, Problem, RoundId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Steered {
    rounds: Vec<RoundLine>,
    round: Round,
    gates: Vec<Gate>,
    access: AccessSheet,
    /// What makes a text wait, as far as the company sets it; for admins.
    intake: Option<Intake>,
    /// What is said of how things are moderated; for admins.
    policy: Option<Explanation>,
}

#[must_use]
pub fn manage() -> AnyView {
    let may = admitted(&[Role::Moderator], "Rounds are steered by moderators.");
    let (current, admin) = (viewer_now().round, viewer_now().may(Role::Admin));
    page(move |at| load(at, current, may.clone(), admin), show)
}

async fn load(at: At, current: RoundId, may: Result<(), Problem>, admin: bool) -> Result<Steered, Problem> {
    may?;
    let rounds = call(ListRounds {}).await?;
    let round = call(GetRound { round: at.field("round").unwrap_or(current) }).await?;
    let gates = call(GetGates { round: round.id }).await?;
    let access = call(GetAccess { round: round.id }).await?;
    let intake = if admin { Some(call(ListBlockedWords {}).await?) } else { None };
    let policy = if admin { Some(call(GetPolicy {}).await?.text) } else { None };
    Ok(Steered { rounds, round, gates, access, intake, policy })
}

fn show(steered: Steered) -> AnyView {
    let Steered { rounds, round, gates, access, intake, policy } = steered;
    let admin = viewer_now().may(Role::Admin);
    let id = round.id;
    let shown = RwSignal::new(round.clone());
    let gates = RwSignal::new(gates);
    // The texts are a form of their own, so that an open phase does not undo what is being typed.
    let again = move || {
        let page = Page::now();
        spawn_local(async move {
            let (round, found) = (call(GetRound { round: id }).await, call(GetGates { round: id }).await);
            if page.is_left() {
                return;
            }
            match round {
                Ok(round) => drop(shown.try_set(round)),
                Err(problem) => refused(&problem),
            }
            if let Ok(found) = found {
                drop(gates.try_set(found));
            }
        });
    };
    let sample = (round.sample && admin).then(|| remove_sample(id));
    let title = move || shown.with(|round| round.question.to_string());
    view! {
        {heading("Rounds", "")} {list(&rounds, id)} {admin.then(add::add)}
        <article aria-labelledby="round">
            <h2 class="h2 round-title" id="round">{title}</h2>
            <p class="quiet">
                <a href=["/rounds/", &id.to_string()].concat()>"To its proposals"</a> " · "
                <a href=["/studio?round=", &id.to_string()].concat()>"To its studio"</a> " · "
                <a href=["/rounds/", &id.to_string(), "/integrity"].concat()>"Is the vote sound?"</a> " · "
                <a href=["/rounds/", &id.to_string(), "/sign-off"].concat()>"Who must sign"</a>
            </p>
            {sample} {phases::phases(shown, gates, again)} {gates::discontinue(shown, again)} {access::access(id, &access)}
            {texts::texts(&round, again)}
        </article>
        {admin.then(|| view! { <p class="actions"><a class="btn" href="/manage/sign-in">"How people sign in"</a></p> })}
        {intake.map(|intake| words::intake(&intake))} {policy.map(|policy| policy::policy(&policy))}
    }
    .into_any()
}

fn list(rounds: &[RoundLine], shown: RoundId) -> AnyView {
    let lines = rounds
        .iter()
        .map(|round| {
            let here = (round.id == shown).then_some("true");
            let open = round.open.iter().map(|phase| phase.word()).collect::<Vec<_>>().join(", ");
            let open = if open.is_empty() { "closed".into() } else { ["open: ", &open].concat() };
            let marks = [round.current.then_some("current"), round.sample.then_some("sample")];
            let marks = marks.into_iter().flatten().map(|mark| view! { <span class="kind">{mark}</span> }.into_any());
            view! {
                <li>
                    <a class="queue-line" href=["/manage?round=", &round.id.to_string()].concat() aria-current=here>
                        <span class="queue-line-title">{round.question.to_string()} " " {marks.collect::<Vec<_>>()}</span>
                        <span class="quiet">{open} " · " {counted(round.totals.proposals, "proposal", "proposals")} ", "
                            {counted(round.totals.votes, "vote", "votes")}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <nav class="round-list" aria-label="Rounds"><ul>{lines}</ul></nav> }.into_any()
}

fn remove_sample(id: RoundId) -> AnyView {
    let form = Form::new();
    let action = ["/api/v1/rounds/", &id.to_string(), "/remove-sample"].concat();
    let send = form.send(|_| open("/manage"));
    view! {
        <form class="note" method="post" action=action on:submit=send>
            {next("/manage".into())}
            <p>"This is the sample round: made up, to show what Accord does. It can be removed with everything in it."</p>
            <button class="btn btn-sm" aria-disabled=move || form.waits()>"Remove the sample"</button> {form.trouble()}
        </form>
    }
    .into_any()
}
