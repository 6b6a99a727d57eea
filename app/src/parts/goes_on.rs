//! What goes on as it is promised, beside a vote that decides one part of a design.

use crate::parts::count::counted;
use leptos::prelude::*;
use model::design::GoesOn;

#[must_use]
pub fn goes_on(one: &GoesOn) -> AnyView {
    let version = one.version.to_string();
    let to = ["/design/", &version].concat();
    let count = counted(one.practices.len(), "practice", "practices");
    let titles = one.practices.iter().map(|title| view! { <li>{title.to_string()}</li> }.into_any());
    let titles = titles.collect::<Vec<_>>();
    let list = (!titles.is_empty()).then(|| {
        view! { <details class="fold-plain"><summary>{count}" going on"</summary><ul class="plain-list">{titles}</ul></details> }
    });
    let refused = one.refused.clone().map(|words| view! { <p class="warning">{words}</p> });
    view! {
        <div class="note">
            <p>
                "This decides one part of the design. All else goes on as " <a href=to>{["version ", &version].concat()}</a>
                " promises it, with the evidence on which it was chosen; what that costs is spent already. Whoever signs, signs the whole."
            </p>
            {list}
        </div>
        {refused}
    }
    .into_any()
}
