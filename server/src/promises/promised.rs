//! What each adopted version promised, which never changes: read once.

use super::Held;
use super::standing::held;
use crate::api::designs;
use crate::error::Result;
use crate::site::Site;
use model::{Name, PracticeId, Timestamp, Version};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Versions that are kept at once.
const MOST: usize = 32;

pub struct Promised {
    pub adopted: Timestamp,
    pub stages: Vec<Name>,
    pub cultures: Vec<Name>,
    promises: Vec<Held>,
}

impl Promised {
    #[must_use]
    pub fn find(&self, practice: PracticeId) -> Option<&Held> {
        self.promises.iter().find(|one| one.id == practice)
    }

    #[must_use]
    pub fn all(&self) -> &[Held] {
        &self.promises
    }

    /// The first of which this holds.
    pub(super) fn who(&self, is: impl Fn(&Held) -> bool) -> Option<&Held> {
        self.promises.iter().find(|one| is(one))
    }
}

#[derive(Default)]
pub struct Versions(Mutex<FxHashMap<Version, Arc<Promised>>>);

impl Versions {
    /// # Errors
    /// Those of the database, and a design that does not verify.
    pub async fn of(&self, site: &Site, version: Version) -> Result<Arc<Promised>> {
        let mut kept = self.0.lock().await;
        if let Some(promised) = kept.get(&version) {
            return Ok(promised.clone());
        }
        let design = designs::of_version(site, version).await?;
        let promises = design.practices.into_iter().map(held).collect();
        let stages = design.stages.into_iter().map(|stage| stage.name).collect();
        let cultures = design.cultures.into_iter().map(|culture| culture.name).collect();
        let promised = Arc::new(Promised { adopted: design.adopted, stages, cultures, promises });
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(version, promised.clone());
        Ok(promised)
    }
}
