//! Accounts from CSV: the same as by upload, but by nobody in particular.

use crate::accounts::csv;
use crate::accounts::import::{self, Manner};
use crate::db::{Db, exports};
use crate::error::{Error, Result};
use futures::FutureExt;
use model::api::accounts::Imported;
use model::{Problem, Timestamp};

/// `segments`: whether columns that are nothing else become segment attributes.
///
/// # Errors
/// A heading that cannot be used, and those of the database. Broken rows are in what it did.
pub async fn import(db: &Db, text: &str, segments: bool, now: Timestamp) -> Result<Imported> {
    let sheet = csv::read(text)?;
    let manner = Manner { segments, preview: false, weighing: exports::weighing(db, now).await? };
    db.write(move |tx| import::put(tx, sheet, manner, None, now).boxed()).await
}

/// As a sentence for whoever is at the terminal.
#[must_use]
pub fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Fault(fault) => fault,
        Error::Problem(Problem { message, fields, .. }) => {
            let first = fields.into_iter().next().map(|field| field.message);
            anyhow::anyhow!("{}", first.unwrap_or(message))
        }
    }
}
