//! Votes on their way to the database: one writer gathers those that wait into one transaction, and answers each
//! once it is committed and so will survive a power cut. Under load a transaction carries many; alone a vote waits
//! for nobody.

use crate::db::Db;
use crate::db::batch::{self, NewVote};
use crate::error::Error;
use crate::memory::Memory;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};

/// Votes that may wait at once; who comes then waits for room.
const WAITING: usize = 4096;
/// Most votes in one transaction.
const BATCH: usize = 1024;

struct Waiting {
    vote: NewVote,
    answer: oneshot::Sender<Result<(), Arc<anyhow::Error>>>,
}

/// Where handlers leave votes. Cheap to clone.
#[derive(Clone)]
pub struct Voting(mpsc::Sender<Waiting>);

impl Voting {
    /// Starts the writer; it ends when every clone is dropped.
    #[must_use]
    pub fn start(db: Db, memory: Arc<Memory>) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(write(db, memory, receiver));
        Self(sender)
    }

    /// Writes a vote and returns once it is kept and counted.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn cast(&self, vote: NewVote) -> Result<(), Error> {
        let (answer, kept) = oneshot::channel();
        let gone = || Error::Fault(anyhow::anyhow!("the writer of votes has stopped"));
        self.0.send(Waiting { vote, answer }).await.map_err(|_| gone())?;
        match kept.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(fault)) => Err(Error::Fault(anyhow::anyhow!("a vote was not written: {fault:#}"))),
            Err(_) => Err(gone()),
        }
    }
}

async fn write(db: Db, memory: Arc<Memory>, mut receiver: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut waiting, BATCH).await > 0 {
        let (votes, answers): (Vec<_>, Vec<_>) = waiting.drain(..).map(|one| (one.vote, one.answer)).unzip();
        let began = Instant::now();
        let kept = keep(&db, &memory, votes.clone()).await;
        tracing::debug!(votes = votes.len(), micros = began.elapsed().as_micros(), "a batch of votes");
        match kept {
            Ok(()) => answers.into_iter().for_each(|answer| drop(answer.send(Ok(())))),
            // One bad vote, on a proposal just removed for instance, must not cost the others theirs.
            Err(_) if votes.len() > 1 => {
                for (vote, answer) in votes.into_iter().zip(answers) {
                    let kept = keep(&db, &memory, vec![vote]).await.map_err(Arc::new);
                    let _ = answer.send(kept);
                }
            }
            Err(fault) => {
                let fault = Arc::new(fault);
                answers.into_iter().for_each(|answer| drop(answer.send(Err(fault.clone()))));
            }
        }
    }
}

async fn keep(db: &Db, memory: &Memory, votes: Vec<NewVote>) -> anyhow::Result<()> {
    let votes = Arc::new(votes);
    let first = batch::write_alone(db, votes.clone()).await?;
    memory.take_in_batch(first, &votes).await
}
