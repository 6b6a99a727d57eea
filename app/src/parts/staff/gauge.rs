//! What the practices need of a resource, and what there is: in words, and as a bar.

use leptos::prelude::*;
use model::design::Need;

/// Whether more is needed than there is.
#[must_use]
pub fn is_over(need: &Need) -> bool {
    need.spent > need.resource.capacity
}

#[must_use]
pub fn gauge(need: &Need) -> AnyView {
    let name = need.resource.name.to_string();
    let over = is_over(need);
    view! {
        <div class="gauge" class:over=over>
            <p class="gauge-words">
                <b>{name.clone()}</b> " " {in_words(need)}
                {over.then(|| view! { <strong class="gauge-over">{over_by(need)}</strong> })}
            </p>
            <progress aria-label=name max=need.resource.capacity.max(1).to_string() value=need.spent.min(need.resource.capacity.max(1)).to_string()></progress>
        </div>
    }
    .into_any()
}

/// "120 of 400 hours a month, and saves 10".
#[must_use]
pub fn in_words(need: &Need) -> String {
    let (spent, capacity) = (need.spent.to_string(), need.resource.capacity.to_string());
    let mut words = [&spent, " of ", &capacity, " ", need.resource.unit.as_str()].concat();
    if need.saved > 0 {
        words.push_str(", and saves ");
        words.push_str(&need.saved.to_string());
    }
    words
}

fn over_by(need: &Need) -> String {
    [" — ", &(need.spent - need.resource.capacity).to_string(), " more than there is"].concat()
}
