//! What every request needs, kept in memory: who is who, the rounds with their proposals, and every ballot. It is
//! filled from the database at start and then follows the two logs, so that any number of instances agree.
//!
//! Whoever writes records an event (or a vote) in the same transaction and then calls [`Memory::catch_up`]; other
//! instances hear of it and do the same. Nothing here is written directly.

mod access;
mod ballots;
mod board;
mod news;
mod pace;
mod people;
mod proposal;
mod round;
pub mod search;
mod similar;
mod stances;
mod talk;
mod world;

pub use board::{Board, Order, Wanted};
pub use people::{Directory, Member};
pub use proposal::ProposalMemory;
pub use round::RoundMemory;
pub use stances::AsTold;
pub use talk::{CommentMemory, Desk, Talk};
pub use world::{Company, World};

use crate::clock::Clock;
use crate::db::batch::{self, NewVote};
use crate::db::{Db, events};
use crate::live::Live;
use model::event::Change;
use model::{ProposalId, RoundId};
use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

pub struct Memory {
    db: Db,
    clock: Clock,
    live: Live,
    world: RwLock<World>,
    /// Held while following the logs, so that it is done once and in order.
    following: tokio::sync::Mutex<()>,
    /// The pause between rankings that take no time, while votes keep coming.
    patience: Duration,
    /// Rounds of which pages were shown a ranking that misses votes; they are told when there may be a newer one.
    owed: Arc<Mutex<BTreeSet<RoundId>>>,
}

/// While votes keep coming a ranking is computed at most this often, and less often where it takes long (`pace`).
pub const PATIENCE: Duration = Duration::from_millis(100);

impl Memory {
    /// Reads everything in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn load(db: Db, clock: Clock, live: Live, patience: Duration) -> anyhow::Result<Self> {
        // What is read below may be newer than this number; following the log from here repeats it, to no harm.
        let seen = events::last(&db).await?;
        let mut world = World::load(&db, seen).await?;
        for row in batch::between(&db, 0, seen).await? {
            world.apply(&row);
        }
        let world = RwLock::new(world);
        Ok(Self {
            db,
            clock,
            live,
            world,
            following: tokio::sync::Mutex::new(()),
            patience,
            owed: Arc::default(),
        })
    }

    /// How old a ranking may be while votes keep coming.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.patience
    }

    /// To look something up. Held for a moment only, never across an await.
    pub fn read(&self) -> RwLockReadGuard<'_, World> {
        self.world.read()
    }

    /// The round's proposals as ranked now, or a moment ago while votes keep coming.
    pub fn board(&self, round: RoundId) -> Option<Arc<Board>> {
        let as_it_is =
            |world: &World| Some(world.round(round)?.board_as_it_is(self.clock.now(), self.patience));
        let mut found = as_it_is(&self.world.read())?;
        if found.is_none() {
            let mut world = self.world.write();
            // Somebody else may have renewed it while this one waited for the lock.
            found = as_it_is(&world)?.or_else(|| Some((world.renew_board(round, &self.clock)?, None)));
        }
        let (board, wait) = found?;
        wait.into_iter().for_each(|wait| self.tell_later(round, wait));
        Some(board)
    }

    /// The round's proposals as ranked now, whatever that costs: for what is signed.
    pub fn board_now(&self, round: RoundId) -> Option<Arc<Board>> {
        self.world.write().renew_board(round, &self.clock)
    }

    /// Whoever is shown a ranking that misses the last votes reads again once there may be a newer one; no vote needs to
    /// come after them for that.
    pub fn tell_later(&self, round: RoundId, wait: Duration) {
        if !self.owed.lock().insert(round) {
            return;
        }
        let (live, owed) = (self.live.clone(), self.owed.clone());
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            owed.lock().remove(&round);
            live.tell(vec![Change::Votes { round }]);
        });
    }

    /// Follows both logs to their ends. Afterwards everything committed before the call can be seen.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn catch_up(&self) -> anyhow::Result<()> {
        let _once = self.following.lock().await;
        self.follow().await
    }

    async fn follow(&self) -> anyhow::Result<()> {
        let from = self.world.read().seq();
        let to = events::last(&self.db).await?;
        if to <= from {
            return Ok(());
        }
        let votes = batch::between(&self.db, from, to).await?;
        let happened = events::between(&self.db, from, to).await?;
        let news = news::read_changes(&self.db, &happened).await?;
        let mut changes = {
            let mut world = self.world.write();
            let changes = world.take_in(news);
            for row in &votes {
                world.apply(row);
            }
            world.set_seq(to);
            changes
        };
        let world = self.world.read();
        changes.extend(votes.iter().filter_map(|row| world.vote_change(ProposalId(row.proposal))));
        self.live.tell(changes);
        Ok(())
    }

    /// Takes in a batch of votes that this instance has just committed, numbered from `first`: without reading them
    /// back when nothing else came between.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take_in_batch(&self, first: i64, votes: &[NewVote]) -> anyhow::Result<()> {
        let _once = self.following.lock().await;
        if self.world.read().seq() + 1 != first {
            return self.follow().await;
        }
        let mut changes = Vec::new();
        let mut world = self.world.write();
        for (row, vote) in (first..).zip(votes) {
            world.apply(&vote.as_row(row));
            changes.extend(world.vote_change(vote.proposal));
        }
        world.set_seq(first + votes.len() as i64 - 1);
        drop(world);
        self.live.tell(changes);
        Ok(())
    }
}
