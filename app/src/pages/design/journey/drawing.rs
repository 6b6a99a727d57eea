//! The journey drawn: stages from left to right, a lane for each function, a box for each thing that is done in that of who
//! answers for it, a smaller one in the lane of whoever else has a part in it, and the customer's way from one to the next. Where it changes hands the way is dashed.

use super::{Step, asks};
use leptos::prelude::*;
use model::Name;
use model::design::{AdoptedPractice, Design};

/// Of the column of names, of a stage, and of a box in it; in units of the drawing, which are pixels at its own size.
const NAMES: usize = 150;
const STAGE: usize = 190;
const BOX: usize = 160;
const HIGH: usize = 62;
const GAP: usize = 12;
/// Of the box of whoever has a part in it.
const PART: usize = 26;
const HEAD: usize = 40;
/// So many letters go on a line of a box, and so many lines into it.
const LETTERS: usize = 24;
const NAME_LETTERS: usize = 16;
const LINES: usize = 3;

struct Lane<'a> {
    name: &'a Name,
    /// From the top of the drawing.
    top: usize,
    high: usize,
}

pub(super) fn drawing(design: &Design, steps: &[Step<'_>], culture: &str) -> AnyView {
    let lanes = lanes(steps);
    let (wide, high) = (NAMES + steps.len() * STAGE, lanes.last().map_or(HEAD, |lane| lane.top + lane.high));
    let label = escaped(&format!("The journey of {culture}, by function; the table below says the same"));
    let mut svg = format!(
        "<svg class=\"journey\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\">{ARROW}"
    );
    for (place, lane) in lanes.iter().enumerate() {
        band(&mut svg, lane, place, wide);
    }
    for (column, step) in steps.iter().enumerate() {
        let name = design.stages.get(step.stage).map(|stage| stage.name.to_string()).unwrap_or_default();
        words(&mut svg, &[name], (NAMES + column * STAGE, 19), "journey-stage");
    }
    let done: Vec<(usize, &Step<'_>)> =
        steps.iter().enumerate().filter(|(_, step)| !step.is_empty()).collect();
    for pair in done.windows(2) {
        way(&mut svg, &lanes, pair[0], pair[1]);
    }
    for (column, step) in steps.iter().enumerate() {
        match step.is_empty() {
            true => question(&mut svg, column, high, asks(design)),
            false => boxes(&mut svg, &lanes, column, step),
        }
    }
    svg.push_str("</svg>");
    view! { <div class="journey-scroll" role="region" aria-label="The journey, drawn" tabindex="0" inner_html=svg></div> }
        .into_any()
}

const ARROW: &str = "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
                     markerHeight=\"7\" orient=\"auto\"><path class=\"journey-head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>";

/// What people typed, as it stands in markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What a function answers for at a step.
fn answered<'s, 'a>(
    step: &'s Step<'a>,
    name: &'s Name,
) -> impl Iterator<Item = &'a AdoptedPractice> + use<'s, 'a> {
    step.practices.iter().filter(move |one| one.text.accountable == *name).copied()
}

/// What a function has a part in at a step, and does not answer for.
fn helped<'s, 'a>(
    step: &'s Step<'a>,
    name: &'s Name,
) -> impl Iterator<Item = &'a AdoptedPractice> + use<'s, 'a> {
    let has_part =
        move |one: &&&AdoptedPractice| one.text.accountable != *name && one.text.involved.contains(name);
    step.practices.iter().filter(has_part).copied()
}

/// In the order in which a customer meets them, those who answer for something first; as high as the most that is done in one at a stage.
fn lanes<'a>(steps: &[Step<'a>]) -> Vec<Lane<'a>> {
    let practices = || steps.iter().flat_map(|step| step.practices.iter().copied());
    let answers = practices().map(|practice| &practice.text.accountable);
    let mut names: Vec<&'a Name> = Vec::new();
    for name in answers.chain(practices().flat_map(|practice| &practice.text.involved)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut top = HEAD;
    let lane = |name: &'a Name| {
        let at = |step: &Step<'a>| {
            answered(step, name).count() * (HIGH + GAP) + helped(step, name).count() * (PART + GAP)
        };
        let lane = Lane { name, top, high: steps.iter().map(at).max().unwrap_or(0) + GAP };
        top += lane.high;
        lane
    };
    names.into_iter().map(lane).collect()
}

fn band(svg: &mut String, lane: &Lane<'_>, place: usize, wide: usize) {
    let class = if place.is_multiple_of(2) { "journey-lane" } else { "journey-lane other" };
    let Lane { top, high, .. } = lane;
    svg.push_str(&format!(
        "<rect class=\"{class}\" x=\"0\" y=\"{top}\" width=\"{wide}\" height=\"{high}\"/>"
    ));
    let lines = wrapped(lane.name.as_str(), NAME_LETTERS);
    words(svg, &lines, (12, top + high / 2), "journey-function");
}

/// Lines of text around a height.
fn words(svg: &mut String, lines: &[String], (x, middle): (usize, usize), class: &str) {
    const LINE: usize = 16;
    let first = (middle + 5).saturating_sub(LINE * lines.len().saturating_sub(1) / 2);
    for (place, line) in lines.iter().enumerate() {
        let (y, line) = (first + place * LINE, escaped(line));
        svg.push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{line}</text>"));
    }
}

fn boxes(svg: &mut String, lanes: &[Lane<'_>], column: usize, step: &Step<'_>) {
    let x = NAMES + column * STAGE;
    for lane in lanes {
        for (place, practice) in answered(step, lane.name).enumerate() {
            let y = lane.top + GAP + place * (HIGH + GAP);
            svg.push_str(&format!(
                "<rect class=\"journey-box\" x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{HIGH}\" rx=\"4\"/>"
            ));
            let lines = wrapped(practice.text.title.as_str(), LETTERS);
            words(svg, &lines, (x + 8, y + HIGH / 2), "journey-words");
        }
        let answers = answered(step, lane.name).count();
        for (place, practice) in helped(step, lane.name).enumerate() {
            let y = lane.top + GAP + answers * (HIGH + GAP) + place * (PART + GAP);
            svg.push_str(&format!(
                "<rect class=\"journey-part\" x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{PART}\" rx=\"4\"/>"
            ));
            let title = one_line(practice.text.title.as_str(), LETTERS - 5);
            words(svg, &[format!("+ {title}")], (x + 8, y + PART / 2), "journey-words");
        }
    }
}

/// A stage at which nothing is done: over all lanes, since nobody knows in which of them it would be.
fn question(svg: &mut String, column: usize, high: usize, asks: &str) {
    let (x, y, tall) = (NAMES + column * STAGE, HEAD + GAP, high.saturating_sub(HEAD + 2 * GAP));
    svg.push_str(&format!(
        "<rect class=\"journey-ask\" x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{tall}\" rx=\"4\"/>"
    ));
    words(svg, &wrapped(asks, LETTERS), (x + 8, y + tall / 2), "journey-words");
}

/// From one stage to the next at which something is done: along the lanes of those who answer at both, or else from hand to hand.
fn way(
    svg: &mut String,
    lanes: &[Lane<'_>],
    (column, from): (usize, &Step<'_>),
    (next, to): (usize, &Step<'_>),
) {
    let (start, end) = (NAMES + column * STAGE + BOX, NAMES + next * STAGE);
    let middle =
        |name: &Name| lanes.iter().find(|lane| lane.name == name).map(|lane| lane.top + GAP + HIGH / 2);
    let mut line = |before: usize, after: usize, class: &str| {
        let (half, end) = (start + (STAGE - BOX) / 2, end - 2);
        svg.push_str(&format!(
            "<path class=\"{class}\" d=\"M{start} {before}L{half} {before}L{half} {after}L{end} {after}\" marker-end=\"url(#arrow)\"/>"
        ));
    };
    let (before, after) = (from.functions(), to.functions());
    if from.hands_over(to) {
        let first = |names: &[&Name]| names.first().and_then(|name| middle(name));
        if let (Some(before), Some(after)) = (first(&before), first(&after)) {
            line(before, after, "journey-way hand-over");
        }
        return;
    }
    for y in before.iter().filter(|name| after.contains(name)).filter_map(|name| middle(name)) {
        line(y, y, "journey-way");
    }
}

/// As much of it as there are letters; what does not fit ends in dots.
fn one_line(text: &str, letters: usize) -> String {
    match text.chars().count() > letters {
        true => dotted(text, letters),
        false => text.to_owned(),
    }
}

fn dotted(text: &str, letters: usize) -> String {
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

/// In lines of so many letters; what does not fit ends in dots.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let long = lines.last().map_or(0, |line| line.chars().count());
        if long > 0 && long + 1 + word.chars().count() > letters {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let cut = lines.len() > LINES;
    lines.truncate(LINES);
    let last = lines.len().saturating_sub(1);
    for (place, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > letters || (cut && place == last) {
            *line = dotted(line, letters);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_titles_are_cut_at_the_box() {
        assert_eq!(wrapped("One engineer stays", 24), ["One engineer stays"]);
        let long =
            wrapped("One engineer stays with each plant from first call to start-up and then for ever", 24);
        assert_eq!((long.len(), long[0].as_str()), (3, "One engineer stays with"));
        assert!(long[2].ends_with('…') && long.iter().all(|line| line.chars().count() <= 24), "{long:?}");
        assert_eq!(wrapped("Donaudampfschifffahrtsgesellschaft", 10), ["Donaudamp…"]);
    }
}
