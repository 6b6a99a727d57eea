//! `accord engine groups`: what distinguishes the opinion groups of a conversation held with the Polis software.

mod polis;

use clap::{Args, ValueEnum};
use engine::groups::{MIN_PEOPLE_SHOWN, MIN_STABILITY, stability_of, view};
use engine::opinions::Opinions;
use engine::representative::{Statistics, Table, count};
use polis::Conversation;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Args)]
pub struct Groups {
    /// A Polis export: participants-votes.csv, or votes.csv, and comments.csv.
    folder: PathBuf,
    /// The groups published in participants-votes.csv, or those that the engine finds itself.
    #[arg(long, value_enum, default_value_t = Whose::Published)]
    groups: Whose,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whose {
    Published,
    Own,
}

#[derive(Serialize)]
struct Answer {
    statements: BTreeMap<u64, Statement>,
    /// The group of every person who is in one.
    groups: BTreeMap<String, String>,
    /// Median adjusted Rand index of the engine's own groups, as many as these, over fifty pairs of halves.
    stability: f64,
    /// Whether a round would show groups of so many people and this stability.
    shown: bool,
}

#[derive(Serialize)]
struct Statement {
    /// Group-informed consensus.
    gic: f64,
    groups: BTreeMap<String, Figures>,
}

/// Named as in Polis; S counts passes too.
#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names of the literature, and of the command's published form")]
struct Figures {
    A: u64,
    D: u64,
    S: u64,
    pa: f64,
    pd: f64,
    pat: f64,
    pdt: f64,
    ra: f64,
    rd: f64,
    rat: f64,
    rdt: f64,
}

/// # Errors
/// When a file cannot be read, with the line and the field.
pub fn run(args: &Groups) -> anyhow::Result<impl Serialize + use<>> {
    let conversation = polis::read(&args.folder, args.groups == Whose::Published)?;
    let accepted = accepted(&conversation);
    let (names, of, stability, shown) = match args.groups {
        Whose::Published => published(&conversation, &accepted),
        Whose::Own => own(&accepted),
    };
    let opinions = opinions(&conversation, |_| true);
    let table = count(&opinions, &of, names.len());
    let statements =
        (0..).zip(&conversation.statements).map(|(place, &id)| (id, statement(&table, place, &names)));
    let statements = statements.collect();
    let groups = conversation.people.iter().zip(&of);
    let groups = groups
        .filter_map(|(person, group)| Some((person.clone(), names[(*group)? as usize].clone())))
        .collect();
    Ok(Answer { statements, groups, stability, shown })
}

type Grouping = (Vec<String>, Vec<Option<u32>>, f64, bool);

fn published(conversation: &Conversation, accepted: &Opinions) -> Grouping {
    let mut names: Vec<String> = conversation.groups.iter().flatten().cloned().collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &String| names.binary_search(name).ok().and_then(|place| u32::try_from(place).ok());
    let of: Vec<_> = conversation.groups.iter().map(|group| group.as_ref().and_then(number)).collect();
    let people = of.iter().flatten().count();
    let stability = stability_of(accepted, names.len());
    let shown = people as f64 >= MIN_PEOPLE_SHOWN && stability >= MIN_STABILITY;
    (names, of, stability, shown)
}

fn own(accepted: &Opinions) -> Grouping {
    let found = view(accepted);
    let names = (0..found.groups.count).map(|group| group.to_string()).collect();
    (names, found.groups.of, found.stability, found.shown)
}

/// What moderators rejected says nothing of groups; it has statistics all the same.
fn accepted(conversation: &Conversation) -> Opinions {
    opinions(conversation, |statement| !conversation.rejected.contains(&statement))
}

fn opinions(conversation: &Conversation, keep: impl Fn(u64) -> bool) -> Opinions {
    let kept = |&&(_, place, _): &&polis::Cast| keep(conversation.statements[place as usize]);
    let votes: Vec<polis::Cast> = conversation.votes.iter().filter(kept).copied().collect();
    let size = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    Opinions::new(size(conversation.people.len()), size(conversation.statements.len()), &votes)
}

fn statement(table: &Table, statement: usize, names: &[String]) -> Statement {
    let figures =
        |(group, name): (usize, &String)| (name.clone(), Figures::of(&table.statistics(group, statement)));
    let groups = names.iter().enumerate().map(figures).collect();
    Statement { gic: table.group_informed_consensus(statement), groups }
}

impl Figures {
    fn of(s: &Statistics) -> Self {
        // Everybody weighs 1 here: whole numbers.
        let whole = |count: f64| count as u64;
        Self {
            A: whole(s.counts.agree),
            D: whole(s.counts.disagree),
            S: whole(s.counts.seen),
            pa: s.pa,
            pd: s.pd,
            pat: s.pat,
            pdt: s.pdt,
            ra: s.ra,
            rd: s.rd,
            rat: s.rat,
            rdt: s.rdt,
        }
    }
}
