//! Lists for operators: full rows, people named. What is made here is known elsewhere by this site's address and a key,
//! so that it can go into another Accord and back and stays the same.

use super::table::Table;
use crate::clock::Dice;
use crate::db::audit::{self, EventLine};
use crate::db::exports::{self, ProposalLine, VoteLine};
use crate::db::{Db, accounts as account_table, practices, rounds};
use crate::mentions::Names;
use anyhow::Context;
use model::account::Account;
use model::cells::{CultureSet, StageSet};
use model::round::Round;
use model::vote::{Stance, Strength};
use model::{RoundId, Timestamp};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub const PROPOSALS: [&str; 18] = [
    "source",
    "key",
    "kind",
    "title",
    "why",
    "stages",
    "cultures",
    "who",
    "how",
    "tool",
    "measure",
    "status",
    "created",
    "author_source",
    "author",
    "author_name",
    "author_account",
    "round",
];
pub const VOTES: [&str; 13] = [
    "source",
    "key",
    "at",
    "proposal_source",
    "proposal",
    "voter_source",
    "voter",
    "voter_name",
    "voter_account",
    "stance",
    "strength",
    "red_line",
    "on_behalf",
];
/// And then a column for each segment.
pub const ACCOUNTS: [&str; 6] = ["name", "parent", "tier", "tier_reason", "domains", "crm_ids"];

pub const AUDIT: [&str; 9] = ["number", "at", "by", "kind", "subject", "about", "round", "detail", "token"];

/// Lines of the audit log as a list.
#[must_use]
pub fn log(lines: Vec<EventLine>) -> Table {
    let row = |line: EventLine| {
        let EventLine { seq, at, name, kind, subject, about, round, detail, token } = line;
        let at = moment(Timestamp(at));
        vec![
            json!(seq),
            json!(at),
            json!(name),
            json!(kind),
            json!(subject),
            json!(about),
            json!(round),
            json!(detail),
            json!(token),
        ]
    };
    Table { rows: lines.into_iter().map(row).collect(), ..Table::new(&AUDIT) }
}

/// What an export is of.
pub struct Export<'a> {
    pub db: &'a Db,
    /// This site's address, the source of all that has no other.
    pub home: &'a str,
    /// One round, or all.
    pub round: Option<RoundId>,
    /// Whether it says who cast a vote. Otherwise voters are numbered anew in each export, in no order that tells who they are, and
    /// their accounts are left out (domain rule 7).
    pub named: bool,
}

/// Names in one cell.
pub const BETWEEN: &str = "; ";

/// A key that is not met again, even where numbers are given out anew.
#[must_use]
pub fn home_key(id: i64, created: i64) -> String {
    format!("{id}.{created}")
}

/// A moment as text, to the microsecond.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.0).map_or_else(|_| at.iso(), |at| at.to_string())
}

/// The source of voters that are not named.
const UNNAMED: &str = "unnamed";

/// A number for each voter, drawn by lot, so that those of two exports cannot be put beside each other.
fn numbered(lines: &[VoteLine], dice: &Dice) -> HashMap<i64, usize> {
    let people: BTreeSet<i64> = lines.iter().filter_map(|line| line.person).collect();
    let mut people: Vec<_> = people.into_iter().map(|person| (dice.bytes::<16>(), person)).collect();
    people.sort_unstable();
    people.into_iter().map(|(_, person)| person).zip(1..).collect()
}

impl Export<'_> {
    /// # Errors
    /// Those of the database.
    pub async fn proposals(&self) -> anyhow::Result<Table> {
        let lines = exports::proposals(self.db, self.round).await?;
        let mut rounds: BTreeMap<i64, Round> = BTreeMap::new();
        for id in lines.iter().map(|line| line.round).collect::<BTreeSet<_>>() {
            rounds.insert(id, self.round(RoundId(id)).await?);
        }
        let mut table = Table::new(&PROPOSALS);
        table.rows = lines.iter().map(|line| self.proposal(line, &rounds[&line.round])).collect();
        Ok(table)
    }

    fn proposal(&self, line: &ProposalLine, round: &Round) -> Vec<Value> {
        let stages = StageSet(u32::try_from(line.stages).unwrap_or(0));
        let cultures = CultureSet(u32::try_from(line.cultures).unwrap_or(0));
        let stages = stages.iter().filter_map(|place| Some(round.stages.get(place)?.name.as_str()));
        let cultures = cultures.iter().filter_map(|place| Some(round.cultures.get(place)?.name.as_str()));
        let (source, key) = self.source(&line.source, &line.source_key, line.id, line.created);
        let mut row = vec![
            source,
            key,
            json!(line.kind),
            json!(line.title),
            json!(Names::default().plain(&line.why)),
            json!(stages.collect::<Vec<_>>().join(BETWEEN)),
            json!(cultures.collect::<Vec<_>>().join(BETWEEN)),
            json!(line.who),
            json!(line.how),
            json!(line.tool),
            json!(line.measure),
            json!(line.status),
            json!(moment(Timestamp(line.created))),
        ];
        let ProposalLine { person, email, person_source, person_key, since, .. } = line;
        row.extend(self.person(*person, email, (person_source, person_key), *since));
        row.extend([json!(line.name), json!(line.account), json!(round.question)]);
        row
    }

    /// Everything that happened, in its order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn audit(&self) -> anyhow::Result<Table> {
        Ok(log(audit::all(self.db, self.round).await?))
    }

    /// Every vote ever cast, in its order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn votes(&self) -> anyhow::Result<Table> {
        let mut table = Table::new(&VOTES);
        let lines = exports::votes(self.db, self.round).await?;
        let numbers = numbered(&lines, &Dice::machine());
        for line in &lines {
            table.rows.push(self.vote(line, &numbers));
        }
        Ok(table)
    }

    fn vote(&self, line: &VoteLine, numbers: &HashMap<i64, usize>) -> Vec<Value> {
        // A key from elsewhere may be made of who it was.
        let (source, key) = match self.named {
            true => self.source(&line.source, &line.source_key, line.seq, line.at),
            false => (json!(self.home), json!(home_key(line.seq, line.at))),
        };
        let (proposal_source, proposal) =
            self.source(&line.proposal_source, &line.proposal_key, line.proposal, line.proposal_created);
        let mut row = vec![source, key, json!(moment(Timestamp(line.at))), proposal_source, proposal];
        let VoteLine { person, email, person_source, person_key, since, .. } = line;
        match self.named {
            true => row.extend(self.person(*person, email, (person_source, person_key), *since)),
            false => row.extend([json!(UNNAMED), json!(person.and_then(|person| numbers.get(&person)))]),
        }
        let code = |code: i64| i16::try_from(code).unwrap_or(0);
        row.extend([
            json!(line.name.as_ref().filter(|_| self.named)),
            json!(line.account.as_ref().filter(|_| self.named)),
            json!(Stance::from_code(code(line.stance)).map(Stance::word)),
            json!(Strength::from_code(code(line.strength)).map(Strength::word)),
            json!(line.red_line),
            json!(line.on_behalf),
        ]);
        row
    }

    fn source(&self, source: &Option<String>, key: &Option<String>, id: i64, created: i64) -> (Value, Value) {
        match (source, key) {
            (Some(source), Some(key)) => (json!(source), json!(key)),
            _ => (json!(self.home), json!(home_key(id, created))),
        }
    }

    /// Source and key of a person: nothing and an address, where they have one.
    fn person(
        &self,
        id: Option<i64>,
        email: &Option<String>,
        (source, key): (&Option<String>, &Option<String>),
        since: Option<i64>,
    ) -> [Value; 2] {
        let Some(id) = id else { return [Value::Null, Value::Null] };
        if let Some(email) = email {
            return [Value::Null, json!(email)];
        }
        let (source, key) = self.source(source, key, id, since.unwrap_or(0));
        [source, key]
    }

    /// The practices of a round's draft, or of version 0.
    ///
    /// # Errors
    /// When no round is named or there is none of its number; those of the database.
    pub async fn practices(&self, inside_out: bool) -> anyhow::Result<Table> {
        let round = self.round(self.round.context("which round? say so with --round")?).await?;
        let practices = match inside_out {
            true => practices::inside_out(self.db, round.id).await?,
            false => practices::of_round(self.db, round.id).await?,
        };
        Ok(super::practices::list(&round, &practices))
    }

    /// # Errors
    /// Those of the database.
    pub async fn accounts(&self) -> anyhow::Result<Table> {
        let list = account_table::load(self.db).await?;
        let mut table = Table::new(&ACCOUNTS);
        table.headings.extend(list.segments.iter().map(|segment| segment.name.to_string()));
        let names: HashMap<_, _> =
            list.accounts.iter().map(|account| (account.id, account.text.name.as_str())).collect();
        let row = |account: &Account| {
            let text = &account.text;
            let parent = text.parent.and_then(|parent| names.get(&parent));
            let mut row = vec![
                json!(text.name),
                json!(parent),
                json!(text.tier),
                json!(text.tier_reason),
                json!(text.domains.join(" ")),
                json!(text.crm_ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
            ];
            row.extend(list.segments.iter().map(|segment| {
                let attribute = text.attributes.iter().find(|attribute| attribute.segment == segment.id);
                json!(attribute.map(|attribute| &attribute.value))
            }));
            row
        };
        table.rows = list.accounts.iter().map(row).collect();
        // Not as the database sorts, whose order depends on its language.
        table.rows.sort_by_key(|row| row[0].to_string());
        Ok(table)
    }

    async fn round(&self, id: RoundId) -> anyhow::Result<Round> {
        rounds::load(self.db, id.0).await?.with_context(|| format!("there is no round {id}"))
    }

    /// A round's texts, rules and dates, with its proposals and votes.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn whole(&self, id: RoundId) -> anyhow::Result<Value> {
        let round = self.round(id).await?;
        Ok(json!({
            "round": round,
            "proposals": self.proposals().await?.json(),
            "votes": self.votes().await?.json(),
        }))
    }
}
