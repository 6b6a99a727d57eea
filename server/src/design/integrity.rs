//! What is to be looked at in a design, in the words of the wire: the engine finds it among numbers, which stand here for names.

use super::key;
use crate::db::practices::Stored;
use engine::design::sharing::{Pair, Sharing};
use engine::design::{Behaviour, Complexity, Design, Fog, HandOver, Indicator, Practice};
use model::integrity::{Amount, Counts, Finding, Function};
use model::practice::{Direction, Entry, ListKind, PracticeText};
use model::round::Resource;
use model::{Name, PracticeId};
use std::collections::BTreeMap;

/// A version of the matrix, as the engine takes it, with what its numbers mean.
pub struct Plan {
    stages: u32,
    cultures: u32,
    practices: Vec<Practice>,
    resources: Vec<(Name, model::Unit)>,
    functions: Names,
    activities: Names,
    tools: Names,
}

/// The names of one list, each once, however it is typed.
#[derive(Default)]
struct Names {
    places: BTreeMap<String, i64>,
    names: Vec<Name>,
}

impl Names {
    fn number(&mut self, name: &Name) -> i64 {
        let next = i64::try_from(self.names.len()).unwrap_or(i64::MAX);
        let names = &mut self.names;
        *self.places.entry(key(name.as_str())).or_insert_with(|| {
            names.push(name.clone());
            next
        })
    }

    fn name(&self, number: i64) -> Option<Name> {
        self.names.get(usize::try_from(number).ok()?).cloned()
    }

    fn all(&self, numbers: &[i64]) -> Vec<Name> {
        numbers.iter().filter_map(|number| self.name(*number)).collect()
    }
}

impl Plan {
    /// `stages` and `cultures`: how many.
    #[must_use]
    pub fn new<'a>(
        (stages, cultures): (usize, usize),
        resources: &[Resource],
        practices: impl Iterator<Item = (PracticeId, &'a PracticeText)>,
    ) -> Self {
        let mut plan = Self {
            stages: u32::try_from(stages).unwrap_or(0),
            cultures: u32::try_from(cultures).unwrap_or(0),
            practices: Vec::new(),
            resources: resources.iter().map(|one| (one.name.clone(), one.unit.clone())).collect(),
            functions: Names::default(),
            activities: Names::default(),
            tools: Names::default(),
        };
        for (id, text) in practices {
            let practice = plan.practice(id, text, resources);
            plan.practices.push(practice);
        }
        plan
    }

    fn practice(&mut self, id: PracticeId, text: &PracticeText, resources: &[Resource]) -> Practice {
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let cost = |resource: &Resource| {
            let own = text.costs.iter().find(|cost| cost.resource == resource.id);
            own.map_or(0, |cost| cost.amount)
        };
        let indicators = [(true, &text.lead), (false, &text.lag)];
        let indicator = |(lead, indicator): (bool, &Option<model::practice::Indicator>)| {
            let indicator = indicator.as_ref()?;
            Some(Indicator {
                name: indicator.name.to_string(),
                unit: indicator.unit.to_string(),
                more_is_better: indicator.direction == Direction::Up,
                lead,
            })
        };
        // Of version 0 it may be that nobody answers.
        let answering = Some(&text.accountable).filter(|name| !name.is_nobody()).into_iter();
        Practice {
            id: id.0,
            stages: text.stages.iter().map(place).collect(),
            cultures: text.cultures.iter().map(place).collect(),
            accountable: answering.map(|name| self.functions.number(name)).collect(),
            involved: text.involved.iter().map(|name| self.functions.number(name)).collect(),
            activity: Some(self.activities.number(&text.activity)),
            tools: text.tool.iter().map(|name| self.tools.number(name)).collect(),
            indicators: indicators.into_iter().filter_map(indicator).collect(),
            behaviours: text.behaviours.iter().filter_map(|at| Behaviour::ALL.get(at).copied()).collect(),
            costs: resources.iter().map(cost).collect(),
            load: text.loads.iter().map(|load| (self.functions.number(&load.function), load.hours)).collect(),
        }
    }

    fn design(&self) -> Design<'_> {
        Design { stages: self.stages, cultures: self.cultures, practices: &self.practices }
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        let Complexity { practices, hand_overs, tools, costs } = self.design().complexity();
        let amount = |(place, (resource, unit)): (usize, &(Name, model::Unit))| Amount {
            resource: resource.clone(),
            unit: unit.clone(),
            amount: costs.get(place).copied().unwrap_or(0),
        };
        Counts {
            practices,
            hand_overs,
            tools,
            costs: self.resources.iter().enumerate().map(amount).collect(),
        }
    }

    /// `entries`: the company's lists, with what functions can carry.
    #[must_use]
    pub fn findings(&self, entries: &[Entry]) -> Vec<Finding> {
        let design = self.design();
        let empty = design.empty_cells().into_iter();
        let mut found: Vec<Finding> = empty
            .map(|(stage, culture)| Finding::EmptyCell { stage: stage as usize, culture: culture as usize })
            .collect();
        let hand_overs = (0..self.cultures).flat_map(|culture| design.hand_overs(culture));
        found.extend(hand_overs.map(|hand_over| self.hand_over(&hand_over)));
        found.extend(design.fog().iter().map(|fog| self.fog(fog)));
        found.extend(self.overloads(entries));
        found.extend(design.tools_used_once().into_iter().filter_map(|(tool, practice)| {
            Some(Finding::ToolUsedOnce { tool: self.tools.name(tool)?, practice: PracticeId(practice) })
        }));
        found.extend(design.sharing().iter().filter_map(|pair| self.pair(pair)));
        found.extend(self.unmeasured());
        found.extend(self.gaps());
        found
    }

    fn fog(&self, fog: &Fog) -> Finding {
        Finding::Fog {
            stage: fog.stage as usize,
            culture: fog.culture as usize,
            functions: self.functions.all(&fog.functions),
            practices: fog.practices.iter().copied().map(PracticeId).collect(),
        }
    }

    fn unmeasured(&self) -> impl Iterator<Item = Finding> {
        self.practices.iter().filter_map(|one| {
            let has = |lead: bool| one.indicators.iter().any(|indicator| indicator.lead == lead);
            let (lead, lag) = (has(true), has(false));
            (!lead || !lag).then_some(Finding::Unmeasured { practice: PracticeId(one.id), lead, lag })
        })
    }

    fn gaps(&self) -> Vec<Finding> {
        let silent = self.practices.iter().filter(|one| one.behaviours.is_empty());
        let silent: Vec<PracticeId> = silent.map(|one| PracticeId(one.id)).collect();
        let gap = |behaviour| {
            let behaviour = Behaviour::ALL.iter().position(|one| *one == behaviour)?;
            Some(Finding::BehaviourGap { behaviour, practices: silent.clone() })
        };
        self.design().gaps().into_iter().filter_map(gap).collect()
    }

    fn hand_over(&self, hand_over: &HandOver) -> Finding {
        let HandOver { culture, from, to, before, after } = hand_over;
        let there = |one: &&Practice| one.stages.contains(to) && one.cultures.contains(culture);
        Finding::HandOver {
            culture: *culture as usize,
            from: *from as usize,
            to: *to as usize,
            before: self.functions.all(before),
            after: self.functions.all(after),
            practices: self.practices.iter().filter(there).map(|one| PracticeId(one.id)).collect(),
        }
    }

    /// Of functions that somebody has said the capacity of.
    fn overloads(&self, entries: &[Entry]) -> Vec<Finding> {
        let number = |entry: &Entry| {
            let number = *self.functions.places.get(&key(entry.name.as_str()))?;
            (entry.list == ListKind::Function).then_some((number, entry.capacity?))
        };
        let stated: Vec<(i64, i64)> = entries.iter().filter_map(number).collect();
        let over = self.design().overloads(&stated).into_iter();
        let over = over.filter(|over| stated.iter().any(|(function, _)| *function == over.function));
        over.filter_map(|over| {
            let asks = |one: &&Practice| one.load.iter().any(|(function, _)| *function == over.function);
            Some(Finding::Overload {
                function: self.functions.name(over.function)?,
                load: over.load,
                capacity: over.capacity,
                practices: self.practices.iter().filter(asks).map(|one| PracticeId(one.id)).collect(),
            })
        })
        .collect()
    }

    fn pair(&self, pair: &Pair) -> Option<Finding> {
        let practices = (PracticeId(pair.practices.0), PracticeId(pair.practices.1));
        let activity = self.activities.name(pair.activity)?;
        Some(match &pair.verdict {
            Sharing::Possible => Finding::CouldBeOne { practices, activity },
            Sharing::Forbidden { indicators } => {
                Finding::StayApart { practices, activity, indicators: indicators.clone() }
            }
            Sharing::Unknown => Finding::NotMeasured { practices, activity },
        })
    }

    /// Every function of the company's list, with what is asked of it.
    #[must_use]
    pub fn functions(&self, entries: Vec<Entry>) -> Vec<Function> {
        let load = |entry: &Entry| {
            let number = self.functions.places.get(&key(entry.name.as_str()));
            let loads = self.practices.iter().flat_map(|practice| &practice.load);
            let own = loads.filter(|(function, _)| Some(function) == number);
            own.fold(0_i64, |sum, (_, hours)| sum.saturating_add(*hours))
        };
        let functions = entries.into_iter().filter(|entry| entry.list == ListKind::Function);
        functions.map(|entry| Function { load: load(&entry), entry }).collect()
    }
}

/// The texts of stored practices with their numbers.
pub fn texts(practices: &[Stored]) -> impl Iterator<Item = (PracticeId, &PracticeText)> {
    practices.iter().map(|practice| (practice.id, &practice.text))
}
