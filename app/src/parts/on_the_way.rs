//! Votes on their way to the server. The next page is asked for once they have arrived, or it would not know of them.

use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// Longer than this nobody waits for a page. What arrives later is shown by the ballot that is there then.
const PATIENCE: Duration = Duration::from_secs(2);

type Act = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
}

/// One more has been sent.
pub fn sent() {
    COUNT.set(COUNT.get() + 1);
}

/// One of them has been answered.
pub fn answered() {
    COUNT.set(COUNT.get().saturating_sub(1));
    if COUNT.get() == 0 {
        WAITING.take().iter().for_each(run);
    }
}

/// Does something once nothing is on its way.
pub fn when_all_are_there(act: impl FnOnce() + 'static) {
    if COUNT.get() == 0 {
        return act();
    }
    let act: Act = Rc::new(RefCell::new(Some(Box::new(act))));
    WAITING.with_borrow_mut(|waiting| waiting.push(act.clone()));
    set_timeout(move || run(&act), PATIENCE);
}

/// Whichever comes first, the last answer or the end of patience.
fn run(act: &Act) {
    let act = act.take();
    if let Some(act) = act {
        act();
    }
}
