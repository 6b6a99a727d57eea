//! The keys of slides: on to the next, and back to the one before. What is higher than the window is read to its end first, and past
//! the last slide, or before the first, the keys do what they do everywhere.

#[cfg(feature = "customer")]
pub use browser::start;

#[cfg(feature = "customer")]
mod browser {
    use super::{leads, way};
    use crate::enhance::on;
    use crate::start::all;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, FocusOptions, HtmlElement, KeyboardEvent};

    pub fn start() {
        on(&document(), "keydown", |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                pressed(event);
            }
        });
    }

    fn pressed(event: &KeyboardEvent) {
        let meant = event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented();
        let Some(way) = way(&event.key(), event.shift_key()).filter(|_| !meant && !is_for_another(event))
        else {
            return;
        };
        let slides = all(".slide");
        let slides = slides.iter().filter_map(|slide| slide.dyn_ref::<HtmlElement>()).collect::<Vec<_>>();
        let scrolled = window().scroll_y().unwrap_or_default();
        let high = window().inner_height().ok().and_then(|high| high.as_f64()).unwrap_or_default();
        let places = slides.iter().map(|slide| {
            let top = top(slide) - scrolled;
            (top, top + f64::from(slide.offset_height()))
        });
        let Some(slide) = leads(&places.collect::<Vec<_>>(), high, way).and_then(|place| slides.get(place))
        else {
            return;
        };
        event.prevent_default();
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = slide.focus_with_options(&still);
        slide.scroll_into_view();
    }

    /// From the top of the page.
    fn top(element: &HtmlElement) -> f64 {
        let mut sum = f64::from(element.offset_top());
        let mut around = element.offset_parent();
        while let Some(parent) = around.and_then(|one| one.dyn_into::<HtmlElement>().ok()) {
            sum += f64::from(parent.offset_top());
            around = parent.offset_parent();
        }
        sum
    }

    /// Whether a key is for what has the focus: a field, or the space bar for a link or a button.
    fn is_for_another(event: &KeyboardEvent) -> bool {
        let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return false;
        };
        match element.tag_name().as_str() {
            "TEXTAREA" | "SELECT" | "INPUT" => true,
            "BUTTON" | "A" | "SUMMARY" => event.key() == " ",
            _ => false,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    On,
    Back,
}

fn way(key: &str, shift: bool) -> Option<Way> {
    match (key, shift) {
        ("ArrowRight" | "ArrowDown" | "PageDown" | " ", false) => Some(Way::On),
        ("ArrowLeft" | "ArrowUp" | "PageUp", false) | (" ", true) => Some(Way::Back),
        _ => None,
    }
}

/// Nobody sees so few pixels.
const SLACK: f64 = 4.0;

/// The slide that a key leads to, of their tops and bottoms below the top of a window of this height.
fn leads(places: &[(f64, f64)], high: f64, way: Way) -> Option<usize> {
    let here = places.iter().rposition(|(top, _)| *top <= SLACK);
    let here_at = here.and_then(|here| places.get(here));
    match way {
        // The rest of it is read first.
        Way::On if here_at.is_some_and(|(_, bottom)| *bottom > high + SLACK) => None,
        Way::On => Some(here.map_or(0, |here| here + 1)).filter(|next| *next < places.len()),
        Way::Back if here_at.is_some_and(|(top, _)| *top < -high) => None,
        // Its own beginning, where that is above.
        Way::Back => places.iter().rposition(|(top, _)| *top < -SLACK),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_to_the_next_slide_and_never_past_what_is_not_read() {
        // Three slides; the second is higher than the window of 100.
        let at = |scrolled: f64| {
            [(50.0, 150.0), (150.0, 400.0), (400.0, 500.0)].map(|(a, b)| (a - scrolled, b - scrolled))
        };
        for (scrolled, on, back) in [
            (0.0, Some(0), None),
            (50.0, Some(1), None),
            (150.0, None, Some(0)),
            (200.0, None, Some(1)),
            (270.0, None, None),
            (300.0, Some(2), None),
            (400.0, None, Some(1)),
            (450.0, None, Some(2)),
        ] {
            let led = [Way::On, Way::Back].map(|way| leads(&at(scrolled), 100.0, way));
            assert_eq!(led, [on, back], "scrolled by {scrolled}");
        }
        assert_eq!([leads(&[], 100.0, Way::On), leads(&[], 100.0, Way::Back)], [None, None]);
        assert_eq!([way(" ", false), way(" ", true)], [Some(Way::On), Some(Way::Back)]);
        assert_eq!((way("Tab", false), way("ArrowDown", true)), (None, None));
    }
}
