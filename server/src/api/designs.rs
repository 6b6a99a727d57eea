//! Adopted designs: reading them, and adopting the draft as the next one.

mod compared;
mod lines;
mod reading;
mod whole;

pub use compared::{compare, compare_draft};
pub use lines::{Sight, current_version, hold_too, holding, holding_for, line, line_of_round, versions};
pub use reading::reading;
pub use whole::{goes_on, rounds_behind, whole};

use super::practices::stories;
use super::selection::may_have;
use super::{past, rounds, today};
use crate::auth::{Anyone, PracticeReader, Signatory};
use crate::clock;
use crate::db::events::{self, What};
use crate::db::{Tx, designs as table, practices, sign_off as signing};
use crate::design::difference::Side;
use crate::design::review::{Reviewed, Standing};
use crate::design::thaw::{self, Library, Place};
use crate::design::{Frozen, Material, canonical, difference};
use crate::error::{Error, Result};
use crate::memory::{Board, ProposalMemory, Wanted};
use crate::selection;
use crate::site::Site;
use crate::watch;
use anyhow::Context;
use engine::round::{Inputs, Payments, payments};
use futures::FutureExt;
use model::access::NOT_FOR_CUSTOMERS;
use model::api::designs::{Adopt, GetDesign, GetDesignBallots, GetLatestDesign};
use model::design::{Design, Difference, FirstPeriod};
use model::integrity::Beside;
use model::proposal::Sort;
use model::round::{Phase, Round};
use model::{Name, PersonId, Problem, ProblemKind, ProposalId, Timestamp, Version};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The company's latest design, or, before there is one, the sample's.
pub async fn latest(site: Site, who: PracticeReader, _request: GetLatestDesign) -> Result<Design> {
    let version = current_version(&site, Sight::Of(who.person.as_deref()))?;
    told(&site, &who, version).await
}

/// The same, for whatever else is about it.
pub async fn current(site: &Site, sight: Sight<'_>) -> Result<Design> {
    read(site, sight, current_version(site, sight)?).await
}

/// A version as the server itself reads it.
pub async fn of_version(site: &Site, version: Version) -> Result<Design> {
    read(site, Sight::All, version).await
}

/// A version, for whom there is one.
pub async fn seen_by(site: &Site, sight: Sight<'_>, version: Version) -> Result<Design> {
    read(site, sight, version).await
}

pub async fn get(site: Site, who: PracticeReader, request: GetDesign) -> Result<Design> {
    told(&site, &who, request.version).await
}

/// What a program reads is passed on, as a file is: without the names that staff alone may know.
async fn told(site: &Site, who: &PracticeReader, version: Version) -> Result<Design> {
    let sight = Sight::Of(who.person.as_deref());
    thawed(site, sight, version, sight.names() && who.program.is_none()).await
}

async fn read(site: &Site, sight: Sight<'_>, version: Version) -> Result<Design> {
    thawed(site, sight, version, sight.names()).await
}

/// The same without the names of those who signed it off, whoever reads it.
pub async fn nameless(site: &Site, sight: Sight<'_>, version: Version) -> Result<Design> {
    thawed(site, sight, version, false).await
}

/// A design as it was signed. One that does not verify is refused, and the log says so.
async fn thawed(site: &Site, sight: Sight<'_>, version: Version, names: bool) -> Result<Design> {
    let gone = || Problem::not_found("design");
    let versions = line(site, sight, version);
    let place = versions.iter().position(|one| *one == version).ok_or_else(gone)?;
    let (frozen, digest) = frozen(site, version).await?.ok_or_else(gone)?;
    // Compared with the last one of its line that its reader may see.
    let before = match place.checked_sub(1).and_then(|before| versions.get(before)) {
        Some(before) => frozen_only(site, *before).await?,
        None => None,
    };
    let mut beside: Vec<Beside> =
        before.iter().map(|before| Beside { version: before.version, counts: before.counts() }).collect();
    beside.extend(frozen.inside_out.clone().map(|counts| Beside { version: Version(0), counts }));
    let difference = before.map(|before| difference::differences(&Side::from(&before), &Side::from(&frozen)));
    let difference = difference.unwrap_or_default();
    let words = Library::open(table::words(&site.db, version).await?)
        .with_context(|| format!("words of design {version}"))?;
    let first = first(site, &frozen, versions.get(place + 1..).unwrap_or_default()).await?;
    let holds_too = hold_too(site, sight, version);
    let place = Place { names, digest, versions, holds_too, difference, beside, first };
    let mut design = thaw::design(frozen, &words, place).with_context(|| format!("design {version}"))?;
    stories::put_beside(site, &mut design).await?;
    Ok(design)
}

/// What the last of the later versions that were adopted in a version's first period left of it.
async fn first(site: &Site, frozen: &Frozen, later: &[Version]) -> Result<FirstPeriod> {
    let end = frozen.adopted.plus(FirstPeriod::DAYS * Timestamp::DAY);
    let mut last = None;
    for version in later {
        match frozen_only(site, *version).await?.filter(|one| one.adopted < end) {
            Some(one) => last = Some(one),
            None => break,
        }
    }
    let differences = last.map(|last| difference::differences(&Side::from(frozen), &Side::from(&last)));
    let was_there = |one: &&Difference| !matches!(one, Difference::Added { .. });
    let changed = differences.unwrap_or_default().iter().filter(was_there).count();
    let now = site.clock.now();
    let first_day = now < frozen.adopted.plus(Timestamp::DAY);
    Ok(FirstPeriod { changed: u32::try_from(changed).unwrap_or(u32::MAX), over: now >= end, first_day })
}

async fn frozen(site: &Site, version: Version) -> Result<Option<(Frozen, String)>> {
    let Some(row) = table::load(&site.db, version).await? else { return Ok(None) };
    let frozen = thaw::content(&row.content, &row.digest).with_context(|| format!("design {version}"))?;
    Ok(Some((frozen, row.digest)))
}

async fn frozen_only(site: &Site, version: Version) -> Result<Option<Frozen>> {
    Ok(frozen(site, version).await?.map(|(frozen, _)| frozen))
}

pub async fn ballots(site: Site, who: Anyone, request: GetDesignBallots) -> Result<serde_json::Value> {
    let gone = || Problem::not_found("design");
    let seen = versions(&site, Sight::Of(who.person.as_deref()), request.version.0 < 0);
    if !seen.contains(&request.version) {
        return Err(gone().into());
    }
    let (frozen, _) = frozen(&site, request.version).await?.ok_or_else(gone)?;
    let selection = frozen.chosen.ok_or_else(gone)?;
    if !may_have(selection.rules.ballots, &who) {
        return Err(Problem::not_allowed("The rules of its round do not give you its ballots.").into());
    }
    let text = table::ballots(&site.db, request.version).await?.ok_or_else(gone)?;
    if clock::digest(&text) != selection.ballots {
        return Err(anyhow::anyhow!(
            "the ballots of design {} are not those that were signed",
            request.version
        )
        .into());
    }
    if let Some(staff) = who.person.as_ref().filter(|person| person.is_staff()) {
        watch::ballots(&site, staff.id, frozen.round).await;
    }
    let (inputs, payments) = with_payments(text).await?;
    Ok(serde_json::json!({
        "design": frozen.version,
        "engine": selection.engine,
        "sha256": selection.ballots,
        "inputs": inputs,
        "outcome": selection.outcome,
        "payments": payments,
    }))
}

/// With who paid what, by voter: it is given with the ballots alone, which it follows from.
async fn with_payments(ballots: String) -> Result<(serde_json::Value, Payments)> {
    let read = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let given: serde_json::Value = serde_json::from_str(&ballots).context("reading the ballots")?;
        let payments = payments(&Inputs::deserialize(&given).context("reading the ballots")?)?;
        Ok((given, payments))
    });
    Ok(read.await.map_err(anyhow::Error::from)??)
}

/// How often signing begins again because the draft changed meanwhile.
const TRIES: usize = 5;

pub async fn adopt(site: Site, who: Signatory, request: Adopt) -> Result<Design> {
    for _ in 0..TRIES {
        site.memory.catch_up().await?;
        // Everything below is read after this number, so that whatever has changed since is noticed when signing.
        let seen = site.memory.read().seq();
        let material = gather(&site, who.id, &request).await?;
        if let Err(problem) = material.ready() {
            // Another has signed it a moment ago, and with that the review of it ended: that is the reason, and no signature that is missing.
            return Err(adopted_already(&site, &material).await?.unwrap_or(problem).into());
        }
        if let Some(version) = sign(&site, material, seen).await? {
            site.memory.catch_up().await?;
            return read(&site, Sight::Of(Some(&who)), version).await;
        }
    }
    let message = "The draft is being changed at this moment. Please look at it again, and sign then.";
    Err(Problem::conflict(message).into())
}

async fn gather(site: &Site, signer: PersonId, signature: &Adopt) -> Result<Material> {
    let gone = || Problem::not_found("round");
    // What is signed misses no vote; and made first, it has the same totals as the round.
    let board = site.memory.board_now(signature.round).ok_or_else(gone)?;
    let round = rounds::read(site, signature.round)?;
    if !round.is_open(Phase::Adopt) {
        return Err(Problem::conflict("A design can be adopted while this round's adoption is open.").into());
    }
    if round.not_for_customers {
        return Err(Problem::conflict(NOT_FOR_CUSTOMERS).into());
    }
    let practices = practices::of_round(&site.db, round.id).await?;
    let selected = site.selections.now(site, round.id, &practices).await?;
    let firmness = site.selections.firmness_now(site, round.id).await?;
    let steady = site.selections.steady(site, round.id).await?;
    let took_part = steady.as_deref().map(selection::common::took_part).unwrap_or_default();
    let paid = steady.as_deref().map(selection::shown::paid).transpose()?.unwrap_or_default();
    let inside_out = today::holds(site, &round).await?.map(|today| today.counts());
    let unflagged = site.selections.integrity(site, round.id).await?.map(|checked| checked.unflagged());
    let ballots = selection::ballots(&selected.gathered.inputs, &site.dice)?;
    let mut proposals: Vec<Arc<ProposalMemory>> = {
        let world = site.memory.read();
        let memory = world.round(round.id).ok_or_else(gone)?;
        memory.proposals().filter(|proposal| proposal.status.is_public()).cloned().collect()
    };
    best_first(&board, &mut proposals);
    let base = whole::whole(site, &round, &practices).await?;
    let whole = base.as_ref().map(|base| base.whole.clone());
    let draft = Reviewed::of(&round, &practices, proposals.iter()).within(whole);
    let standing = Standing::new(signing::load(&site.db, round.id).await?, draft.clone())?;
    let names = signers(site, &standing);
    let now = site.clock.now();
    let signature = signature.clone();
    Ok(Material {
        round,
        board,
        proposals,
        practices,
        signature,
        signer,
        now,
        selected,
        ballots,
        firmness,
        unflagged,
        took_part,
        inside_out,
        paid,
        draft,
        standing,
        names,
        base,
    })
}

/// The board may be a moment older than the proposals: it says the order, and not which ones there are.
fn best_first(board: &Board, proposals: &mut [Arc<ProposalMemory>]) {
    let all =
        Wanted { stage: None, culture: None, kind: None, status: None, author: None, without: None, q: "" };
    let order: HashMap<ProposalId, usize> =
        board.select(&all, Sort::Best).enumerate().map(|(place, listed)| (listed.memory.id, place)).collect();
    proposals.sort_by_key(|proposal| (order.get(&proposal.id).copied().unwrap_or(usize::MAX), proposal.id));
}

/// The names of those who have signed it off.
fn signers(site: &Site, standing: &Standing) -> BTreeMap<i64, Name> {
    let world = site.memory.read();
    let marks = standing.stored.marks.iter();
    marks.filter_map(|mark| Some((mark.person, world.person(PersonId(mark.person))?.name.clone()))).collect()
}

/// Freezes the draft as the next version; `None` when it is no longer what was gathered.
async fn sign(site: &Site, material: Material, seen: i64) -> Result<Option<Version>> {
    let dice = site.dice.clone();
    let last = last(site, &material.round).await?;
    site.db
        .write(move |tx| {
            async move {
                // From here to the end nothing else is committed: signatures come one after the other.
                events::take(tx, 0).await?;
                let (by, round) = (material.signer, material.round.id);
                if table::changed_since(tx, seen, round).await? {
                    return Ok(None);
                }
                let version = table::next(tx, material.round.sample).await?;
                let (frozen, words) = material.freeze(version, &dice);
                if let Some(last) = last.as_ref().filter(|last| last.same_draft(&frozen)) {
                    return Err(Error::from(same_as(last.version)));
                }
                let content = canonical::text(&frozen).context("writing the content")?;
                table::add(tx, &frozen, by, &content, &clock::digest(&content), &words).await?;
                table::add_ballots(tx, version, &material.ballots, &clock::digest(&material.ballots)).await?;
                if let Some(base) = &material.base {
                    table::words_again(tx, base.holds.version, version, frozen.words_before()).await?;
                    past::taken_up(tx, &material, version).await?;
                }
                if let Some(last) = &last {
                    past::goes_on(tx, &material, last, &frozen).await?;
                }
                past::plan_again(tx, &material, &frozen).await?;
                adopted(tx, &material, version).await?;
                Ok(Some(version))
            }
            .boxed()
        })
        .await
}

/// Whether nothing has changed in this draft since it was adopted.
async fn adopted_already(site: &Site, material: &Material) -> Result<Option<Problem>> {
    let Some(last) = last(site, &material.round).await? else { return Ok(None) };
    let (now, _) = material.freeze(last.version, &site.dice);
    Ok(last.same_draft(&now).then(|| same_as(last.version)))
}

/// Under `version`, so that the page can lead there.
fn same_as(version: Version) -> Problem {
    let message =
        format!("This draft is adopted already, as version {version}; nothing in it has changed since.");
    Problem { kind: ProblemKind::Conflict, message: message.clone(), ..Problem::field("version", message) }
}

async fn adopted(tx: &mut Tx, material: &Material, version: Version) -> Result<()> {
    signing::end(tx, material.round.id, signing::Ending::Adopted, material.now).await?;
    let what = What::of_round("design.adopted", material.round.id, version.0);
    Ok(events::record(tx, material.now, Some(material.signer), what, None).await?)
}

/// The last design of the line that this round's stands in, of those that its reader may see.
pub async fn last_seen(site: &Site, sight: Sight<'_>, round: &Round) -> Result<Option<Frozen>> {
    match line_of_round(site, sight, round).pop() {
        Some(version) => frozen_only(site, version).await,
        None => Ok(None),
    }
}

/// The design whose place that of this round takes.
async fn last(site: &Site, round: &Round) -> Result<Option<Frozen>> {
    last_seen(site, Sight::All, round).await
}
