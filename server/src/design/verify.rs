//! That no adopted version has changed: each is checked against its digest, with the words and the ballots that belong to it. The
//! server does so at every start, and goes on serving what verifies: one altered row must not take the whole site down, but
//! nobody may overlook it.

use super::thaw::{self, Library};
use crate::clock::digest;
use crate::db::{Db, designs};
use anyhow::{Context, bail};
use model::Version;
use model::api::audit::{AlteredDesign, DesignCheck};

/// Checks every version there is.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> anyhow::Result<DesignCheck> {
    let mut check = DesignCheck { versions: 0, altered: Vec::new() };
    for sample in [false, true] {
        for version in designs::versions(db, sample).await? {
            check.versions += 1;
            if let Err(fault) = one(db, version).await {
                check.altered.push(AlteredDesign { version, what: format!("{fault:#}") });
            }
        }
    }
    Ok(check)
}

async fn one(db: &Db, version: Version) -> anyhow::Result<()> {
    let row = designs::load(db, version).await?.context("it is gone")?;
    let frozen = thaw::content(&row.content, &row.digest)?;
    if frozen.version != version {
        bail!("it says that it is version {}", frozen.version);
    }
    Library::open(designs::words(db, version).await?)?;
    if let Some(chosen) = frozen.chosen {
        let ballots = designs::ballots(db, version).await?.context("its ballots are gone")?;
        if digest(&ballots) != chosen.ballots {
            bail!("its ballots are not those that were signed");
        }
    }
    Ok(())
}

/// In a line each, as the log tells it.
pub fn tell(check: &DesignCheck) {
    for altered in &check.altered {
        tracing::error!(version = altered.version.0, what = %altered.what, "AN ADOPTED DESIGN HAS BEEN ALTERED; it is not shown until it is put back");
    }
}
