//! Medians of a few runs, and how they are written.

/// How often everything is measured, in turns with its limit, since the machine's speed drifts.
pub const RUNS: usize = 5;

#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median of `ours[n] / limit[n]`: each pair was measured one right after the other.
#[must_use]
pub fn ratio(ours: &[f64], limit: &[f64]) -> f64 {
    median(&ours.iter().zip(limit).map(|(ours, limit)| ours / limit).collect::<Vec<_>>())
}

/// The median, with the least and the greatest: `12,300 [11,900–12,800]`.
#[must_use]
pub fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{} [{}–{}]", number(median(values)), number(least), number(most))
}

/// Three digits that matter, thousands apart.
#[must_use]
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    if value.abs() < 100.0 {
        let places = if value.abs() < 10.0 { 2 } else { 1 };
        let text = format!("{value:.places$}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let step = 10_f64.powi((value.abs().log10().floor() as i32 - 2).max(0));
    let digits = format!("{:.0}", (value / step).round() * step);
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
