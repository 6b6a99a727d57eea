//! How a promise was kept, as customers report: a bar with its interval, and in words.

use super::selected::decimal;
use leptos::prelude::*;
use model::promise::Told;

/// The part that was kept, with the interval in which the true share lies.
#[must_use]
pub fn bar(told: Told) -> AnyView {
    let (voices, kept, interval) = match told {
        Told::Counted { voices, kept } => (voices, kept, None),
        Told::Measured { voices, kept, low, high } => (voices, kept, Some((low, high))),
    };
    let width = u64::from(kept) * 10 / u64::from(voices.max(1));
    let mut bar = [
        "<rect class=\"base\" width=\"1000\" height=\"12\"/><rect width=\"",
        &width.to_string(),
        "\" height=\"12\"/>",
    ]
    .concat();
    if let Some((low, high)) = interval {
        let (low, high) = (low.to_string(), high.saturating_sub(low).to_string());
        bar.push_str(
            &["<rect class=\"interval\" x=\"", &low, "\" y=\"5\" width=\"", &high, "\" height=\"2\"/>"]
                .concat(),
        );
    }
    view! { <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" inner_html=bar></svg> }
        .into_any()
}

/// "7.5 of 9 voices", "84 % (69 to 93 %) of 31 voices".
#[must_use]
pub fn measured(told: Told) -> String {
    match told {
        Told::Counted { voices, kept } => {
            [&decimal(f64::from(kept) / 100.0), " of ", &voices.to_string(), " voices"].concat()
        }
        Told::Measured { voices, kept, low, high } => {
            let percent = |thousandths: u16| (u32::from(thousandths) + 5) / 10;
            let share = (f64::from(kept) / f64::from(voices.max(1))).round() as u32;
            format!("{share} % ({} to {} %) of {voices} voices", percent(low), percent(high))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_said_in_words() {
        assert_eq!(measured(Told::Counted { voices: 9, kept: 750 }), "7.5 of 9 voices");
        let told = Told::Measured { voices: 31, kept: 2_600, low: 674, high: 929 };
        assert_eq!(measured(told), "84 % (67 to 93 %) of 31 voices");
    }
}
