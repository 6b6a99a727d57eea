//! Sending what is typed into a practice's form: one change after another, each from what the last has made.

use super::shape::shape;
use crate::api::call;
use crate::form::nested::{Fields, Typed};
use crate::parts::draft;
use model::api::practices::ChangePractice;
use model::stale::SEEN;
use model::{PracticeId, Problem};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is typed and not yet sent. It outlives the form, so that leaving it loses nothing.
#[derive(Default)]
pub(super) struct Unsent {
    /// What the writer has read.
    pub revision: i64,
    pub fields: Option<Fields>,
    pub under_way: bool,
}

/// Sends what is typed into one form.
#[derive(Clone)]
pub(super) struct Post {
    pub id: PracticeId,
    today: bool,
    pub name: String,
    unsent: Arc<Mutex<Unsent>>,
}

impl Post {
    pub fn new(id: PracticeId, today: bool, name: String, revision: i64) -> Self {
        let unsent = Unsent { revision, ..Unsent::default() };
        Self { id, today, name, unsent: Arc::new(Mutex::new(unsent)) }
    }

    pub fn unsent(&self) -> MutexGuard<'_, Unsent> {
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be sent now, as it was typed and as it travels.
    fn take(&self) -> Result<Option<(Fields, Fields)>, Problem> {
        let mut unsent = self.unsent();
        let Some(typed) = unsent.fields.clone() else { return Ok(None) };
        let mut shaped = typed.clone();
        shape(&mut shaped, "practice", self.id.0, self.today)?;
        shaped.insert(SEEN.into(), unsent.revision.into());
        shaped.insert("sitting".into(), true.into());
        unsent.fields = None;
        Ok(Some((typed, shaped)))
    }

    /// Sends what is typed, and what is typed in the meantime, until there is no more of it or it is refused; says whether
    /// anything was sent. Does nothing while that is under way already.
    pub async fn send(&self) -> Option<Result<bool, Problem>> {
        if std::mem::replace(&mut self.unsent().under_way, true) {
            return None;
        }
        let done = self.send_all().await;
        self.unsent().under_way = false;
        Some(done)
    }

    async fn send_all(&self) -> Result<bool, Problem> {
        let mut sent = false;
        while let Some((typed, shaped)) = self.take()? {
            let answer = call(Typed::<ChangePractice>::new(shaped)).await;
            let mut unsent = self.unsent();
            match answer {
                Ok(practice) => {
                    sent = true;
                    unsent.revision = practice.revision;
                    if unsent.fields.is_none() {
                        draft::forget(&self.name);
                    }
                }
                Err(problem) => {
                    unsent.fields.get_or_insert(typed);
                    return Err(problem);
                }
            }
        }
        Ok(sent)
    }
}
