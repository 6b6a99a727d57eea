//! Integrity of a design: what a matrix of stages by cultures lacks, doubles or asks too much of, and how complex it is. It
//! names what a designer should look at; it changes nothing and knows no votes.
//!
//! Stages, cultures, functions, activities and tools are the caller's numbers; stages and cultures count from 0 in their order.

pub mod sharing;

/// Does something for the customer, in one or more cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    pub id: i64,
    /// Its cells are all of its stages by all of its cultures.
    pub stages: Vec<u32>,
    pub cultures: Vec<u32>,
    /// Functions answerable from end to end: there should be one.
    pub accountable: Vec<i64>,
    pub involved: Vec<i64>,
    pub activity: Option<i64>,
    pub tools: Vec<i64>,
    pub indicators: Vec<Indicator>,
    pub behaviours: Vec<Behaviour>,
    /// Whole-number cost in each resource of the round, in their order.
    pub costs: Vec<i64>,
    /// What it takes from each function, in the unit of that function's capacity.
    pub load: Vec<(i64, i64)>,
}

/// How a practice is measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Indicator {
    pub name: String,
    pub unit: String,
    pub more_is_better: bool,
    /// Else it is a lag indicator.
    pub lead: bool,
}

/// The five core behaviours of customer networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    Access,
    Engage,
    Customise,
    Connect,
    Collaborate,
}

impl Behaviour {
    pub const ALL: [Self; 5] =
        [Self::Access, Self::Engage, Self::Customise, Self::Connect, Self::Collaborate];
}

/// A version of the matrix.
#[derive(Clone, Copy, Debug)]
pub struct Design<'a> {
    pub stages: u32,
    pub cultures: u32,
    pub practices: &'a [Practice],
}

/// Along a culture's path, no function answers both for one stage and for the next that has practices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub culture: u32,
    pub from: u32,
    pub to: u32,
    /// Who answers before, and after; ascending.
    pub before: Vec<i64>,
    pub after: Vec<i64>,
}

/// A cell in which not one function answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fog {
    pub stage: u32,
    pub culture: u32,
    /// Who answers there, ascending: none, or several.
    pub functions: Vec<i64>,
    /// What is done there.
    pub practices: Vec<i64>,
}

/// A function that is asked for more than it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overload {
    pub function: i64,
    pub load: i64,
    /// 0 for a function whose capacity nobody stated.
    pub capacity: i64,
}

/// Three plain counts, and what it costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complexity {
    pub practices: usize,
    pub hand_overs: usize,
    /// Distinct ones.
    pub tools: usize,
    /// In each resource.
    pub costs: Vec<i64>,
}

impl Design<'_> {
    fn in_cell(&self, stage: u32, culture: u32) -> impl Iterator<Item = &Practice> {
        let in_cell = move |p: &&Practice| p.stages.contains(&stage) && p.cultures.contains(&culture);
        self.practices.iter().filter(in_cell)
    }

    /// Cells (stage, culture) without a practice, to be shown as questions; by stage.
    #[must_use]
    pub fn empty_cells(&self) -> Vec<(u32, u32)> {
        let cells =
            (0..self.stages).flat_map(|stage| (0..self.cultures).map(move |culture| (stage, culture)));
        cells.filter(|&(stage, culture)| self.in_cell(stage, culture).next().is_none()).collect()
    }

    /// Cells with practices for which not one function answers: nobody does, or several do at once; by stage.
    #[must_use]
    pub fn fog(&self) -> Vec<Fog> {
        let cells =
            (0..self.stages).flat_map(|stage| (0..self.cultures).map(move |culture| (stage, culture)));
        let fog = |(stage, culture)| {
            let practices: Vec<i64> = self.in_cell(stage, culture).map(|practice| practice.id).collect();
            let functions =
                distinct(self.in_cell(stage, culture).flat_map(|p| p.accountable.iter().copied()));
            let foggy = !practices.is_empty() && functions.len() != 1;
            foggy.then_some(Fog { stage, culture, functions, practices })
        };
        cells.filter_map(fog).collect()
    }

    /// Behaviours that no practice serves; none of a design without practices.
    #[must_use]
    pub fn gaps(&self) -> Vec<Behaviour> {
        let served = |behaviour: Behaviour| self.practices.iter().any(|p| p.behaviours.contains(&behaviour));
        let gap = |behaviour: &Behaviour| !self.practices.is_empty() && !served(*behaviour);
        Behaviour::ALL.into_iter().filter(gap).collect()
    }

    /// The hand-overs along a culture's path. A stage without practices is stepped over: it is an empty cell, not a change.
    #[must_use]
    pub fn hand_overs(&self, culture: u32) -> Vec<HandOver> {
        let answerable =
            |stage| distinct(self.in_cell(stage, culture).flat_map(|p| p.accountable.iter().copied()));
        let path = (0..self.stages).map(|stage| (stage, answerable(stage)));
        let path: Vec<_> = path.filter(|(_, functions)| !functions.is_empty()).collect();
        let changes =
            path.windows(2).filter(|two| two[0].1.iter().all(|function| !two[1].1.contains(function)));
        changes
            .map(|two| HandOver {
                culture,
                from: two[0].0,
                to: two[1].0,
                before: two[0].1.clone(),
                after: two[1].1.clone(),
            })
            .collect()
    }

    /// Functions that the practices ask more of than `capacities` (function, capacity) give; by function.
    #[must_use]
    pub fn overloads(&self, capacities: &[(i64, i64)]) -> Vec<Overload> {
        let load = || self.practices.iter().flat_map(|practice| practice.load.iter().copied());
        let of = |function: i64, list: &mut dyn Iterator<Item = (i64, i64)>| -> i64 {
            list.filter(|other| other.0 == function).map(|other| other.1).fold(0, i64::saturating_add)
        };
        distinct(load().map(|(function, _)| function))
            .into_iter()
            .map(|function| Overload {
                function,
                load: of(function, &mut load()),
                capacity: of(function, &mut capacities.iter().copied()),
            })
            .filter(|overload| overload.load > overload.capacity)
            .collect()
    }

    /// Tools that only one practice uses, with that practice: perhaps not worth having.
    #[must_use]
    pub fn tools_used_once(&self) -> Vec<(i64, i64)> {
        let uses = self
            .practices
            .iter()
            .flat_map(|p| distinct(p.tools.iter().copied()).into_iter().map(|t| (t, p.id)));
        let mut uses: Vec<(i64, i64)> = uses.collect();
        uses.sort_unstable();
        uses.chunk_by(|a, b| a.0 == b.0).filter(|uses| uses.len() == 1).map(|uses| uses[0]).collect()
    }

    /// How many practices serve each behaviour, in the order of [`Behaviour::ALL`]; a 0 is a gap.
    #[must_use]
    pub fn balance(&self) -> [usize; 5] {
        Behaviour::ALL
            .map(|behaviour| self.practices.iter().filter(|p| p.behaviours.contains(&behaviour)).count())
    }

    #[must_use]
    pub fn complexity(&self) -> Complexity {
        let resources = self.practices.iter().map(|practice| practice.costs.len()).max().unwrap_or(0);
        let cost = |resource: usize| {
            let costs = self.practices.iter().filter_map(|practice| practice.costs.get(resource));
            costs.fold(0_i64, |sum, &cost| sum.saturating_add(cost))
        };
        Complexity {
            practices: self.practices.len(),
            hand_overs: (0..self.cultures).map(|culture| self.hand_overs(culture).len()).sum(),
            tools: distinct(self.practices.iter().flat_map(|practice| practice.tools.iter().copied())).len(),
            costs: (0..resources).map(cost).collect(),
        }
    }
}

impl Complexity {
    /// This version less another: practices, hand-overs, tools, and cost by resource. Below 0 it is simpler, or cheaper.
    #[must_use]
    pub fn beside(&self, other: &Self) -> (i64, i64, i64, Vec<i64>) {
        let less =
            |a: usize, b: usize| i64::try_from(a).unwrap_or(i64::MAX) - i64::try_from(b).unwrap_or(i64::MAX);
        let at = |costs: &[i64], place: usize| costs.get(place).copied().unwrap_or(0);
        let resources = 0..self.costs.len().max(other.costs.len());
        let costs =
            resources.map(|place| at(&self.costs, place).saturating_sub(at(&other.costs, place))).collect();
        (
            less(self.practices, other.practices),
            less(self.hand_overs, other.hand_overs),
            less(self.tools, other.tools),
            costs,
        )
    }
}

/// Ascending, each once.
fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}
