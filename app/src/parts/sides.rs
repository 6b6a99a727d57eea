//! A row of marks for where groups stand: filled for, half for between, empty against. The same is said in words beside it.

use leptos::prelude::*;
use model::selection::Side;

#[must_use]
pub fn marks(sides: impl Iterator<Item = Side>) -> AnyView {
    let marks = sides.enumerate().map(|(place, side)| mark(place, side)).collect::<Vec<_>>();
    let width = ["0 0 ", &(marks.len() * 14).to_string(), " 12"].concat();
    view! { <svg class="sides" viewBox=width aria-hidden="true" inner_html=marks.concat()></svg> }.into_any()
}

/// Told apart by shape, not by colour alone.
fn mark(place: usize, side: Side) -> String {
    let x = place * 14;
    let (class, shape) = match side {
        Side::For => ("for", format!("M{x} 0h12v12h-12z")),
        Side::Between => ("between", format!("M{x} 0h12v12h-12zm0 12l12 -12v12z")),
        Side::Against => ("against", format!("M{} 1h10v10h-10z", x + 1)),
    };
    format!("<path class=\"{class}\" d=\"{shape}\"/>")
}
