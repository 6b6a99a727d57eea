//! What votes say, in words and as a small bar: in voices, with how sure one can be.

use super::count::counted;
use super::vote_box::Ballot;
use crate::viewer::viewer;
use leptos::prelude::*;
use model::proposal::{Support, Tally};
use model::vote::Vote;
use model::{ProposalId, Timestamp};

/// Hundredths of a voice, as people read them: `7`, `7.5`.
#[must_use]
pub fn voices(hundredths: u32) -> String {
    let tenths = (hundredths + 5) / 10;
    let mut text = (tenths / 10).to_string();
    if !tenths.is_multiple_of(10) {
        text.push('.');
        text.push_str(&(tenths % 10).to_string());
    }
    text
}

/// "7 of 9 voices", or that there are too few to say.
#[must_use]
pub fn in_words(support: &Support) -> String {
    match support.tally() {
        None => "Fewer than five voices yet".into(),
        Some(tally) => {
            let mut words = voices(tally.agree);
            words.push_str(" of ");
            words.push_str(&tally.voices.to_string());
            words.push_str(" voices");
            words
        }
    }
}

/// The same to somebody who may have voted: that a vote counts shows, even where nothing else may.
#[must_use]
pub fn in_words_to(voted: bool, support: &Support) -> String {
    let words = in_words(support);
    if voted && support.tally().is_none() && is_counted() { words + "; yours is among them" } else { words }
}

/// Whether the viewer's votes make a voice: one that nobody has confirmed is counted apart.
#[must_use]
pub fn is_counted() -> bool {
    viewer().with(|viewer| viewer.person.as_ref().is_some_and(|myself| myself.membership.is_confirmed()))
}

/// What staff noted on behalf of customers stands apart from every figure, wherever figures stand.
#[must_use]
pub fn noted(customers: Option<usize>) -> Option<String> {
    let customers = counted(customers?, "customer", "customers");
    Some(
        ["Our staff noted what ", &customers, " said. That is in no figure here until they confirm it."]
            .concat(),
    )
}

/// How sure one can be, as a sentence.
#[must_use]
pub fn certainty(support: &Support) -> String {
    match support {
        Support::Few => {
            "Figures are shown once five accounts have voted, so that nobody's vote can be worked out.".into()
        }
        Support::Counted { .. } => {
            "Too few voices to rank it: with fewer than ten, chance decides too much.".into()
        }
        Support::Ranked { rank, low, .. } => {
            let mut words = String::from("Rank ");
            words.push_str(&rank.to_string());
            words.push_str(". If everybody were asked, at least ");
            words.push_str(&(low / 10).to_string());
            words.push_str(" in 100 of those who take a side would very likely agree.");
            words
        }
    }
}

/// Which words are voted on the buttons beside it know.
const NO_WORDS: Timestamp = Timestamp(0);

/// What a proposal's own page says of its support, kept current.
#[cfg(feature = "ssr")]
#[must_use]
pub fn support(proposal: ProposalId, mine: Option<Vote>, support: Support) -> AnyView {
    let ballot = Ballot::new(proposal, NO_WORDS, mine, support);
    crate::load::lively("support", &(proposal, mine, support), in_full(ballot))
}

/// The same, alive.
#[must_use]
pub fn part((proposal, mine, support): (ProposalId, Option<Vote>, Support)) -> AnyView {
    in_full(Ballot::here(proposal, NO_WORDS, mine, support))
}

fn in_full(ballot: Ballot) -> AnyView {
    let now = move || {
        let support = ballot.support.get();
        view! {
            <p class="support-words">{in_words_to(ballot.mine.with(Option::is_some), &support)}</p>
            {bar(&support)} <p class="quiet">{certainty(&support)}</p>
        }
    };
    view! { <div>{now}</div> }.into_any()
}

/// The bar: agree, pass, disagree, in the order in which they are read; the figures stand below it as a table.
#[must_use]
pub fn bar(support: &Support) -> AnyView {
    let Some(tally) = support.tally() else {
        return ().into_any();
    };
    let low = match support {
        Support::Ranked { low, .. } => Some(*low),
        _ => None,
    };
    let drawing = drawing(tally, low);
    let row = |class: &'static str, name: &'static str, share: u32| {
        view! {
            <tr>
                <th scope="row"><span class=["swatch ", class].concat() aria-hidden="true"></span>{name}</th>
                <td>{voices(share)}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" inner_html=drawing></svg>
        <table class="bar-table">
            <caption class="sr-only">"Voices by stance"</caption>
            <tbody>
                {row("agree", "agree", tally.agree)} {row("pass", "pass", tally.pass)}
                {row("disagree", "disagree", tally.disagree)}
                {tally
                    .red_lines
                    .map(|count| {
                        view! {
                            <tr>
                                <th scope="row">
                                    <span class="swatch leave" aria-hidden="true"></span>
                                    "would leave"
                                </th>
                                <td>{count}</td>
                            </tr>
                        }
                    })}
            </tbody>
        </table>
    }
    .into_any()
}

/// Shares in thousandths of the whole, and a mark at the share that is all but certain. That one is of those who take a
/// side, so it is drawn as their part of the whole.
fn drawing(tally: Tally, low: Option<u16>) -> String {
    let whole = (tally.agree + tally.disagree + tally.pass).max(1);
    let mut drawing = String::with_capacity(240);
    let mut rect = |class: &str, from: u32, width: u32| {
        let (from, width) = (from.to_string(), width.to_string());
        drawing.extend([
            "<rect class=\"",
            class,
            "\" x=\"",
            &from,
            "\" width=\"",
            &width,
            "\" height=\"24\"/>",
        ]);
    };
    let share = |part: u32| u32::try_from(u64::from(part) * 1000 / u64::from(whole)).unwrap_or(1000);
    let (agree, pass) = (share(tally.agree), share(tally.pass));
    rect("agree", 0, agree);
    rect("pass", agree, pass);
    rect("disagree", agree + pass, 1000_u32.saturating_sub(agree + pass));
    if let Some(low) = low {
        let decided = share(tally.agree + tally.disagree);
        rect("low", (u32::from(low) * decided / 1000).min(996), 4);
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_read_as_people_count() {
        assert_eq!(voices(700), "7");
        assert_eq!(voices(750), "7.5");
        assert_eq!(voices(333), "3.3");
        assert_eq!(in_words(&Support::Few), "Fewer than five voices yet");
        let tally = Tally { voices: 9, agree: 700, disagree: 100, pass: 100, red_lines: None };
        assert_eq!(in_words(&Support::Counted { tally }), "7 of 9 voices");
    }
}
