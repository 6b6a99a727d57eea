//! Mail that stays in memory, for tests to wait for and to read; they may also let deliveries fail.

use super::{Letter, Undelivered};
use parking_lot::Mutex;
use std::sync::Arc;
use tokio::sync::Notify;

/// What has been delivered. Cheap to clone.
#[derive(Clone, Default)]
pub struct Held(Arc<Inner>);

#[derive(Default)]
struct Inner {
    letters: Mutex<Vec<Letter>>,
    /// What the next deliveries meet instead of success.
    failures: Mutex<Vec<Undelivered>>,
    tried: Notify,
}

impl Held {
    pub(super) fn put(&self, letter: &Letter) -> Result<(), Undelivered> {
        let failure = self.0.failures.lock().pop();
        if failure.is_none() {
            self.0.letters.lock().push(letter.clone());
        }
        self.0.tried.notify_waiters();
        failure.map_or(Ok(()), Err)
    }

    /// Lets the next delivery fail.
    pub fn refuse_next(&self, for_good: bool) {
        self.0.failures.lock().push(Undelivered { message: "refused by the test".into(), for_good });
    }

    /// The oldest letter to this address, taken out; waits for one to come.
    pub async fn to(&self, address: &str) -> Letter {
        loop {
            let tried = self.0.tried.notified();
            tokio::pin!(tried);
            // From here on a delivery is noticed, also one between looking and waiting.
            tried.as_mut().enable();
            if let Some(letter) = self.take(address) {
                return letter;
            }
            tried.await;
        }
    }

    /// Waits until the failures that were asked for have happened.
    pub async fn refused(&self) {
        loop {
            let tried = self.0.tried.notified();
            tokio::pin!(tried);
            tried.as_mut().enable();
            if self.0.failures.lock().is_empty() {
                return;
            }
            tried.await;
        }
    }

    /// How many letters wait to be read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.letters.lock().len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn take(&self, address: &str) -> Option<Letter> {
        let mut letters = self.0.letters.lock();
        let place = letters.iter().position(|letter| letter.to == address)?;
        Some(letters.remove(place))
    }
}
