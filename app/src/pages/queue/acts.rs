//! What can be done with the item in focus besides deciding on it: asking its author, handing it to a colleague, merging it
//! with one that asks for the same, moving it to another round. Each is a key; what is to be chosen then is a digit.

use super::desk::Desk;
use super::done::{Deed, act};
use crate::api::call;
use crate::form::{Form, values};
use crate::outcome::Page;
use crate::parts::field::Field;
use crate::parts::staff::touch::{HEADING, focus, submit, write};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Reason;
use model::api::proposals::FindSimilar;
use model::api::queue::ListColleagues;
use model::api::rounds::ListRounds;
use model::proposal::Status;
use model::queue::{Item, What};
use model::round::Phase;
use serde_json::{Map, Value};
use web_sys::KeyboardEvent;

/// What stands ready to be asked; it can be changed before it is sent.
const QUESTION: &str = "What would you like us to do, and when? An example would help us to understand it.";

/// What is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choosing {
    Colleague,
    Merging,
    Round,
}

/// Something to choose: its number, and how it is called.
pub(super) type Choice = (i64, String);

pub(super) fn acts(desk: Desk, item: &Item) -> AnyView {
    let opens = move |choosing: Choosing| move |_| desk.choose(choosing);
    let proposal = matches!(item.what, What::Proposal(_)).then(|| {
        view! {
            <button type="button" class="btn btn-sm" aria-keyshortcuts="M" on:click=opens(Choosing::Merging)>"Merge …"</button>
            <button type="button" class="btn btn-sm" aria-keyshortcuts="R" on:click=opens(Choosing::Round)>"Move …"</button>
        }
    });
    let known = item.author().is_some();
    let asked = item.question().is_some_and(|question| question.open);
    view! {
        <div class="queue-acts needs-script" role="group" aria-label="What else can be done">
            {(known && !asked)
                .then(|| {
                    view! { <button type="button" id="ask-author" class="btn btn-sm" aria-keyshortcuts="A" on:click=move |_| desk.ask()>"Ask its author …"</button> }
                })}
            <button type="button" class="btn btn-sm" aria-keyshortcuts="H" on:click=opens(Choosing::Colleague)>"Hand over …"</button>
            {proposal}
        </div>
        {ask(desk, item)} {chooser(desk)}
    }
    .into_any()
}

/// The question to the author.
fn ask(desk: Desk, item: &Item) -> AnyView {
    let item = item.clone();
    let form = move || {
        let item = item.clone();
        desk.asking.get().then(move || ask_form(desk, item))
    };
    view! { {form} }.into_any()
}

fn ask_form(desk: Desk, item: Item) -> AnyView {
    let form = Form::new();
    let key = item.key().to_string();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(element) = super::verdict::event_form(&event) else { return };
        let fields = values::of(&element, None);
        match Reason::parse(&values::text(&fields, "question")) {
            Ok(_) => desk.send(vec![item.clone()], Deed::Ask, "/api/v1/queue/ask".into(), fields),
            Err(fault) => {
                form.note("question", Some(fault.0));
                focus("f-question");
            }
        }
    };
    let typed = move |event: KeyboardEvent| sent_by_key(&event, "ask", move || desk.asking.set(false));
    view! {
        <form id="ask" class="decline-form" method="post" action="/api/v1/queue/ask" on:submit=send on:keydown=typed>
            <input type="hidden" name="item" value=key/>
            {Field::new("question", "What do you ask?")
                .hint("Its author alone reads this. It leaves the queue until they have answered or changed it.")
                .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                .value(QUESTION)
                .lines(3)
                .required()
                .view(form)}
            <button class="btn">"Ask this"</button>
        </form>
    }
    .into_any()
}

/// Ctrl+Enter sends a form, and Esc leaves it.
pub(super) fn sent_by_key(event: &KeyboardEvent, form: &str, leave: impl Fn()) {
    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
        event.prevent_default();
        submit(form);
    } else if event.key() == "Escape" {
        leave();
        focus(HEADING);
    }
}

fn chooser(desk: Desk) -> AnyView {
    let list = move || {
        let choosing = desk.choosing.get()?;
        let (label, none) = match choosing {
            Choosing::Colleague => ("Hand it to", "There is no other moderator."),
            Choosing::Merging => ("Merge it into", "Nothing published asks for much the same."),
            Choosing::Round => ("Move it to", "No other round takes proposals now."),
        };
        // Inside, so that the focus stays where it is when they come.
        let body = move || choices(desk, none);
        Some(view! {
            <section class="queue-chooser" aria-label=label id="chooser" tabindex="-1">
                <p class="field-label">{label}</p>
                {body}
            </section>
        })
    };
    view! { {list} }.into_any()
}

fn choices(desk: Desk, none: &'static str) -> AnyView {
    let Some(choices) = desk.choices.get() else {
        return view! { <p class="quiet">"One moment …"</p> }.into_any();
    };
    if choices.is_empty() {
        return view! { <p class="quiet">{none}</p> }.into_any();
    }
    let line = |(place, (_, name)): (usize, Choice)| {
        let chosen = move |_| desk.pick(place);
        view! {
            <li>
                <button type="button" class="btn btn-sm" on:click=chosen>
                    <kbd>{place + 1}</kbd> " " {name}
                </button>
            </li>
        }
        .into_any()
    };
    let lines = choices.into_iter().enumerate().map(line).collect::<Vec<_>>();
    view! { <ol class="queue-choices">{lines}</ol> }.into_any()
}

impl Desk {
    /// Opens the question to the author of the item in focus.
    pub fn ask(self) {
        self.shut();
        self.asking.set(true);
        focus("f-question");
    }

    /// Opens one of the lists to choose from.
    pub fn choose(self, choosing: Choosing) {
        let Some(item) = self.current.get_untracked().and_then(|key| self.item(key)) else { return };
        self.shut();
        self.choices.set(None);
        self.choosing.set(Some(choosing));
        focus("chooser");
        let page = Page::now();
        spawn_local(async move {
            let found = found(choosing, &item).await;
            // Something else may have been opened meanwhile, or the item decided on.
            let still = !page.is_left() && self.choosing.get_untracked() == Some(choosing);
            if still && self.current.get_untracked() == Some(item.key()) {
                self.choices.set(Some(found));
            }
        });
    }

    /// Takes the one at a place of the list.
    pub fn pick(self, place: usize) {
        let choice = self.choices.with_untracked(|choices| choices.as_ref()?.get(place).cloned());
        let item = self.current.get_untracked().and_then(|key| self.item(key));
        let (Some(choosing), Some((number, name)), Some(item)) =
            (self.choosing.get_untracked(), choice, item)
        else {
            return;
        };
        let mut fields = Map::new();
        let mut set = |field: &str, value: String| drop(fields.insert(field.into(), Value::String(value)));
        let (deed, action) = match choosing {
            Choosing::Colleague => {
                set("item", item.key().to_string());
                set("to", number.to_string());
                (Deed::Hand(name), Some("/api/v1/queue/hand".to_owned()))
            }
            Choosing::Merging => {
                set("into", number.to_string());
                (Deed::Merge(name), act(item.key(), "merge"))
            }
            Choosing::Round => {
                set("to", number.to_string());
                let Some(from) = item.round() else { return };
                (Deed::Move(from, name), act(item.key(), "move"))
            }
        };
        if let Some(action) = action {
            self.send(vec![item], deed, action, fields);
        }
    }

    /// Shuts whatever is open about the item in focus.
    pub fn shut(self) {
        self.stays_public();
        self.declining.set(false);
        self.blocking.set(false);
        self.asking.set(false);
        self.choosing.set(None);
    }

    /// Whether something is being written or chosen about the item in focus.
    pub fn is_open(self) -> bool {
        self.declining.get_untracked()
            || self.asking.get_untracked()
            || self.choosing.get_untracked().is_some()
    }
}

async fn found(choosing: Choosing, item: &Item) -> Vec<Choice> {
    match (choosing, &item.what) {
        (Choosing::Colleague, _) => {
            let colleagues = call(ListColleagues {}).await.unwrap_or_default().into_iter();
            let me = crate::viewer::viewer_now().person.map(|me| me.id);
            colleagues
                .filter(|one| item.handed.as_ref().is_none_or(|handed| handed.to != one.id))
                .map(|one| {
                    let name = if Some(one.id) == me { "myself".to_owned() } else { one.name.to_string() };
                    (one.id.0, name)
                })
                .collect()
        }
        (Choosing::Merging, What::Proposal(proposal)) => {
            let ask = FindSimilar {
                round: proposal.round,
                title: proposal.text.title.to_string(),
                why: proposal.text.why.to_string(),
                except: Some(proposal.id),
            };
            let cards = call(ask).await.unwrap_or_default().into_iter();
            let cards = cards.filter(|card| card.status == Status::Published);
            cards.map(|card| (card.id.0, card.title.to_string())).collect()
        }
        (Choosing::Round, What::Proposal(proposal)) => {
            let rounds = call(ListRounds {}).await.unwrap_or_default().into_iter();
            let rounds = rounds.filter(|one| one.id != proposal.round && one.open.contains(&Phase::Propose));
            rounds.map(|one| (one.id.0, one.question.to_string())).collect()
        }
        (Choosing::Merging | Choosing::Round, What::Comment { .. } | What::JoinRequest(_)) => Vec::new(),
    }
}

/// Writes a ready-made reason for blocking, once the form is there.
pub(super) fn block(desk: Desk) {
    desk.shut();
    desk.blocking.set(true);
    write("f-reason", super::verdict::BREAKS_RULES);
    desk.declining.set(true);
}
