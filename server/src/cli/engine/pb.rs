//! Reading elections from .pb files.

use anyhow::Context;
use engine::election::{Election, Utility};
use engine::pabulib::{Pabulib, amount, parse};
use std::path::Path;

pub struct File {
    pub ids: Vec<String>,
    pub election: Election,
    pub decimals: u32,
}

impl File {
    pub fn read(path: &Path, utility: Utility) -> anyhow::Result<Self> {
        let Pabulib { ids, parts, decimals, .. } = raw(path, utility)?;
        let election = Election::new(parts).with_context(|| path.display().to_string())?;
        Ok(Self { ids, election, decimals })
    }

    /// Written out with its decimals.
    pub fn money(&self, units: u128) -> String {
        amount(units, self.decimals)
    }

    /// One unit of the file's currency.
    pub fn one(&self) -> u64 {
        10_u64.saturating_pow(self.decimals)
    }
}

/// The file as it is, for whoever changes something of it.
pub fn raw(path: &Path, utility: Utility) -> anyhow::Result<Pabulib> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
    parse(&text, utility).with_context(|| path.display().to_string())
}
