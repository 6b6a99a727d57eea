//! What was last done on the desk, with a way to look at it and a way to do otherwise.

use super::desk::Desk;
use super::joiner;
use super::line;
use crate::api::parse;
use crate::form::refused;
use leptos::prelude::*;
use model::queue::{Batch, Item, Key};
use model::verdict::Decision;
use model::{ProposalId, RoundId};
use serde_json::{Map, Value, json};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    Publish,
    /// Who asked to speak for an account does.
    Confirm,
    /// Some of each.
    PublishAndConfirm,
    Decline,
    Ask,
    /// To whom.
    Hand(String),
    /// From which round, and to which.
    Move(RoundId, String),
    /// Into which.
    Merge(String),
}

impl Deed {
    /// What publishing these is.
    pub fn of(items: &[Item]) -> Self {
        match items.iter().filter(|item| joiner::of(item).is_some()).count() {
            0 => Self::Publish,
            all if all == items.len() => Self::Confirm,
            _ => Self::PublishAndConfirm,
        }
    }

    pub fn said(&self) -> &'static str {
        match self {
            Self::Publish => "Published",
            Self::Confirm => "Confirmed",
            Self::PublishAndConfirm => "Published and confirmed",
            Self::Decline => "Declined",
            Self::Ask => "Asked",
            Self::Hand(_) => "Handed over",
            Self::Move(..) => "Moved",
            Self::Merge(_) => "Merged",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Publish | Self::Confirm | Self::PublishAndConfirm | Self::Decline => {
                [self.said(), ": "].concat()
            }
            Self::Ask => "Asked about: ".into(),
            Self::Hand(to) => ["Handed to ", to, ": "].concat(),
            Self::Move(_, to) => ["Moved to “", to, "”: "].concat(),
            Self::Merge(into) => ["Merged into “", into, "”: "].concat(),
        }
    }
}

/// What was done, and with what.
#[derive(Clone)]
pub(super) struct Done {
    pub items: Vec<Item>,
    pub deed: Deed,
    /// When the server did it, once it has answered.
    pub at: Option<i64>,
    /// Whether its author was trusted or blocked with it.
    pub also: bool,
    /// Whether it is to be taken back as soon as that is known.
    pub back: bool,
}

impl Done {
    fn words(&self) -> String {
        match (&self.deed, self.also) {
            (Deed::Publish, true) => "Published, and its author is trusted: ".into(),
            (Deed::Decline, true) => "Declined, and its author is blocked: ".into(),
            (deed, _) => deed.words(),
        }
    }
}

/// The other verdict, and what goes with the first.
fn otherwise(done: &Done) -> &'static str {
    match (&done.deed, done.also) {
        (Deed::Publish, true) => "Decline it after all, and trust its author no more",
        (Deed::Publish, false) => "Decline it after all",
        (_, true) => "Publish it after all, and lift the block",
        (_, false) => "Publish it after all",
    }
}

pub(super) fn after(desk: Desk) -> AnyView {
    let Some(done) = desk.done.get() else { return ().into_any() };
    let words = done.words();
    let [item] = done.items.as_slice() else {
        let many = [&done.items.len().to_string(), " items"].concat();
        return view! { <div class="note queue-after"><span>{words} <b>{many}</b></span> {take_back(desk, &done)}</div> }
            .into_any();
    };
    let look =
        matches!(done.deed, Deed::Publish | Deed::Confirm | Deed::Decline | Deed::Move(..) | Deed::Merge(_))
            .then(|| view! { <a href=item.path()>"Look at it"</a> });
    let other = match done.deed {
        Deed::Publish => {
            let item = item.clone();
            let again = move |_| desk.decline_after_all(item.clone());
            view! { <button id="otherwise" type="button" class="btn btn-sm needs-script" aria-keyshortcuts="U" on:click=again>{otherwise(&done)}</button> }.into_any()
        }
        Deed::Decline if joiner::of(item).is_none() => {
            publish_after_all(desk, item.clone(), otherwise(&done))
        }
        _ => take_back(desk, &done),
    };
    view! { <div class="note queue-after"><span>{words} <b>{item.title()}</b></span> {look} {other}</div> }
        .into_any()
}

fn publish_after_all(desk: Desk, item: Item, words: &'static str) -> AnyView {
    let key = item.key().to_string();
    let next = ["/queue?done=", &key].concat();
    let send = super::verdict::deciding(desk, &item, Decision::Publish);
    view! {
        <form method="post" action="/api/v1/queue/verdicts" on:submit=send>
            {crate::form::next(next)} <input type="hidden" name="items" value=key/>
            <input type="hidden" name="decision" value="publish"/>
            <button id="otherwise" class="btn btn-sm" aria-keyshortcuts="U">{words}</button>
        </form>
    }
    .into_any()
}

fn take_back(desk: Desk, done: &Done) -> AnyView {
    let done = done.clone();
    let take = move |_| undo(desk, &done);
    view! { <button id="otherwise" type="button" class="btn btn-sm needs-script" aria-keyshortcuts="U" on:click=take>"Take it back"</button> }
        .into_any()
}

/// Asks the server to take it back; whatever it was done with is on the desk again when it has.
pub(super) fn undo(desk: Desk, done: &Done) {
    let Some((action, fields)) = undoing(done) else {
        // The server has not answered yet.
        desk.done.update(|done| done.iter_mut().for_each(|done| done.back = true));
        return;
    };
    desk.done.set(None);
    let items = done.items.clone();
    line::send(action, fields, move |answer| match answer {
        Ok(reply) => {
            let batch: Option<Batch> = parse(reply.to_string().as_bytes());
            let refused = batch.map(|batch| batch.refused).unwrap_or_default();
            desk.said.set("Taken back.".into());
            for item in &items {
                match refused.iter().find(|one| one.item == item.key()) {
                    None => desk.put_back(Item { handed: None, ..item.clone() }),
                    Some(one) => desk.say(["Not taken back: ", &item.title(), ". ", &one.why].concat()),
                }
            }
            desk.renew();
        }
        Err(problem) => refused(&problem),
    });
}

fn undoing(done: &Done) -> Option<(String, Map<String, Value>)> {
    let first = done.items.first()?.key();
    let item = json!({ "item": first.to_string() });
    let (action, fields) = match &done.deed {
        Deed::Publish | Deed::Confirm | Deed::PublishAndConfirm | Deed::Decline => {
            let keys: Vec<String> = done.items.iter().map(|item| item.key().to_string()).collect();
            ("/api/v1/queue/undo".to_owned(), json!({ "items": keys, "at": done.at? }))
        }
        Deed::Ask => ("/api/v1/queue/ask/take-back".to_owned(), item),
        Deed::Hand(_) => ("/api/v1/queue/hand".to_owned(), item),
        Deed::Move(from, _) => (act(first, "move")?, json!({ "to": from.to_string() })),
        Deed::Merge(_) => (act(first, "unmerge")?, json!({})),
    };
    match fields {
        Value::Object(fields) => Some((action, fields)),
        _ => None,
    }
}

/// The address of an act on a proposal.
pub(super) fn act(key: Key, act: &str) -> Option<String> {
    match key {
        Key::Proposal(ProposalId(id)) => Some(["/api/v1/proposals/", &id.to_string(), "/", act].concat()),
        Key::Comment(_) | Key::JoinRequest(_) => None,
    }
}
