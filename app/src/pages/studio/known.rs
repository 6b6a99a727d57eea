//! What is known of a proposal of the working list beside its voices and its verdict: how far groups agree, who would leave, who asks
//! for it, and what is like it.

use super::desk::Desk;
use crate::parts::count::counted;
use crate::parts::glyph::Axes;
use crate::parts::sides::marks;
use leptos::prelude::*;
use model::proposal::{self, Card};
use model::selection::{Side, WorkingGround, WorkingLine, WorkingList};

pub(super) fn known(desk: Desk, card: &Card) -> AnyView {
    let id = card.id;
    let leave = red_lines(card);
    let shown = move || {
        desk.working.with(|working| {
            let list = working.as_ref()?;
            let line = list.lines.iter().find(|line| line.proposal == id)?;
            Some(desk.axes.with_value(|axes| of(list, line, axes)))
        })
    };
    view! { <div class="left-known">{leave} {shown}</div> }.into_any()
}

/// How many accounts say that it would make them leave; nothing under five.
fn red_lines(card: &Card) -> Option<AnyView> {
    let accounts = card.support.tally().and_then(|tally| tally.red_lines)?;
    let words = counted(accounts, "account would leave", "accounts would leave");
    Some(view! { <p class="cell-mark">{words}</p> }.into_any())
}

fn of(list: &WorkingList, line: &WorkingLine, axes: &Axes) -> AnyView {
    let ground = match line.ground {
        WorkingGround::NotHeard => None,
        WorkingGround::Common => Some("Common ground"),
        WorkingGround::Divides => Some("Divides"),
        WorkingGround::Between => Some("Neither common nor dividing"),
    };
    let ground = ground.map(|words| {
        let sides = line.segments.iter().chain(&line.cultures).filter_map(|side| *side);
        view! { <p class="left-ground"><b>{words}</b> {marks(sides)}</p> }
    });
    let stands = [("For it", Side::For), ("Undecided", Side::Between), ("Against it", Side::Against)];
    let stands = stands.into_iter().map(|(label, side)| (label.to_owned(), named(list, line, axes, side)));
    let asked = line.asked.iter().map(|by| {
        let part = |part: &model::selection::AskedOf| {
            let value = if part.value.is_empty() { "others" } else { part.value.as_str() };
            [value, " ", &part.accounts.to_string()].concat()
        };
        (
            ["Asked for, by ", &by.by.to_lowercase()].concat(),
            by.parts.iter().map(part).collect::<Vec<_>>().join(", "),
        )
    });
    let rows = stands
        .chain(asked)
        .filter(|(_, words)| !words.is_empty())
        .map(|(label, words)| view! { <dt>{label}</dt><dd>{words}</dd> }.into_any())
        .collect::<Vec<_>>();
    let similar = line
        .similar
        .iter()
        .map(|one| {
            let to = proposal::path(one.proposal, &one.title);
            view! { <li><a href=to>{one.title.to_string()}</a></li> }.into_any()
        })
        .collect::<Vec<_>>();
    let similar =
        (!similar.is_empty()).then(|| view! { <dt>"Like it"</dt><dd><ul>{similar}</ul></dd> }.into_any());
    view! { {ground} <dl class="facts">{rows} {similar}</dl> }.into_any()
}

/// The groups that stand so, by name.
fn named(list: &WorkingList, line: &WorkingLine, axes: &Axes, wanted: Side) -> String {
    let stands = |side: &Option<Side>| *side == Some(wanted);
    let segments = list.segments.iter().zip(&line.segments).filter(|(_, side)| stands(side));
    let segments = segments.map(|(name, _)| name.clone());
    let cultures = axes.cultures.iter().zip(&line.cultures).filter(|(_, side)| stands(side));
    let cultures = cultures.map(|(culture, _)| culture.name.clone());
    let groups = line.groups.iter().zip('A'..).filter(|(side, _)| stands(side));
    let groups = groups.map(|(_, letter)| ["opinion group ", &letter.to_string()].concat());
    segments.chain(cultures).chain(groups).collect::<Vec<_>>().join(", ")
}
