//! The engine in a thread of its own (`public/engine/worker.js`), asked from a page of staff. It is loaded when a page first
//! asks for it, and ends with what holds it.
//!
//! ```ignore
//! // The JSON of `engine::round::Inputs`, as `GetBallots` gives it; as long as the component is shown.
//! let engine = StoredValue::new_local(Engine::start(inputs));
//! // The JSON of `engine::round::Change`, at every move of a slider; the answer is the JSON of `engine::round::Selection`.
//! engine.with_value(|engine| engine.ask(change, move |answer| selection.set(answer)));
//! ```

use js_sys::{Object, Reflect};
use leptos::prelude::document;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

type Answer = Box<dyn Fn(Result<String, String>)>;

/// A round in the thread that computes. Dropped, the thread ends, whatever it is at, and nobody is answered any more.
pub struct Engine(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    /// `None` on the server, and where the browser gives none.
    worker: Option<Worker>,
    /// Counts the questions.
    last: f64,
    /// The question that the thread is at.
    asked: Option<(f64, Answer)>,
    /// The newest of those that came since.
    waiting: Option<(String, Answer)>,
    /// Called by the worker as long as this lives.
    listeners: Vec<Closure<dyn Fn(Event)>>,
}

impl Engine {
    /// Starts a thread and hands it a round, as JSON. A round that it cannot read is told by the first answer.
    #[must_use]
    pub fn start(inputs: String) -> Self {
        let state = Rc::new(RefCell::new(State::default()));
        if !cfg!(feature = "ssr")
            && let Some(worker) = worker()
        {
            let known = Rc::downgrade(&state);
            let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                if let (Some(state), Some(event)) = (known.upgrade(), event.dyn_ref::<MessageEvent>()) {
                    heard(&state, &event.data());
                }
            });
            let known = Rc::downgrade(&state);
            let failed = Closure::<dyn Fn(Event)>::new(move |_| {
                if let Some(state) = known.upgrade() {
                    fail(&state);
                }
            });
            for (name, listener) in [("message", &heard), ("error", &failed)] {
                let _ = worker.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            }
            let _ = worker.post_message(&message(0.0, "inputs", &inputs));
            let mut state = state.borrow_mut();
            state.worker = Some(worker);
            state.listeners.extend([heard, failed]);
        }
        Self(state)
    }

    /// Asks what a change, as JSON, would select. While the thread is at another question this one waits, and takes the place
    /// of one that waits already, which is then never answered: whoever moves a slider wants to know of the last place.
    pub fn ask(&self, change: String, answer: impl Fn(Result<String, String>) + 'static) {
        let mut state = self.0.borrow_mut();
        state.waiting = Some((change, Box::new(answer)));
        if state.worker.is_some() {
            state.send();
        } else {
            drop(state);
            fail(&self.0);
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(worker) = &self.0.borrow().worker {
            worker.terminate();
        }
    }
}

impl State {
    /// Puts the question that waits, unless the thread is at one.
    fn send(&mut self) {
        let (None, Some(worker)) = (&self.asked, &self.worker) else { return };
        if let Some((change, answer)) = self.waiting.take() {
            self.last += 1.0;
            self.asked = Some((self.last, answer));
            let _ = worker.post_message(&message(self.last, "change", &change));
        }
    }
}

/// Takes in an answer. Whoever gets it may ask again at once.
fn heard(state: &RefCell<State>, data: &JsValue) {
    let text = |name: &str| Reflect::get(data, &name.into()).ok().and_then(|value| value.as_string());
    let number = Reflect::get(data, &"id".into()).ok().and_then(|value| value.as_f64());
    let answer = {
        let mut state = state.borrow_mut();
        // What it says of the round itself, it says again in answer to a question.
        let answer = state.asked.take_if(|(asked, _)| Some(*asked) == number);
        state.send();
        answer
    };
    if let Some((_, answer)) = answer {
        answer(text("selection").ok_or_else(|| text("error").unwrap_or_default()));
    }
}

/// There is no thread, or its script cannot be loaded: nothing will be answered.
fn fail(state: &RefCell<State>) {
    let mut state = state.borrow_mut();
    state.worker = None;
    let unanswered = [state.asked.take().map(|asked| asked.1), state.waiting.take().map(|waiting| waiting.1)];
    drop(state);
    for answer in unanswered.into_iter().flatten() {
        answer(Err("The engine could not be loaded.".into()));
    }
}

/// The page's head says where its script is.
fn worker() -> Option<Worker> {
    let link = document().query_selector("link[data-engine]").ok().flatten()?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&link.get_attribute("data-engine")?, &options).ok()
}

fn message(id: f64, name: &str, text: &str) -> Object {
    let message = Object::new();
    let _ = Reflect::set(&message, &"id".into(), &id.into());
    let _ = Reflect::set(&message, &name.into(), &text.into());
    message
}
