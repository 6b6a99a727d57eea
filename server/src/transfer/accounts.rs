//! Accounts from CSV: the same as by upload, but by nobody in particular.

use crate::accounts::{csv, import};
use crate::db::{Db, exports};
use crate::error::{Error, Result};
use futures::FutureExt;
use model::api::accounts::Imported;
use model::{Problem, Timestamp};

/// # Errors
/// A heading that cannot be used, and those of the database. Broken rows are in what it did.
pub async fn import(db: &Db, text: &str, now: Timestamp) -> Result<Imported> {
    let sheet = csv::read(text)?;
    let weighing = exports::weighing(db, now).await?;
    db.write(move |tx| import::put(tx, sheet, weighing, None, now).boxed()).await
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
