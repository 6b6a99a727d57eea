//! Reading a frozen design again: checked against its digest, with words where they have not been taken back.

use super::freeze::words_digest;
use super::frozen::{Frozen, FrozenEvidence, FrozenLeftOut, FrozenPractice, FrozenSignOff};
use crate::clock;
use anyhow::{Context, bail};
use model::Version;
use model::design::{
    AdoptedPractice, Design, DesignState, Difference, Evidence, FirstPeriod, HoldsToo, LeftOut, WITHDRAWN,
};
use model::integrity::Beside;
use model::sign_off::{AdoptedSignOff, Signature};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A text as it is stored for a digest; without it, it has been taken back.
pub struct StoredWords {
    pub digest: String,
    pub salt: Option<String>,
    pub text: Option<String>,
}

/// Parses a content that is what its digest was taken of.
///
/// # Errors
/// When it is not, or says what the model refuses.
pub fn content(content: &str, digest: &str) -> anyhow::Result<Frozen> {
    if clock::digest(content) != digest {
        bail!("the content is not what was signed: its digest is not {digest}");
    }
    let mut content: Value = serde_json::from_str(content).context("reading the content")?;
    // Two lists that were always empty, and are not written any more.
    if let Some(outcome) = content.pointer_mut("/chosen/outcome").and_then(Value::as_object_mut) {
        outcome
            .retain(|name, list| !(matches!(name.as_str(), "segments" | "cultures") && *list == json!([])));
    }
    serde_json::from_value(content).context("reading the content")
}

/// The words by their digests; what has been taken back is missing.
pub struct Library(BTreeMap<String, String>);

impl Library {
    /// # Errors
    /// When a text is not what its digest was taken of.
    pub fn open(rows: impl IntoIterator<Item = StoredWords>) -> anyhow::Result<Self> {
        let mut words = BTreeMap::new();
        for row in rows {
            let (Some(salt), Some(text)) = (row.salt, row.text) else { continue };
            if words_digest(&salt, &text) != row.digest {
                bail!("words are not what was signed: their digest is not {}", row.digest);
            }
            words.insert(row.digest, text);
        }
        Ok(Self(words))
    }

    fn read(&self, digest: &str) -> String {
        self.0.get(digest).map_or(WITHDRAWN, String::as_str).to_owned()
    }
}

/// What is known of a version from its place among the others.
pub struct Place {
    pub digest: String,
    /// Every version of the same line, oldest first.
    pub versions: Vec<Version>,
    pub holds_too: Vec<HoldsToo>,
    pub difference: Vec<Difference>,
    pub beside: Vec<Beside>,
    pub first: FirstPeriod,
    /// Whether the reader may know the names and words of those who signed off.
    pub names: bool,
}

/// # Errors
/// When a stored name is one that the model refuses.
pub fn design(frozen: Frozen, words: &Library, place: Place) -> anyhow::Result<Design> {
    let counts = frozen.counts();
    let signed_by = words.read(&frozen.signed_by).parse();
    Ok(Design {
        signed_by: signed_by.map_err(|refused: model::text::TextProblem| anyhow::anyhow!("{refused}"))?,
        version: frozen.version,
        state: DesignState::Adopted,
        round: frozen.round,
        question: frozen.question,
        adopted: frozen.adopted,
        capacity: frozen.capacity,
        statement: frozen.statement,
        digest: place.digest,
        superseded: place.versions.last() != Some(&frozen.version),
        sample: frozen.sample,
        stages: frozen.stages,
        cultures: frozen.cultures,
        resources: frozen.resources,
        practices: frozen.practices.into_iter().map(|one| practice(one, words)).collect(),
        left_out: frozen.left_out.into_iter().map(|one| left_out(one, words)).collect(),
        versions: place.versions,
        holds_too: place.holds_too,
        difference: place.difference,
        counts,
        beside: place.beside,
        first: place.first,
        totals: frozen.totals,
        selection: frozen.chosen,
        sign_off: frozen.sign_off.map(|one| sign_off(one, words, place.names)),
        part: frozen.part,
    })
}

fn sign_off(frozen: FrozenSignOff, words: &Library, names: bool) -> AdoptedSignOff {
    let signatures = frozen.signatures.into_iter().map(|one| Signature {
        function: one.function,
        at: one.at,
        delegated: one.delegated,
        by: names.then(|| words.read(&one.by)),
        words: one.words.filter(|_| names).map(|said| words.read(&said)),
    });
    AdoptedSignOff {
        signatures: signatures.collect(),
        unsigned: frozen.unsigned,
        overruled: frozen.overruled,
    }
}

fn practice(practice: FrozenPractice, words: &Library) -> AdoptedPractice {
    let evidence = |one: FrozenEvidence| Evidence {
        proposal: one.proposal,
        title: words.read(&one.title),
        support: one.support,
        counted: one.counted,
    };
    AdoptedPractice {
        id: practice.id,
        text: practice.text,
        from: practice.from.into_iter().map(evidence).collect(),
        cost_changes: practice.cost_changes,
        stories: Vec::new(),
        goes_on: practice.goes_on,
    }
}

fn left_out(left: FrozenLeftOut, words: &Library) -> LeftOut {
    LeftOut {
        proposal: left.proposal,
        title: words.read(&left.title),
        support: left.support,
        decision: left.decision,
        reason: left.reason.into(),
        stages: left.stages,
        cultures: left.cultures,
    }
}
