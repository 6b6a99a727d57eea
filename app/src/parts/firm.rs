//! How firm a selection is, in words: of what is in, and of the whole.

use leptos::prelude::*;
use model::selection::{Firm, Firmness, Key};

/// "Firm: chosen in 196 of 200 draws." Nothing where there is no figure.
#[must_use]
pub fn of(firmness: Option<&Firmness>, key: Key) -> Option<AnyView> {
    let firmness = firmness?;
    let firm = firmness.of(key)?;
    let counts =
        ["chosen in ", &firm.times.to_string(), " of ", &firmness.draws.to_string(), " draws."].concat();
    Some(view! { <p class="quiet"><b>{word(firm, firmness.draws)}</b> {counts}</p> }.into_any())
}

fn word(firm: Firm, draws: u32) -> &'static str {
    match (firm.fragile, 2 * firm.times > draws) {
        (true, _) => "Fragile: ",
        (false, true) => "Firm: ",
        (false, false) => "Barely: ",
    }
}

/// What the draws are, and what hangs on a single account. `counting`: that newer figures are on their way.
#[must_use]
pub fn section(firmness: Option<&Firmness>, counting: bool) -> AnyView {
    if firmness.is_none() && !counting {
        return ().into_any();
    }
    let wait = match (counting, firmness.is_some()) {
        (false, _) => "",
        (true, true) => "More have voted since, or the draft has changed: it is being counted anew.",
        (true, false) => "It is being counted at this moment, and stands here when it is done.",
    };
    view! {
        <section class="told" aria-labelledby="firm">
            <h2 class="h2" id="firm">"How firm is it?"</h2>
            {firmness.map(told)}
            {(!wait.is_empty()).then(|| view! { <p class="quiet" role="status">{wait}</p> })}
        </section>
    }
    .into_any()
}

fn told(firmness: &Firmness) -> AnyView {
    let voices = firmness.voices.to_string();
    let draws = [
        "Would other customers have chosen the same? From the ",
        &voices,
        " accounts that had voted we drew ",
        &voices,
        " by lot, some more than once and some not at all, and chose again: ",
        &firmness.draws.to_string(),
        " times. What is chosen in more than 80 of 100 draws is firm; from 40 to 80 it is fragile: a few voices more or less decide.",
    ]
    .concat();
    view! {
        <p>{draws}</p>
        <p>{leaving(firmness)}</p>
    }
    .into_any()
}

/// "If any one account left, at most 2 would come in or go out."
fn leaving(firmness: &Firmness) -> String {
    let (most, tried) = (firmness.most_change.to_string(), firmness.left_out.to_string());
    match (firmness.left_out < firmness.voices, firmness.most_change) {
        (false, 0) => "If any one account left, nothing would change.".into(),
        (false, _) => ["If any one account left, at most ", &most, " would come in or go out."].concat(),
        // All of them would take too long.
        (true, 0) => ["We left out ", &tried, " of them by lot, one at a time: nothing changed."].concat(),
        (true, _) => {
            let changed = [": at most ", &most, " came in or went out."].concat();
            ["We left out ", &tried, " of them by lot, one at a time", &changed].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_says_that_it_is_one() {
        let all = Firmness { voices: 9, draws: 200, chosen: vec![], most_change: 0, left_out: 9 };
        assert_eq!(leaving(&all), "If any one account left, nothing would change.");
        let some = Firmness { most_change: 2, left_out: 4, ..all };
        let words = "We left out 4 of them by lot, one at a time: at most 2 came in or went out.";
        assert_eq!(leaving(&some), words);
    }
}
