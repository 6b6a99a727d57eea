//! A round's proposals as people see them listed: ranked, sorted in every order there is, ready to be filtered.

pub(super) mod shown;

use super::proposal::ProposalMemory;
use super::search::Query;
use crate::api::call::Kept;
use engine::attention;
use engine::ballots::{Ballots, Proposal};
use engine::evidence::{Evidence, Scratch};
use engine::ranking::{self, Item, Standing};
use model::proposal::{CARD_WHY, Card, Sort, Support};
use model::round::Totals;
use model::{PAGE_SIZE, Page, PersonId, ProposalId, Timestamp};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A proposal and its support.
pub struct Listed {
    pub memory: Arc<ProposalMemory>,
    pub card: Card,
}

/// By order and number.
type Pages = FxHashMap<(usize, usize), Arc<Kept<Page<Card>>>>;

pub struct Board {
    /// Every proposal, whatever its status, by id.
    listed: Vec<Listed>,
    places: FxHashMap<i64, u32>,
    orders: [Vec<u32>; Sort::ALL.len()],
    /// Pages of what everybody may see, as they were asked for.
    pages: Mutex<Pages>,
    pub totals: Totals,
}

/// Which order: [`Sort`] as an index.
pub type Order = Sort;

/// What a reader of the list is looking for; everything is optional.
#[derive(Default)]
pub struct Wanted<'a> {
    pub stage: Option<usize>,
    pub culture: Option<usize>,
    pub kind: Option<model::proposal::Kind>,
    pub status: Option<model::proposal::Status>,
    /// What this person wrote, public or not.
    pub author: Option<PersonId>,
    /// Leaves out those for which this holds.
    pub without: Option<&'a dyn Fn(ProposalId) -> bool>,
    /// Words to look for: what has most of them comes first, before the order.
    pub q: &'a str,
}

impl Board {
    /// What everybody may see, in no order.
    #[must_use]
    pub fn public_cards(&self) -> Vec<Card> {
        let public = self.listed.iter().filter(|listed| listed.memory.status.is_public());
        public.map(|listed| listed.card.clone()).collect()
    }

    pub(super) fn rank(
        proposals: &[Option<Arc<ProposalMemory>>],
        evidence: &[Evidence],
        ballots: &Ballots,
        scratch: &mut Scratch,
        (totals, noted): (Totals, &FxHashMap<u32, usize>),
        now: Timestamp,
    ) -> Self {
        let known = || {
            (0_u32..)
                .zip(proposals.iter().zip(evidence))
                .filter_map(|(place, (memory, evidence))| Some((place, memory.as_ref()?, evidence)))
        };
        // What only its author and moderators see neither has a rank nor moves those of others.
        let items: Vec<Item> = known()
            .filter(|(_, memory, _)| memory.status.is_public())
            .map(|(_, memory, evidence)| Item { id: memory.id.0, evidence })
            .collect();
        let ranking = ranking::rank(&items);
        let standings: FxHashMap<i64, Standing> =
            ranking.places.iter().map(|place| (place.id, place.standing)).collect();

        let mut listed: Vec<Listed> = known()
            .map(|(place, memory, evidence)| {
                let standing = standings.get(&memory.id.0).copied().unwrap_or(Standing::Hidden);
                Listed {
                    memory: memory.clone(),
                    card: card(memory, shown::support(evidence, standing), noted.get(&place).copied()),
                }
            })
            .collect();
        listed.sort_unstable_by_key(|listed| listed.memory.id);
        let places: FxHashMap<i64, u32> =
            (0_u32..).zip(&listed).map(|(place, listed)| (listed.memory.id.0, place)).collect();

        let seconds = u32::try_from(now.0 / Timestamp::SECOND).unwrap_or(0);
        let by = |key: &mut dyn FnMut(u32, &Evidence) -> f64| {
            let mut keys: Vec<(i64, f64)> =
                known().map(|(place, memory, evidence)| (memory.id.0, key(place, evidence))).collect();
            attention::sort_highest_first(&mut keys);
            keys.into_iter().filter_map(|(id, _)| places.get(&id).copied()).collect::<Vec<u32>>()
        };
        let trending = by(&mut |place, _| {
            attention::trending(ballots, Proposal(place), seconds, attention::TRENDING_HALF_LIFE, scratch)
        });
        let needs_votes = by(&mut |_, evidence| attention::needs_votes(evidence));
        let contested = by(&mut |_, evidence| attention::contested(evidence));
        let mut best: Vec<u32> =
            ranking.places.iter().filter_map(|place| places.get(&place.id).copied()).collect();
        // The rest, seen by their authors alone, behind.
        best.extend(
            (0_u32..).zip(&listed).filter(|(_, l)| !l.memory.status.is_public()).map(|(place, _)| place),
        );
        let newest = {
            let mut order: Vec<u32> = (0..listed.len() as u32).collect();
            order.sort_by_key(|place| {
                let memory = &listed[*place as usize].memory;
                std::cmp::Reverse((memory.at, memory.id))
            });
            order
        };
        let orders = Sort::ALL.map(|sort| match sort {
            Sort::Best => best.clone(),
            Sort::Trending => trending.clone(),
            Sort::New => newest.clone(),
            Sort::NeedsVotes => needs_votes.clone(),
            Sort::Contested => contested.clone(),
        });
        Self { listed, places, orders, pages: Mutex::default(), totals }
    }

    #[must_use]
    pub fn find(&self, id: ProposalId) -> Option<&Listed> {
        self.places.get(&id.0).map(|place| &self.listed[*place as usize])
    }

    /// What the votes say about a proposal, as far as it may be said.
    #[must_use]
    pub fn support(&self, id: ProposalId) -> Support {
        self.find(id).map_or(Support::Few, |listed| listed.card.support)
    }

    /// Those that are wanted, in `order`. Without an author in `wanted`, only what everybody may see.
    pub fn select<'a>(
        &'a self,
        wanted: &'a Wanted<'a>,
        order: Order,
    ) -> Box<dyn Iterator<Item = &'a Listed> + 'a> {
        let order = &self.orders[Sort::ALL.iter().position(|sort| *sort == order).unwrap_or(0)];
        let fit = order.iter().map(|place| &self.listed[*place as usize]).filter(move |listed| {
            let (memory, text) = (&listed.memory, &listed.memory.text);
            let visible = match wanted.author {
                Some(author) => memory.author == Some(author),
                None => memory.status.is_public(),
            };
            visible
                && wanted.stage.is_none_or(|stage| text.stages.has(stage))
                && wanted.culture.is_none_or(|culture| text.cultures.has(culture))
                && wanted.kind.is_none_or(|kind| text.kind == kind)
                && wanted.status.is_none_or(|status| memory.status == status)
                && wanted.without.is_none_or(|without| !without(memory.id))
        });
        let query = Query::parse(wanted.q);
        if query.is_empty() {
            return Box::new(fit);
        }
        Box::new(query.best(fit, |listed| listed.memory.words.as_str()).into_iter())
    }

    /// One page of all that everybody may see, from 1. They are kept: most readers look at the same few.
    #[must_use]
    pub fn public_page(&self, order: Order, page: usize) -> Arc<Kept<Page<Card>>> {
        let key = (Sort::ALL.iter().position(|sort| *sort == order).unwrap_or(0), page);
        if let Some(kept) = self.pages.lock().get(&key) {
            return kept.clone();
        }
        let made = Arc::new(Kept::new(self.page(&Wanted::default(), order, page)));
        // Pages behind the last one are as many as there are numbers.
        if page <= self.listed.len().div_ceil(PAGE_SIZE) {
            self.pages.lock().insert(key, made.clone());
        }
        made
    }

    /// One page of [`Board::select`], from 1.
    #[must_use]
    pub fn page(&self, wanted: &Wanted<'_>, order: Order, page: usize) -> Page<Card> {
        let page = page.max(1);
        let skip = (page - 1).saturating_mul(PAGE_SIZE);
        let mut items = Vec::with_capacity(PAGE_SIZE);
        let mut total = 0;
        for listed in self.select(wanted, order) {
            if total >= skip && items.len() < PAGE_SIZE {
                items.push(listed.card.clone());
            }
            total += 1;
        }
        Page { items, total, page }
    }
}

fn card(memory: &ProposalMemory, support: Support, noted: Option<usize>) -> Card {
    // A statement imported from elsewhere may be one sentence, which need not be read twice.
    let why =
        Some(memory.text.why.as_str()).filter(|why| *why != memory.text.title.as_str()).unwrap_or_default();
    let short: String = why.chars().take(CARD_WHY).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let why = if short.len() < why.len() { format!("{}…", short.trim_end()) } else { short };
    Card {
        id: memory.id,
        kind: memory.text.kind,
        title: memory.text.title.clone(),
        why,
        stages: memory.text.stages,
        cultures: memory.text.cultures,
        status: memory.status,
        worded: memory.worded(),
        at: memory.at,
        support,
        noted,
    }
}
