//! Tells open pages that something changed: gathers what the memory took in for a moment, then sends one message
//! for each kind of change. What it says is in `model::event`; nobody's votes are in it.

use model::event::Change;
use model::{RoundId, Timestamp};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, broadcast};

/// How long changes are gathered before pages hear of them.
pub const GATHERING: Duration = Duration::from_millis(150);
/// How many messages a slow page may fall behind before it is told to read everything again.
const BACKLOG: usize = 64;

#[derive(Clone)]
pub struct Live {
    gathered: Arc<Mutex<Gathered>>,
    wake: Arc<Notify>,
    sender: broadcast::Sender<Told>,
    /// Counts what was told. Begins at the time of the start, so that no other instance has the same count.
    begins: i64,
    /// How much was told of each round: whoever may not see one is not to learn that anything happens there.
    counts: Arc<Mutex<Counts>>,
}

/// A change, and the count of its round as of it.
pub type Told = (i64, Arc<Change>);

/// How much was told, by round.
pub type Counts = BTreeMap<RoundId, i64>;

#[derive(Default)]
struct Gathered {
    votes: BTreeSet<i64>,
    proposals: BTreeSet<i64>,
    rounds: BTreeSet<i64>,
    /// Something that no round has for itself.
    everything: bool,
}

impl Live {
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self {
            gathered: Arc::default(),
            wake: Arc::default(),
            sender: broadcast::channel(BACKLOG).0,
            begins: now.0,
            counts: Arc::default(),
        }
    }

    /// What happens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.sender.subscribe()
    }

    /// How much was told of each round.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts.lock().clone()
    }

    /// How much was told of the rounds that `seen` lets through. A page that was rendered at another count has missed
    /// something.
    #[must_use]
    pub fn count(&self, counts: &Counts, seen: impl Fn(RoundId) -> bool) -> i64 {
        let seen = counts.iter().filter(|(round, _)| seen(**round)).map(|(_, count)| count);
        self.begins + seen.sum::<i64>()
    }

    pub fn tell(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let mut gathered = self.gathered.lock();
        for change in changes {
            gathered.add(change);
        }
        drop(gathered);
        self.wake.notify_one();
    }

    /// Sends what was gathered, for as long as the server runs.
    pub async fn run(self) {
        loop {
            self.wake.notified().await;
            tokio::time::sleep(GATHERING).await;
            let gathered = std::mem::take(&mut *self.gathered.lock());
            for change in gathered.into_changes() {
                // Counted first: who comes in between is told twice rather than not at all.
                let count = change.round().map_or(0, |round| {
                    let mut counts = self.counts.lock();
                    let count = counts.entry(round).or_default();
                    *count += 1;
                    *count
                });
                // An error means that no page is open.
                let _ = self.sender.send((count, Arc::new(change)));
            }
        }
    }
}

impl Gathered {
    fn add(&mut self, change: Change) {
        match change {
            Change::Votes { round } => {
                self.votes.insert(round.0);
            }
            Change::Proposals { round } => {
                self.proposals.insert(round.0);
            }
            Change::Round { round } => {
                self.rounds.insert(round.0);
            }
            Change::Everything => self.everything = true,
        }
    }

    fn into_changes(self) -> Vec<Change> {
        let votes = self.votes.into_iter().map(|round| Change::Votes { round: RoundId(round) });
        let proposals = self.proposals.into_iter().map(|round| Change::Proposals { round: RoundId(round) });
        let rounds = self.rounds.into_iter().map(|round| Change::Round { round: RoundId(round) });
        let everything = self.everything.then_some(Change::Everything);
        rounds.chain(proposals).chain(votes).chain(everything).collect()
    }
}
