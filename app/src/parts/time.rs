//! A moment: the day as the server writes it, made relative in the browser once the page has come to life, with the
//! exact moment on hover and for machines. On paper it stays the day (`print.css`): a sheet is read when the minute is long over.

use leptos::prelude::*;
use model::Timestamp;

/// `3 May 2026`, later `4 days ago` or `in 12 days`.
#[must_use]
pub fn time(at: Timestamp) -> AnyView {
    #[cfg(feature = "customer")]
    Effect::new(browser::soon);
    view! { <time datetime=at.iso() title=exact(at) data-at=at.0.to_string() data-day=at.day()><span>{at.day()}</span></time> }.into_any()
}

/// `3 May 2026, 14:07 UTC`, and so it stays: within a sentence, where other words would break its lines elsewhere.
#[must_use]
pub fn exactly(at: Timestamp) -> AnyView {
    view! { <time datetime=at.iso()>{exact(at)}</time> }.into_any()
}

fn exact(at: Timestamp) -> String {
    let iso = at.iso();
    [&at.day(), ", ", iso.get(11..16).unwrap_or_default(), " UTC"].concat()
}

#[cfg(feature = "customer")]
pub use browser::{start, tell};

#[cfg(feature = "customer")]
mod browser {
    use super::relative;
    use crate::start::all;
    use leptos::prelude::*;
    use model::Timestamp;
    use std::cell::Cell;
    use std::time::Duration;

    thread_local! {
        static COMING: Cell<bool> = const { Cell::new(false) };
    }

    /// Every minute.
    pub fn start() {
        let _ = set_interval_with_handle(tell, Duration::from_secs(60));
    }

    /// Once what is being rendered is on the page.
    pub(super) fn soon() {
        if !COMING.replace(true) {
            set_timeout(tell, Duration::ZERO);
        }
    }

    /// Now, for all that are on the page.
    pub fn tell() {
        COMING.set(false);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds since 1970 are far below the limit"
        )]
        let now = Timestamp(js_sys::Date::now() as i64 * 1_000);
        for element in all("time[data-at]") {
            let at = element.get_attribute("data-at").and_then(|at| at.parse().ok()).map(Timestamp);
            // The text itself stays in its place: what rendered it may still hold on to it.
            let text = element.first_element_child().and_then(|span| span.first_child());
            if let (Some(at), Some(text)) = (at, text) {
                text.set_node_value(Some(&relative(at.since(now), at)));
            }
        }
    }
}

/// How far away a moment is that lies `ahead` microseconds in the future (below zero: in the past).
#[cfg(any(feature = "customer", test))]
fn relative(ahead: i64, at: Timestamp) -> String {
    let distance = ahead.abs();
    let (count, unit) = match distance {
        d if d < Timestamp::MINUTE => return "just now".into(),
        d if d < Timestamp::HOUR => (d / Timestamp::MINUTE, "minute"),
        d if d < Timestamp::DAY => (d / Timestamp::HOUR, "hour"),
        d if d < 60 * Timestamp::DAY => (d / Timestamp::DAY, "day"),
        _ => return at.day(),
    };
    let mut words = String::from(if ahead > 0 { "in " } else { "" });
    words.push_str(&count.to_string());
    words.push(' ');
    words.push_str(unit);
    if count != 1 {
        words.push('s');
    }
    if ahead <= 0 {
        words.push_str(" ago");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_moments_are_told_by_their_distance() {
        let at = Timestamp(1_777_817_220 * Timestamp::SECOND);
        assert_eq!(relative(-30 * Timestamp::SECOND, at), "just now");
        assert_eq!(relative(-Timestamp::MINUTE, at), "1 minute ago");
        assert_eq!(relative(12 * Timestamp::DAY, at), "in 12 days");
        assert_eq!(relative(-90 * Timestamp::DAY, at), "3 May 2026");
    }
}
