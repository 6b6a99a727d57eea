//! Elections in pabulib's text format `.pb` (Faliszewski et al., arXiv 2305.11035): sections META, PROJECTS and VOTES of
//! semicolon-separated rows. It reads text; the caller opens the file.
//!
//! Amounts may have decimals: all are multiplied by the same power of ten. Every ballot is a voter of weight 1, an empty one
//! too. Who names a project supports it; points are what utility reads when it is additive.

mod rows;

use std::fmt;

use rustc_hash::FxHashMap;

use crate::election::{Approval, Cell, Parts, Practice, Ties, Utility};
use rows::{Row, rows};

/// An election read from a file.
#[derive(Clone, Debug)]
pub struct Pabulib {
    /// Project ids, by the practices' index.
    pub ids: Vec<String>,
    /// Ready to be made an election: ties are settled by id.
    pub parts: Parts,
    /// Amounts are in units of 10^−decimals.
    pub decimals: u32,
    /// The column `selected`, where there is one: which projects were officially chosen.
    pub selected: Option<Vec<bool>>,
}

/// What is wrong, and in which line (from 1; 0: in the file as a whole).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

impl std::error::Error for Fault {}

fn fault<T>(line: usize, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { line, message: message.into() })
}

/// Reads a whole file.
///
/// # Errors
/// Anything that is missing, unreadable, named twice or names what is not there.
pub fn parse(text: &str, utility: Utility) -> Result<Pabulib, Fault> {
    let file = Sections::split(rows(text)?)?;
    let (budget, votes) = (file.meta("budget")?, file.meta("vote_type")?);
    let projects = projects(&file)?;
    let all = projects.iter().map(|project| &project.cost).chain([&budget]);
    let decimals = all.map(|amount| decimals_of(&amount.1)).max().unwrap_or(0);
    let whole = |(line, text): &(usize, String)| scaled(*line, text, decimals);
    let costs = projects.iter().map(|project| whole(&project.cost)).collect::<Result<Vec<_>, _>>()?;
    let index: FxHashMap<_, u32> = projects.iter().map(|project| project.id.as_str()).zip(0..).collect();
    if index.len() < projects.len() {
        let twice = (0..).zip(&projects).find(|(i, project)| index[project.id.as_str()] != *i);
        let (line, id) = twice.map_or((0, ""), |(_, project)| (project.cost.0, &project.id));
        return fault(line, format!("project {id} is there twice"));
    }
    let (approvals, voters) = ballots(&file, &votes.1, utility, &index)?;
    let mut order: Vec<u32> = (0..projects.len() as u32).collect();
    order.sort_by_key(|&practice| projects[practice as usize].id.as_str());
    let practice = |cost| Practice { costs: vec![cost], ..Practice::default() };
    let parts = Parts {
        floor: 0,
        capacities: vec![whole(&budget)?],
        practices: costs.into_iter().map(practice).collect(),
        cells: Vec::<Cell>::new(),
        approvals,
        weights: vec![1; voters],
        voice: 1,
        utility,
        ties: Ties::Order,
        order,
    };
    let selected = projects.iter().map(|project| project.selected).collect();
    Ok(Pabulib { ids: projects.into_iter().map(|project| project.id).collect(), parts, decimals, selected })
}

struct Project {
    id: String,
    /// With its line.
    cost: (usize, String),
    selected: Option<bool>,
}

fn projects(file: &Sections) -> Result<Vec<Project>, Fault> {
    let cost = file.projects.column("cost")?;
    let selected = file.projects.column("selected").ok();
    let read = |row: &Row| {
        let id = row.cells.first().cloned().unwrap_or_default();
        match row.cells.get(cost) {
            Some(text) if !id.is_empty() => Ok(Project {
                id,
                cost: (row.line, text.replace(',', ".")),
                selected: selected.and_then(|at| row.cells.get(at)).map(|mark| mark == "1" || mark == "2"),
            }),
            _ => fault(row.line, "a project needs an id and a cost"),
        }
    };
    file.projects.rows.iter().map(read).collect()
}

type Approvals = Vec<Vec<Approval>>;

fn ballots(
    file: &Sections,
    vote_type: &str,
    utility: Utility,
    index: &FxHashMap<&str, u32>,
) -> Result<(Approvals, usize), Fault> {
    let points = match (vote_type, utility) {
        ("scoring" | "cumulative", _) => Some(file.votes.column("points")?),
        ("approval" | "choose-1", _) => None,
        ("ordinal", Utility::Cost | Utility::Cardinality) => None,
        ("ordinal", Utility::Additive) => return fault(0, "vote_type: a ranking has no points to add"),
        _ => return fault(0, format!("vote_type: {vote_type} is not known")),
    };
    let vote = file.votes.column("vote")?;
    let additive = utility == Utility::Additive;
    let texts = points.filter(|_| additive).into_iter().flat_map(|at| {
        file.votes.rows.iter().filter_map(move |row| row.cells.get(at)).flat_map(|cell| cell.split(','))
    });
    let decimals = texts.map(|text| decimals_of(text.trim())).max().unwrap_or(0);
    let mut approvals = vec![Vec::new(); index.len()];
    for (voter, row) in (0..).zip(&file.votes.rows) {
        let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
        let mut scores = points.map(|at| cell(at).split(','));
        for id in cell(vote).split(',').map(str::trim).filter(|id| !id.is_empty()) {
            let Some(&practice) = index.get(id) else {
                return fault(row.line, format!("vote: there is no project {id}"));
            };
            let score = match scores.as_mut().map(|scores| scores.next().filter(|text| !text.is_empty())) {
                None => 1,
                Some(None) => return fault(row.line, "points: fewer than projects"),
                Some(Some(text)) => scaled(row.line, text.trim(), decimals)
                    .or_else(|fault| if additive { Err(fault) } else { Ok(1) })?,
            };
            add(&mut approvals[practice as usize], voter, score, additive, row.line)?;
        }
    }
    Ok((approvals, file.votes.rows.len()))
}

/// Enters a voter's support; a project named twice on a ballot counts once, with its last score.
fn add(list: &mut Vec<Approval>, voter: u32, score: i64, additive: bool, line: usize) -> Result<(), Fault> {
    list.pop_if(|last| last.voter == voter);
    if !additive {
        list.push(Approval { voter, score: 1 });
    } else if score > 0 {
        let score = u32::try_from(score).or_else(|_| fault(line, "points: too large"))?;
        list.push(Approval { voter, score });
    }
    Ok(())
}

fn decimals_of(number: &str) -> u32 {
    let after = number.split_once('.').map_or("", |(_, after)| after.trim_end_matches('0'));
    u32::try_from(after.len()).unwrap_or(u32::MAX)
}

/// A decimal number times a power of ten, as a whole one.
fn scaled(line: usize, text: &str, decimals: u32) -> Result<i64, Fault> {
    let (whole, after) = text.split_once('.').unwrap_or((text, ""));
    let after = after.trim_end_matches('0');
    let digits = format!("{whole}{after}");
    let plain = digits.strip_prefix('-').unwrap_or(&digits);
    let missing = decimals.saturating_sub(u32::try_from(after.len()).unwrap_or(u32::MAX));
    let number = match plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        true => None,
        false => digits.parse::<i64>().ok().zip(10_i64.checked_pow(missing)),
    };
    match number.and_then(|(number, power)| number.checked_mul(power)) {
        Some(number) => Ok(number),
        None => fault(line, format!("{text} is not a number that can be counted with")),
    }
}

/// Writes an amount with its decimals, exactly.
#[must_use]
pub fn amount(number: u128, decimals: u32) -> String {
    let digits = format!("{number:0>width$}", width = decimals as usize + 1);
    let (whole, after) = digits.split_at(digits.len() - decimals as usize);
    match after.trim_end_matches('0') {
        "" => whole.to_owned(),
        after => format!("{whole}.{after}"),
    }
}

/// A header and the rows below it.
#[derive(Default)]
struct Section {
    name: &'static str,
    header: Vec<String>,
    rows: Vec<Row>,
}

impl Section {
    fn column(&self, name: &str) -> Result<usize, Fault> {
        match self.header.iter().position(|column| column == name) {
            Some(at) => Ok(at),
            None => fault(0, format!("{}: there is no column {name}", self.name)),
        }
    }
}

struct Sections {
    meta: Section,
    projects: Section,
    votes: Section,
}

impl Sections {
    fn split(rows: Vec<Row>) -> Result<Self, Fault> {
        let names = ["META", "PROJECTS", "VOTES"];
        let mut all = names.map(|name| Section { name, ..Section::default() });
        let mut current = None;
        let mut rows = rows.into_iter();
        while let Some(row) = rows.next() {
            let first = row.cells.first().map_or("", String::as_str);
            if let Some(named) = names.iter().position(|name| first.eq_ignore_ascii_case(name)) {
                all[named].header = rows.next().map(|row| row.cells).unwrap_or_default();
                current = Some(named);
            } else if let Some(section) = current {
                all[section].rows.push(row);
            } else {
                return fault(row.line, "the file must start with META");
            }
        }
        let [meta, projects, votes] = all;
        Ok(Self { meta, projects, votes })
    }

    /// A value with its line.
    fn meta(&self, key: &str) -> Result<(usize, String), Fault> {
        let row = self.meta.rows.iter().find(|row| row.cells.first().is_some_and(|name| name == key));
        match row.and_then(|row| Some((row.line, row.cells.get(1)?))) {
            Some((line, value)) => Ok((line, value.replace(',', "."))),
            None => fault(0, format!("META: there is no {key}")),
        }
    }
}
