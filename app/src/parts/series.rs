//! An indicator's values: a small line with its target, and a table of the same beside it for whoever cannot see lines.

use leptos::prelude::*;
use model::practice::Direction;
use model::value::{Amount, Series};

const WIDTH: i128 = 600;
const HEIGHT: i128 = 120;
/// Room above and below, so that no line lies on the edge.
const MARGIN: i128 = 8;

/// "at least 95 %".
#[must_use]
pub fn target(series: &Series) -> String {
    let bound = match series.indicator.direction {
        Direction::Up => "at least ",
        Direction::Down => "at most ",
    };
    [bound, &series.indicator.target.to_string(), " ", series.indicator.unit.as_str()].concat()
}

/// Whether a value is as good as it is to be.
#[must_use]
pub fn meets(series: &Series, value: Amount) -> bool {
    let target = i128::from(series.indicator.target) * i128::from(Amount::ONE);
    match series.indicator.direction {
        Direction::Up => i128::from(value.0) >= target,
        Direction::Down => i128::from(value.0) <= target,
    }
}

/// Nothing for fewer than two values: one is no line.
#[must_use]
pub fn line(series: &Series) -> Option<AnyView> {
    let (first, last) = (series.values.first()?, series.values.last()?);
    let days = i128::from(last.day.0 - first.day.0);
    if days == 0 {
        return None;
    }
    let target = i128::from(series.indicator.target) * i128::from(Amount::ONE);
    let all = || series.values.iter().map(|value| i128::from(value.value.0)).chain([target]);
    let (low, high) = (all().min()?, all().max()?);
    let across = |day: i64| i128::from(day - first.day.0) * WIDTH / days;
    let up = |value: i128| HEIGHT - MARGIN - (value - low) * (HEIGHT - 2 * MARGIN) / (high - low).max(1);
    let mut path = String::new();
    let mut dots = String::new();
    for (place, value) in series.values.iter().enumerate() {
        let (x, y) = (across(value.day.0).to_string(), up(i128::from(value.value.0)).to_string());
        path.extend([if place == 0 { "M" } else { "L" }, &x, " ", &y]);
        dots.extend(["<circle cx=\"", &x, "\" cy=\"", &y, "\" r=\"3\"/>"]);
    }
    let at = up(target).to_string();
    let drawing = [
        "<path class=\"target\" d=\"M0 ",
        &at,
        "h",
        &WIDTH.to_string(),
        "\"/><path class=\"values\" d=\"",
        &path,
        "\"/>",
        &dots,
    ]
    .concat();
    let frame = ["-4 0 ", &(WIDTH + 8).to_string(), " ", &HEIGHT.to_string()].concat();
    Some(view! { <svg class="series" viewBox=frame aria-hidden="true" inner_html=drawing></svg> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::practice::Indicator;
    use model::value::{Value, Which};

    fn series(direction: Direction, values: &[(&str, i64)]) -> Series {
        let indicator =
            Indicator { name: "Answers".parse().unwrap(), unit: "%".parse().unwrap(), direction, target: 95 };
        let values = values
            .iter()
            .map(|(day, value)| Value { day: day.parse().unwrap(), value: Amount(*value) })
            .collect();
        Series { which: Which::Lead, indicator, values, due: false }
    }

    #[test]
    fn a_line_needs_two_days_and_a_target_its_direction() {
        assert!(line(&series(Direction::Up, &[])).is_none());
        assert!(line(&series(Direction::Up, &[("2026-01-01", 90_000)])).is_none());
        let two = series(Direction::Up, &[("2026-01-01", 90_000), ("2026-02-01", 95_000)]);
        assert!(line(&two).is_some());
        assert_eq!(
            (target(&two).as_str(), meets(&two, Amount(94_999)), meets(&two, Amount(95_000))),
            ("at least 95 %", false, true)
        );
        let down = series(Direction::Down, &[]);
        assert_eq!(
            (target(&down).as_str(), meets(&down, Amount(95_000)), meets(&down, Amount(95_001))),
            ("at most 95 %", true, false)
        );
    }
}
