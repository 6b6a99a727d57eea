//! The moderators' queue: what waits to be read, what was reported and who asks to speak for an account, oldest first, one at a time.
//! It can be emptied with the keyboard alone, and works as plain forms too.

mod acts;
mod choose;
mod decide;
mod desk;
mod done;
mod focus;
mod joiner;
mod keys;
mod line;
mod verdict;

use crate::api::call;
use crate::load::{At, page};
use crate::parts::layout::heading;
use crate::parts::staff::touch::HEADING;
use crate::parts::time::time;
use desk::Desk;
use leptos::prelude::*;
use model::Problem;
use model::api::proposals::GetProposal;
use model::api::queue::{GetQueue, GetQueuedComment, GetQueuedJoinRequest, Part};
use model::api::rounds::GetRound;
use model::queue::{Item, Key, Queue, What};
use model::round::Round;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Waiting {
    queue: Queue,
    /// The rounds that they belong to.
    rounds: Vec<Round>,
    at: Option<Key>,
    part: Option<Part>,
    /// What a plain form has just decided.
    done: Option<Item>,
}

#[must_use]
pub fn queue() -> AnyView {
    page(load, show)
}

async fn load(at: At) -> Result<Waiting, Problem> {
    let part = at.field("part");
    let queue = call(GetQueue { after: None, part }).await?;
    // Long gone, or never there: then there is nothing to say about it.
    let done = match at.field("done") {
        Some(Key::Proposal(proposal)) => call(GetProposal { proposal }).await.ok().map(|proposal| Item {
            what: What::Proposal(Box::new(proposal)),
            complaints: Vec::new(),
            since: Default::default(),
            handed: None,
        }),
        Some(Key::Comment(comment)) => call(GetQueuedComment { comment }).await.ok(),
        Some(Key::JoinRequest(request)) => call(GetQueuedJoinRequest { request }).await.ok(),
        None => None,
    };
    let mut rounds: Vec<Round> = Vec::new();
    for round in queue.items.iter().chain(&done).filter_map(Item::round) {
        if rounds.iter().all(|known| known.id != round) {
            rounds.push(call(GetRound { round }).await?);
        }
    }
    Ok(Waiting { queue, rounds, at: at.field("at"), part, done })
}

fn show(waiting: Waiting) -> AnyView {
    let parts = parts(&waiting.queue, waiting.part);
    let desk = Desk::new(waiting);
    keys::listen(desk);
    desk.follow();
    line::watch();
    let oldest = move || {
        let oldest = desk.oldest.get().filter(|_| desk.waiting.get() > 0)?;
        Some(view! { <span>" The oldest came " {time(oldest)} "."</span> })
    };
    // Made anew for every item, so that nothing typed about one stays for the next.
    let focused = view! { <For each=move || desk.current.get() key=|key| *key children=move |key| focus::focus(desk, key)/> };
    let empty = move || {
        desk.current.get().is_none().then(|| if desk.gone.all_answered() { caught_up() } else { sending() })
    };
    view! {
        {heading("Queue", "")} <p class="queue-left"><span>{move || desk.left_in_words()}</span> {oldest}</p> {parts}
        <p class="queue-said" role="status" aria-live="polite">{move || desk.said.get()}</p>
        {move || done::after(desk)} {choose::bar(desk)}
        <div class="queue">
            <section class="queue-focus" aria-label="In focus">{focused} {empty}</section>
            {move || list(desk)}
        </div>
        {keys::legend(desk)}
    }
    .into_any()
}

/// The whole queue and its parts.
fn parts(queue: &Queue, part: Option<Part>) -> AnyView {
    let link = |to: Option<Part>, name: &'static str, count: Option<usize>| {
        let href = to.map_or_else(|| "/queue".to_owned(), |to| ["/queue?part=", to.word()].concat());
        let count = count.map(|count| view! { " " <span class="count">{count}</span> });
        view! { <a href=href aria-current=(to == part).then_some("page")>{name} {count}</a> }.into_any()
    };
    view! {
        <nav class="queue-parts" aria-label="Parts of the queue">
            {link(None, "All", None)} {link(Some(Part::Mine), "Handed to me", Some(queue.mine))}
            {link(Some(Part::Asked), "Waiting for authors", Some(queue.asked))}
        </nav>
    }
    .into_any()
}

/// Everything that waits, to jump to.
fn list(desk: Desk) -> AnyView {
    let lines = desk.queue.with(|queue| {
        queue
            .iter()
            .map(|item| {
                let key = item.key();
                let here = move || (desk.current.get() == Some(key)).then_some("true");
                view! {
                    <li>
                        {choose::tick(desk, key, &item.title())}
                        <a
                            class="queue-line"
                            href=["/queue?at=", &key.to_string()].concat()
                            aria-current=here
                            on:click=move |event| {
                                event.prevent_default();
                                desk.go(key);
                            }
                        >
                            <span class="queue-line-title">{item.title()}</span>
                            <span class="quiet">
                                {item.noun()} " · " {time(item.since)} {(!item.complaints.is_empty()).then_some(" · reported")}
                                {item.handed.as_ref().map(|handed| [" · for ", handed.name.as_str()].concat())}
                            </span>
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

/// Nothing is left to read, but the last verdicts are not kept yet.
fn sending() -> AnyView {
    view! { <div class="empty"><p>"Sending the last of it …"</p></div> }.into_any()
}

fn caught_up() -> AnyView {
    view! {
        <div class="empty">
            <h2 class="h2" id=HEADING tabindex="-1">"All caught up"</h2>
            <p>"Nobody waits for a moderator. What comes in appears here by itself."</p>
            <a class="btn" href="/">"To the proposals"</a>
        </div>
    }
    .into_any()
}
