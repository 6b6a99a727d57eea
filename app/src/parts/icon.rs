//! Icons, drawn where they stand, so that none has to be fetched. Beside words: an icon is never the only sign of what
//! something does.

use leptos::prelude::*;

#[must_use]
pub fn icon(name: &'static str) -> AnyView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=drawing(name)></svg> }
        .into_any()
}

fn drawing(name: &str) -> &'static str {
    match name {
        "agree" => "<path d=\"M5 15l7-7 7 7\"/>",
        "disagree" => "<path d=\"M5 9l7 7 7-7\"/>",
        "pass" => "<path d=\"M6 12h12\"/>",
        "down" => "<path d=\"M7 10l5 5 5-5\"/>",
        "person" => "<circle cx=\"12\" cy=\"8\" r=\"4\"/><path d=\"M4 21c1-4 4-6 8-6s7 2 8 6\"/>",
        "bell" => "<path d=\"M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4\"/>",
        "moon" => "<path d=\"M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z\"/>",
        "sun" => {
            "<circle cx=\"12\" cy=\"12\" r=\"4\"/><path d=\"M12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5\"/>"
        }
        _ => "",
    }
}
