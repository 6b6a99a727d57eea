//! The moderators' queue: what waits to be read, oldest first, one proposal at a time. It can be emptied with the
//! keyboard alone, and works as plain forms too.

mod desk;
mod focus;
mod keys;
mod verdict;

use crate::api::call;
use crate::load::{At, page};
use crate::parts::layout::heading;
use crate::parts::staff::touch::HEADING;
use crate::parts::time::time;
use desk::Desk;
use leptos::prelude::*;
use model::api::proposals::{GetProposal, GetQueue};
use model::api::rounds::GetRound;
use model::proposal::Proposal;
use model::round::Round;
use model::{Problem, ProposalId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Waiting {
    queue: Vec<Proposal>,
    /// The rounds that they belong to.
    rounds: Vec<Round>,
    at: Option<ProposalId>,
    /// What a plain form has just decided.
    done: Option<Proposal>,
}

#[must_use]
pub fn queue() -> AnyView {
    page(load, show)
}

async fn load(at: At) -> Result<Waiting, Problem> {
    let queue = call(GetQueue {}).await?;
    let done = match at.field("done") {
        // Long gone, or never there: then there is nothing to say about it.
        Some(proposal) => call(GetProposal { proposal }).await.ok(),
        None => None,
    };
    let mut rounds: Vec<Round> = Vec::new();
    for proposal in queue.iter().chain(&done) {
        if rounds.iter().all(|round| round.id != proposal.round) {
            rounds.push(call(GetRound { round: proposal.round }).await?);
        }
    }
    Ok(Waiting { queue, rounds, at: at.field("at"), done })
}

fn show(waiting: Waiting) -> AnyView {
    let desk = Desk::new(waiting);
    keys::listen(desk);
    desk.follow();
    // Made anew for every proposal, so that nothing typed about one stays for the next.
    let focused = view! { <For each=move || desk.current.get() key=|id| *id children=move |id| focus::focus(desk, id)/> };
    let empty = move || desk.current.get().is_none().then(caught_up);
    view! {
        {heading("Queue", "")} <p class="queue-left">{move || desk.left_in_words()}</p>
        <p class="queue-said" role="status" aria-live="polite">{move || desk.said.get()}</p>
        {move || verdict::after(desk)}
        <div class="queue">
            <section class="queue-focus" aria-label="In focus">{focused} {empty}</section>
            {move || list(desk)}
        </div>
        {keys::legend(desk)}
    }
    .into_any()
}

/// Everything that waits, to jump to.
fn list(desk: Desk) -> AnyView {
    let lines = desk.queue.with(|queue| {
        queue
            .iter()
            .map(|proposal| {
                let id = proposal.id;
                let here = move || (desk.current.get() == Some(id)).then_some("true");
                view! {
                    <li>
                        <a
                            class="queue-line"
                            href=["/queue?at=", &id.to_string()].concat()
                            aria-current=here
                            on:click=move |event| {
                                event.prevent_default();
                                desk.go(id);
                            }
                        >
                            <span class="queue-line-title">{proposal.text.title.to_string()}</span>
                            <span class="quiet">{proposal.text.kind.word()} " · " {time(proposal.at)}</span>
                        </a>
                    </li>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    });
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <nav class="queue-list" aria-label="Waiting, oldest first"><ol>{lines}</ol></nav> }.into_any()
}

fn caught_up() -> AnyView {
    view! {
        <div class="empty">
            <h2 class="h2" id=HEADING tabindex="-1">"All caught up"</h2>
            <p>"Nobody waits for a moderator. New proposals appear here by themselves."</p>
            <a class="btn" href="/">"To the proposals"</a>
        </div>
    }
    .into_any()
}
