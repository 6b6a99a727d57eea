//! Following what others do: one stream of events for each open page, shut while the page is hidden. An event only
//! says where something changed; whoever follows then reads it the ordinary way.

use leptos::prelude::*;
use model::RoundId;
use model::event::Change;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// Events within this time of the first are answered together.
const GATHER: Duration = Duration::from_millis(250);

type Follower = (u32, RoundId, Rc<dyn Fn()>);

thread_local! {
    static FOLLOWERS: RefCell<Vec<Follower>> = const { RefCell::new(Vec::new()) };
    static STREAM: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    /// The rounds in which something has changed; `None` stands for all.
    static CHANGED: RefCell<Vec<Option<RoundId>>> = const { RefCell::new(Vec::new()) };
    static LAST: RefCell<u32> = const { RefCell::new(0) };
    /// The number of the last event that was heard.
    static HEARD: Cell<i64> = const { Cell::new(0) };
}

/// Calls `then` whenever something has changed in `round`, as long as the component that asks for it is shown.
pub fn follow(round: RoundId, then: impl Fn() + 'static) {
    // The server renders on many threads, and must not keep what belongs to one of them.
    if cfg!(feature = "ssr") {
        return;
    }
    let then: Rc<dyn Fn()> = Rc::new(then);
    let place = StoredValue::new(0_u32);
    let then = StoredValue::new_local(then);
    Effect::new(move || {
        let number = LAST.with_borrow_mut(|last| {
            *last += 1;
            *last
        });
        place.set_value(number);
        let Some(then) = then.try_get_value() else { return };
        FOLLOWERS.with_borrow_mut(|followers| followers.push((number, round, then)));
        listen();
    });
    on_cleanup(move || {
        if let Some(number) = place.try_get_value().filter(|number| *number != 0) {
            FOLLOWERS.with_borrow_mut(|followers| followers.retain(|(other, ..)| *other != number));
        }
    });
}

/// Opens the stream unless it is open; on the first call also begins to watch whether the page is hidden.
fn listen() {
    let first = LAST.with_borrow(|last| *last == 1);
    if first {
        let watch = Closure::<dyn Fn()>::new(|| {
            if document().hidden() {
                shut();
            } else {
                // Told of whatever happened meanwhile.
                listen();
            }
        });
        let _ =
            document().add_event_listener_with_callback("visibilitychange", watch.as_ref().unchecked_ref());
        watch.forget();
    }
    let told = crate::viewer::viewer_now().told;
    if document().hidden() {
        return;
    }
    if STREAM.with_borrow(Option::is_some) {
        // What came between this page's rendering and now was heard by the page before it.
        if HEARD.get() > told {
            note(None);
        }
        return;
    }
    let since = told.max(HEARD.get()).to_string();
    let Ok(stream) = EventSource::new(&["/api/v1/events?since=", &since].concat()) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        HEARD.set(event.last_event_id().parse().unwrap_or_default());
        let text = event.data().as_string().unwrap_or_default();
        match crate::api::parse(text.as_bytes()) {
            Some(Change::Votes { round } | Change::Proposals { round } | Change::Round { round }) => {
                note(Some(round));
            }
            Some(Change::Everything) => note(None),
            None => {}
        }
    });
    let _ = stream.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
    heard.forget();
    STREAM.set(Some(stream));
}

fn shut() {
    if let Some(stream) = STREAM.take() {
        stream.close();
    }
}

fn note(round: Option<RoundId>) {
    let waiting = CHANGED.with_borrow_mut(|changed| {
        changed.push(round);
        changed.len() > 1
    });
    if !waiting {
        set_timeout(tell, GATHER);
    }
}

fn tell() {
    let changed = CHANGED.take();
    let followers = FOLLOWERS.with_borrow(Clone::clone);
    for (_, round, then) in followers {
        if changed.iter().any(|changed| changed.is_none_or(|changed| changed == round)) {
            then();
        }
    }
}
