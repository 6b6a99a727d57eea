//! What follows for a purchase from the design that holds: what was promised at its stage and culture, and what is not to be done.

use model::card::{Act, Advice, Because, Never};
use model::cells::{CultureSet, StageSet};
use model::design::{AdoptedPractice, Design};
use model::promise::{Progress, Promise};
use model::proposal::{Card, Kind, Status};
use model::purchase::{Purchase, State, after_buying, place, stages};
use model::scorecard::Gap;
use model::{Name, Version};
use std::collections::HashMap;

/// The design that holds.
pub struct Held {
    pub design: Design,
    pub promises: Vec<Promise>,
    /// What customers asked for in its round, in public.
    pub asks: Vec<Card>,
}

/// Stages and a culture of the design, as far as they are known; what is not known is all of them.
#[derive(Clone, Copy)]
struct Cell {
    stages: StageSet,
    culture: Option<usize>,
}

impl Cell {
    fn touches(self, stages: StageSet, cultures: CultureSet) -> bool {
        (self.stages.is_empty() || self.stages.iter().any(|stage| stages.has(stage)))
            && self.culture.is_none_or(|culture| cultures.has(culture))
    }
}

/// What follows from all designs that hold, each beside the others.
#[must_use]
pub fn advice(held: &[Held], purchase: Purchase) -> Advice {
    let nothing = Advice {
        purchase: purchase.clone(),
        stage_known: false,
        culture_known: false,
        answers_to: Vec::new(),
        next: Vec::new(),
        never: Vec::new(),
    };
    held.iter().map(|held| of_one(held, &purchase)).reduce(beside).unwrap_or(nothing)
}

fn of_one(held: &Held, purchase: &Purchase) -> Advice {
    let cell = Cell {
        stages: stages(purchase.text.stage.as_ref(), held.design.stages.iter().map(|stage| &stage.name)),
        culture: culture(held, purchase),
    };
    let (stage_known, culture_known) = (!cell.stages.is_empty(), cell.culture.is_some());
    let answers_to = other_names(held, cell, purchase);
    let (next, never) =
        if stage_known || culture_known { follows(held, cell) } else { (Vec::new(), Vec::new()) };
    Advice { purchase: purchase.clone(), stage_known, culture_known, answers_to, next, never }
}

/// What both say, once.
fn beside(one: Advice, other: Advice) -> Advice {
    let mut all = one;
    all.stage_known |= other.stage_known;
    all.culture_known |= other.culture_known;
    let new = |name: &Name| !all.answers_to.contains(name);
    let names: Vec<Name> = other.answers_to.into_iter().filter(new).collect();
    all.answers_to.extend(names);
    let new = |act: &Act| all.next.iter().all(|own| own.practice != act.practice);
    let acts: Vec<Act> = other.next.into_iter().filter(new).collect();
    all.next.extend(acts);
    let new = |never: &Never| !all.never.contains(never);
    let nevers: Vec<Never> = other.never.into_iter().filter(new).collect();
    all.never.extend(nevers);
    all
}

/// What is promised to whoever has bought, at the stages that come after buying: at the one where they stand by now, or at all of them;
/// nothing of a purchase that was not made here, or where the design has no such stage.
#[must_use]
pub fn bought(held: &[Held], purchase: &Purchase) -> Option<Advice> {
    held.iter().filter_map(|held| bought_of_one(held, purchase)).reduce(beside)
}

fn bought_of_one(held: &Held, purchase: &Purchase) -> Option<Advice> {
    let names = held.design.stages.iter().map(|stage| &stage.name);
    let after = after_buying(names.clone());
    let own = place(purchase.text.stage.as_ref(), names.clone()).filter(|own| after.has(*own));
    let stages = own.map_or(after, |own| StageSet::of(&[own]));
    if purchase.text.state != State::Won || stages.is_empty() {
        return None;
    }
    let cell = Cell { stages, culture: culture(held, purchase) };
    let (next, never) = follows(held, cell);
    let answers_to = names.enumerate().filter(|(at, _)| stages.has(*at)).map(|(_, name)| name.clone());
    Some(Advice {
        purchase: purchase.clone(),
        stage_known: true,
        culture_known: cell.culture.is_some(),
        answers_to: answers_to.collect(),
        next,
        never,
    })
}

fn culture(held: &Held, purchase: &Purchase) -> Option<usize> {
    place(purchase.text.culture.as_ref(), held.design.cultures.iter().map(|culture| &culture.name))
}

/// What its stage is called in the design, unless it is called the same.
fn other_names(held: &Held, cell: Cell, purchase: &Purchase) -> Vec<Name> {
    let names = held.design.stages.iter().map(|stage| &stage.name);
    if place(purchase.text.stage.as_ref(), names.clone()).is_some() {
        return Vec::new();
    }
    names.enumerate().filter(|(at, _)| cell.stages.has(*at)).map(|(_, name)| name.clone()).collect()
}

fn follows(held: &Held, cell: Cell) -> (Vec<Act>, Vec<Never>) {
    let kinds: HashMap<_, _> = held.asks.iter().map(|card| (card.id, card.kind)).collect();
    let (mut next, mut never) = (Vec::new(), Vec::new());
    for practice in &held.design.practices {
        let Some(promise) = held.promises.iter().find(|one| one.practice == practice.id) else { continue };
        // A promise that was dropped binds nobody.
        if promise.progress == Progress::Dropped
            || !cell.touches(practice.text.stages, practice.text.cultures)
        {
            continue;
        }
        next.push(act(practice, promise, held.design.version));
        never.extend(stopped(practice, held.design.version, &kinds));
    }
    never.extend(held.asks.iter().filter_map(|card| red_line(card, cell)));
    (next, never)
}

/// What customers asked to end, in their own words: a practice is what is done instead.
fn stopped(
    practice: &AdoptedPractice,
    version: Version,
    kinds: &HashMap<model::ProposalId, Kind>,
) -> impl Iterator<Item = Never> {
    let because = Because::Promised { practice: practice.id, version };
    let asked = practice.from.iter().filter(|from| kinds.get(&from.proposal) == Some(&Kind::Stop));
    asked.filter_map(move |from| Some(Never { title: from.title.parse().ok()?, because }))
}

fn act(practice: &AdoptedPractice, promise: &Promise, version: Version) -> Act {
    Act {
        practice: practice.id,
        version,
        title: practice.text.title.clone(),
        how: practice.text.how.clone(),
        tool: practice.text.tool.clone(),
        owner: promise.owner.clone(),
        progress: promise.progress,
        overdue: promise.overdue,
        kept: promise.kept.first().copied(),
        gap: promise.gap.as_ref().is_some_and(Gap::is_open),
    }
}

/// What somebody asked for and five accounts or more would leave over. Where it was asked to stop something, they would leave if it
/// stopped, which is nothing to be kept from doing; and what was adopted is promised.
fn red_line(card: &Card, cell: Cell) -> Option<Never> {
    let accounts = card.support.tally()?.red_lines?;
    let avoided = card.kind != Kind::Stop && card.status != Status::Adopted;
    let because = Because::RedLine { proposal: card.id, accounts };
    (avoided && cell.touches(card.stages, card.cultures))
        .then(|| Never { title: card.title.clone(), because })
}
