//! The matrix in small: a grid of stages and cultures in which the cells that something belongs to are filled. It
//! marks proposals and practices wherever they are named.

use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::cells::{CultureSet, StageSet};
use model::endpoint::encoded;
use model::round::{Culture, Stage, Suit};
use serde::{Deserialize, Serialize};

/// A round's two axes, as far as something placed in them needs to know.
#[derive(Clone, Hash, Serialize, Deserialize)]
pub struct Axes {
    pub stages: Vec<Row>,
    pub cultures: Vec<Column>,
}

#[derive(Clone, Hash, Serialize, Deserialize)]
pub struct Row {
    pub letter: String,
    pub name: String,
}

#[derive(Clone, Hash, Serialize, Deserialize)]
pub struct Column {
    pub suit: Suit,
    pub name: String,
}

impl Axes {
    #[must_use]
    pub fn new(stages: &[Stage], cultures: &[Culture]) -> Self {
        let row = |stage: &Stage| Row { letter: stage.letter.to_string(), name: stage.name.to_string() };
        let column = |culture: &Culture| Column { suit: culture.suit, name: culture.name.to_string() };
        Self { stages: stages.iter().map(row).collect(), cultures: cultures.iter().map(column).collect() }
    }

    /// Where to say how one would rather have it in a cell, by its names: the numbers of one round are not those of another.
    /// Nothing while no round takes proposals: a link would lead to a closed door.
    #[must_use]
    pub fn propose(&self, stage: usize, culture: usize) -> Option<String> {
        if !viewer_now().asked {
            return None;
        }
        let stage = self.stages.get(stage).map_or("", |stage| &stage.name);
        let culture = self.cultures.get(culture).map_or("", |culture| &culture.name);
        Some(["/propose?at=", &encoded(stage), "&for=", &encoded(culture)].concat())
    }

    /// "Idea, Mentor" or "all stages".
    #[must_use]
    pub fn stage_names(&self, set: StageSet) -> String {
        names(set.iter(), set.len(), &self.stages, |stage| stage.name.as_str(), "all stages")
    }

    /// "Value Added" or "all cultures".
    #[must_use]
    pub fn culture_names(&self, set: CultureSet) -> String {
        names(set.iter(), set.len(), &self.cultures, |culture| culture.name.as_str(), "all cultures")
    }

    /// As short as it can be said: "A C · ♣".
    #[must_use]
    pub fn short(&self, stages: StageSet, cultures: CultureSet) -> String {
        let mut short =
            names(stages.iter(), stages.len(), &self.stages, |stage| stage.letter.as_str(), "all");
        short = short.replace(", ", " ");
        short.push_str(" · ");
        let signs =
            names(cultures.iter(), cultures.len(), &self.cultures, |culture| sign(culture.suit), "all");
        short.push_str(&signs.replace(", ", ""));
        short
    }
}

fn names<T>(
    set: impl Iterator<Item = usize>,
    len: usize,
    list: &[T],
    name: impl Fn(&T) -> &str,
    all: &str,
) -> String {
    if len == list.len() && len > 1 {
        return all.to_owned();
    }
    let mut names = String::new();
    for position in set {
        if let Some(one) = list.get(position) {
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name(one));
        }
    }
    names
}

/// A suit's sign as text, never as a coloured picture.
#[must_use]
pub fn sign(suit: Suit) -> &'static str {
    match suit {
        Suit::Diamonds => "♦\u{fe0e}",
        Suit::Clubs => "♣\u{fe0e}",
        Suit::Hearts => "♥\u{fe0e}",
        Suit::Spades => "♠\u{fe0e}",
    }
}

/// The class that gives a culture its hue.
#[must_use]
pub fn hue(suit: Suit) -> &'static str {
    match suit {
        Suit::Diamonds => "diamonds",
        Suit::Clubs => "clubs",
        Suit::Hearts => "hearts",
        Suit::Spades => "spades",
    }
}

/// A culture's sign in its hue, hidden from screen readers: its name stands beside it.
#[must_use]
pub fn suit(suit: Suit) -> AnyView {
    view! { <span class=["suit ", hue(suit)].concat() aria-hidden="true">{sign(suit)}</span> }.into_any()
}

/// The grid. A few short elements however many cells, since there are many grids on a page: the empty grid is dashed
/// lines, and filled cells lie on it.
#[must_use]
pub fn glyph(axes: &Axes, stages: StageSet, cultures: CultureSet) -> AnyView {
    const STEP: usize = 5;
    let (columns, rows) = (axes.stages.len(), axes.cultures.len());
    let mut drawing = String::with_capacity(300);
    let at = |path: &mut String, x: usize, y: usize| {
        path.extend(["M", &x.to_string(), " ", &y.to_string()]);
    };
    let mut lines = String::new();
    for row in 0..rows {
        at(&mut lines, 0, row * STEP + 2);
        lines.extend(["h", &(columns * STEP).saturating_sub(1).to_string()]);
    }
    drawing.extend(["<path class=\"no\" d=\"", &lines, "\"/>"]);
    for (row, culture) in axes.cultures.iter().enumerate().filter(|(row, _)| cultures.has(*row)) {
        let mut cells = String::new();
        for column in stages.iter().filter(|column| *column < columns) {
            at(&mut cells, column * STEP, row * STEP);
            cells.push_str("h4v4h-4z");
        }
        drawing.extend(["<path class=\"", hue(culture.suit), "\" d=\"", &cells, "\"/>"]);
    }
    let mut label = String::from("Stages: ");
    label.push_str(&axes.stage_names(stages));
    label.push_str("; cultures: ");
    label.push_str(&axes.culture_names(cultures));
    let (width, height) = ((columns * STEP).saturating_sub(1), (rows * STEP).saturating_sub(1));
    let frame = ["0 0 ", &width.to_string(), " ", &height.to_string()].concat();
    view! {
        <svg class="glyph" role="img" aria-label=label viewBox=frame width=width height=height inner_html=drawing></svg>
    }
    .into_any()
}
