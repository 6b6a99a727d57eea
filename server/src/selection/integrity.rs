//! What looks arranged in a round's votes, and what they would choose without it: of the votes that breakdowns are counted of.
//! Nothing is deleted. What fewer than five accounts did is neither listed nor left out.

use super::inputs::gather;
use super::{Selected, Selections, outcome, steady, within};
use crate::db::accounts;
use crate::error::Result;
use crate::memory::{Board, RoundMemory};
use crate::site::Site;
use engine::ballots::Proposal;
use engine::electorate::Voter;
use engine::integrity::{Behind, flags};
use model::selection::{self, Candidate, Key, VoteIntegrity};
use model::{ProposalId, RoundId, Timestamp};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is flagged, in the wire's words but for what proposals are called at the moment; and what is chosen without it.
pub struct Checked {
    selected: Arc<Selected>,
    bursts: Vec<(ProposalId, Timestamp, Timestamp, selection::Behind)>,
    alike: Vec<selection::Alike>,
    rings: Vec<(selection::Behind, Vec<ProposalId>)>,
    fresh: Option<u32>,
    without: Vec<Key>,
}

impl Selections {
    /// `None` while fewer than five accounts have voted.
    ///
    /// # Errors
    /// As [`Selections::steady`].
    pub async fn integrity(&self, site: &Site, round: RoundId) -> Result<Option<Arc<Checked>>> {
        let slot = self.checked.lock().entry(round).or_default().clone();
        let mut last = slot.lock().await;
        let Some((cut, selected)) = self.steady_at(site, round).await? else { return Ok(None) };
        if let Some(last) =
            last.as_ref().filter(|last: &&Arc<Checked>| Arc::ptr_eq(&last.selected, &selected))
        {
            return Ok(Some(last.clone()));
        }
        let past = steady::past(site, round, cut).await?;
        let born = born(site, &past).await?;
        let site = site.clone();
        let checked = tokio::task::spawn_blocking(move || check(&site, selected, &past, &born));
        let checked = Arc::new(checked.await.map_err(anyhow::Error::from)??);
        *last = Some(checked.clone());
        Ok(Some(checked))
    }
}

/// By the engine's account, the second in which it came to be, where that was while people voted: whoever was entered before
/// was not made for it.
async fn born(site: &Site, past: &RoundMemory) -> Result<Vec<Option<u32>>> {
    let first = past.ballots().first_vote();
    let created: FxHashMap<i64, i64> = accounts::created(&site.db).await?.into_iter().collect();
    let world = site.memory.read();
    let born = |account: u32| {
        let id = world.account(engine::electorate::Account(account))?;
        let second = u32::try_from(created.get(&id.0)? / Timestamp::SECOND).ok()?;
        first.is_some_and(|first| second > first).then_some(second)
    };
    Ok((0..past.ballots().electorate().accounts())
        .map(|account| born(u32::try_from(account).ok()?))
        .collect())
}

fn check(site: &Site, selected: Arc<Selected>, past: &RoundMemory, born: &[Option<u32>]) -> Result<Checked> {
    let ballots = past.ballots();
    let flags = flags(ballots, born).told(ballots);
    let rest = past.with_ballots(flags.without(ballots));
    let matter = selected.gathered.matter.clone();
    let gathered = within(site, selected.gathered.round, |world, _| gather(world, &rest, matter))?;
    let without = outcome(&gathered.inputs)?.chosen.iter().map(|chosen| chosen.key).collect();
    let behind = |voters: &[Voter]| {
        let Behind { accounts, apart } = Behind::of(ballots, voters);
        selection::Behind { accounts, apart }
    };
    let id = |place: &Proposal| past.at(*place).map(|proposal| proposal.id);
    let moment = |second: u32| Timestamp(i64::from(second) * Timestamp::SECOND);
    let bursts = flags.bursts.iter().filter_map(|burst| {
        let (from, until) = (moment(burst.from), moment(burst.until));
        Some((id(&burst.proposal)?, from, until, behind(&burst.voters)))
    });
    let alike = flags.alike.iter();
    let alike = alike.map(|set| selection::Alike { behind: behind(&set.voters), common: set.common });
    let rings = flags.rings.iter();
    let rings = rings.map(|ring| (behind(&ring.voters), ring.proposals.iter().filter_map(id).collect()));
    Ok(Checked {
        bursts: bursts.collect(),
        alike: alike.collect(),
        rings: rings.collect(),
        fresh: Behind::of(ballots, &flags.fresh).accounts,
        without,
        selected,
    })
}

impl Checked {
    /// What comes in and what goes out without what is flagged.
    #[must_use]
    pub fn unflagged(&self) -> selection::Unflagged {
        let before = &self.selected.outcome;
        let came_in = self.without.iter().copied().filter(|key| !before.is_in(*key));
        let went_out =
            before.chosen.iter().map(|chosen| chosen.key).filter(|key| !self.without.contains(key));
        let flags = self.bursts.len() + self.alike.len() + self.rings.len();
        selection::Unflagged {
            flags: u32::try_from(flags).unwrap_or(u32::MAX),
            came_in: came_in.collect(),
            went_out: went_out.collect(),
        }
    }

    /// As staff read it.
    #[must_use]
    pub fn shown(&self, board: &Board) -> VoteIntegrity {
        let card = |id: &ProposalId| Some(board.find(*id)?.card.clone());
        let bursts = self.bursts.iter().filter_map(|&(id, from, until, behind)| {
            Some(selection::Burst { card: card(&id)?, from, until, behind })
        });
        let rings = self.rings.iter().map(|(behind, proposals)| selection::Ring {
            behind: *behind,
            proposals: proposals.iter().filter_map(card).collect(),
        });
        let unflagged = self.unflagged();
        let candidates = &self.selected.gathered.matter.candidates;
        let named = |keys: &[Key]| -> Vec<Candidate> {
            let find = |key: &Key| candidates.iter().find(|candidate| candidate.key == *key).cloned();
            keys.iter().filter_map(find).collect()
        };
        VoteIntegrity {
            round: self.selected.gathered.round,
            voices: self.selected.outcome.voices,
            bursts: bursts.collect(),
            alike: self.alike.clone(),
            rings: rings.collect(),
            fresh: self.fresh,
            came_in: named(&unflagged.came_in),
            went_out: named(&unflagged.went_out),
        }
    }
}
