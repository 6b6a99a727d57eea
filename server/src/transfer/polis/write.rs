//! Writes a conversation: who took part, what they said, and how they voted.

use super::read::{Cast, Conversation, Statement};
use super::shape;
use crate::db::batch::NewVote;
use crate::db::events::{self, What};
use crate::db::imports::{self, NewPerson};
use crate::db::proposals::NewProposal;
use crate::db::{Db, rounds};
use crate::transfer::batches::{self, BATCH};
use crate::transfer::fit::{clean, shorten};
use crate::transfer::{Fault, Report};
use futures::FutureExt;
use indicatif::ProgressBar;
use model::cells::{CultureSet, StageSet};
use model::round::Round;
use model::vote::Vote;
use model::{PersonId, ProposalId, RoundId, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// An import under way.
pub struct Work<'a> {
    pub db: &'a Db,
    pub conversation: &'a Conversation,
    /// What every row carries.
    pub source: String,
    pub now: Timestamp,
    pub bar: &'a ProgressBar,
    pub report: &'a mut Report,
}

/// Adds the round that a conversation becomes.
pub async fn round(db: &Db, round: &Round, now: Timestamp) -> Result<RoundId, sqlx::Error> {
    let round = round.clone();
    db.write(move |tx| {
        async move {
            let id = rounds::add(tx, &round, now, None).await?;
            events::record(tx, now, None, What::of_round("round.imported", id, id.0), None).await?;
            Ok(id)
        }
        .boxed()
    })
    .await
}

impl Work<'_> {
    /// Everybody who voted or wrote, in the order in which they are first seen.
    pub async fn people(&mut self) -> anyhow::Result<HashMap<String, i64>> {
        let mut known = imports::people(self.db, &self.source).await?;
        let seen = first_seen(self.conversation);
        let mut missing: Vec<Voter> = Vec::new();
        for (key, since) in seen {
            if known.contains_key(key) {
                self.report.people.known += 1;
            } else {
                let name = voter_name(key, &self.conversation.url);
                missing.push(Voter { name, key: key.to_owned(), since });
            }
        }
        missing.sort_by_key(|voter| voter.since);
        batches::begin(self.bar, "people", missing.len());
        for batch in missing.chunks(BATCH) {
            let added = add_people(self.db, &self.source, batch.to_vec(), self.now).await?;
            known.extend(batch.iter().zip(added).map(|(voter, id)| (voter.key.clone(), id.0)));
            self.report.people.new += batch.len();
            self.bar.inc(batch.len() as u64);
        }
        Ok(known)
    }

    /// The statements, oldest first.
    pub async fn proposals(
        &mut self,
        round: RoundId,
        (stages, cultures): (StageSet, CultureSet),
        people: &HashMap<String, i64>,
    ) -> anyhow::Result<HashMap<String, i64>> {
        let mut known = imports::proposals(self.db, &self.source, round).await?;
        let mut missing: Vec<NewProposal> = Vec::new();
        for statement in &self.conversation.statements {
            if known.contains_key(&statement.key) {
                self.report.proposals.known += 1;
                continue;
            }
            let (text, note) = match shape::proposal(statement, stages, cultures) {
                Ok(shaped) => shaped,
                Err(refused) => {
                    self.fault(statement, refused.0);
                    continue;
                }
            };
            if let Some(note) = note {
                self.fault(statement, note);
            }
            missing.push(NewProposal {
                round,
                text,
                author: people.get(&statement.author).copied().map(PersonId),
                status: statement.status,
                held: None,
                at: statement.at,
                source: Some((self.source.clone(), statement.key.clone())),
            });
        }
        let keys: Vec<Option<String>> =
            missing.iter().map(|new| new.source.as_ref().map(|(_, key)| key.clone())).collect();
        self.report.proposals.new = missing.len();
        let added = batches::add_proposals(self.db, round, missing, self.now, self.bar).await?;
        known.extend(keys.into_iter().zip(added).filter_map(|(key, id)| Some((key?, id.0))));
        Ok(known)
    }

    /// The votes in the order in which they were cast.
    pub async fn votes(
        &mut self,
        people: &HashMap<String, i64>,
        proposals: &HashMap<String, i64>,
        on_behalf: bool,
    ) -> anyhow::Result<()> {
        let known = imports::votes(self.db, &self.source).await?;
        let new_vote = |cast: &Cast| {
            Some(NewVote {
                at: cast.at,
                person: PersonId(*people.get(&cast.voter)?),
                proposal: ProposalId(*proposals.get(&cast.statement)?),
                vote: Vote::new(cast.stance),
                on_behalf,
                by: None,
                source: Some((self.source.clone(), cast.key.clone())),
            })
        };
        let (there, missing): (Vec<&Cast>, Vec<&Cast>) =
            self.conversation.votes.iter().partition(|cast| known.contains(&cast.key));
        self.report.votes.known = there.len();
        let missing: Vec<NewVote> = missing.into_iter().filter_map(new_vote).collect();
        self.report.votes.new = missing.len();
        Ok(batches::add_votes(self.db, &missing, self.bar).await?)
    }

    fn fault(&mut self, statement: &Statement, message: String) {
        self.report.faults.push(Fault { file: "comments.csv".into(), line: statement.line, message });
    }
}

/// Somebody who becomes a person and an account of one.
#[derive(Clone)]
struct Voter {
    name: String,
    key: String,
    since: Timestamp,
}

async fn add_people(
    db: &Db,
    source: &str,
    voters: Vec<Voter>,
    now: Timestamp,
) -> Result<Vec<PersonId>, sqlx::Error> {
    let source = source.to_owned();
    db.write(move |tx| {
        async move {
            let mut added = Vec::with_capacity(voters.len());
            for Voter { name, key, since } in voters {
                let (account, _) = imports::add_account(tx, &name, Some(&source), since).await?;
                let person = NewPerson { name, source: source.clone(), key, since, account: Some(account) };
                added.push(imports::add_person(tx, &person, now).await?);
            }
            // Subject 0: all of them.
            events::record(tx, now, None, What::new("account.imported", 0), None).await?;
            events::record(tx, now, None, What::new("person.imported", 0), None).await?;
            Ok(added)
        }
        .boxed()
    })
    .await
}

/// Everybody with the moment of the first thing they did.
fn first_seen(conversation: &Conversation) -> BTreeMap<&str, Timestamp> {
    let authors = conversation.statements.iter().map(|statement| (statement.author.as_str(), statement.at));
    let voters = conversation.votes.iter().map(|cast| (cast.voter.as_str(), cast.at));
    let mut seen = BTreeMap::new();
    for (key, at) in authors.chain(voters).filter(|(key, _)| !key.is_empty()) {
        let first = seen.entry(key).or_insert(at);
        *first = at.min(*first);
    }
    seen
}

/// "Voter 17 of pol.is/2demo".
fn voter_name(key: &str, url: &str) -> String {
    const PART: usize = 40;
    let place = url.trim_start_matches("https://").trim_start_matches("http://");
    let short = |text| shorten(&clean(text, false), PART);
    format!("Voter {} of {}", short(key), short(place))
}
