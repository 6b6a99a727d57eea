//! The engagement card of an account: reading what it rests on. What follows for a purchase is in `crate::card`.

use super::accounts::sheet;
use super::comments::published;
use super::designs::{self, Sight};
use super::proposals::as_who;
use super::{follow_up, promises};
use crate::auth::CardReader;
use crate::card::{Held, advice, bought};
use crate::db::accounts::{self as account_table, KnownBy};
use crate::db::{comments, designs as design_table, on_behalf, open_reports, telling};
use crate::error::Result;
use crate::markdown::render;
use crate::memory::{AsTold, Member, RoundMemory, World};
use crate::site::Site;
use model::account::{AccountLine, AccountSheet};
use model::api::card::{FindAccounts, GetCard};
use model::card::{
    Asked, AskedLeftOut, CARD, CARD_VERSION, EngagementCard, Found, NotedSaying, Reported, Stance, Told,
    Waiting,
};
use model::cells::{CultureSet, StageSet};
use model::comment::Kind;
use model::design::Design;
use model::promise::{QUARTERS, Quarter};
use model::proposal::Card;
use model::purchase::State;
use model::time::Day;
use model::{AccountId, CommentId, PersonId, ProposalId, RoundId, Timestamp};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The newest proposals, stories and notes that a card shows.
pub const MOST_SHOWN: usize = 10;
/// How an account stands is told of so many proposals at most.
pub const MOST_STANCES: usize = 30;
/// Accounts that are found at once.
const MOST_FOUND: usize = account_table::AT_ONCE;

pub async fn get(site: Site, who: CardReader, request: GetCard) -> Result<EngagementCard> {
    let AccountSheet { account, parent, segments, people, purchases, .. } =
        sheet(&site, who.id, request.account).await?;
    let people: BTreeSet<PersonId> = people.iter().map(|person| person.id).collect();
    let held = held(&site, &who.0, (account.id, account.sample)).await?;
    let (open, over): (Vec<_>, Vec<_>) = purchases.into_iter().partition(|one| one.text.state == State::Open);
    let mut waits = follow_up::waiting(&site, &who, |author| people.contains(&author)).await?;
    waits.sort_unstable_by_key(|(proposal, since)| (*since, *proposal));
    let stories = stories(&site, &who, &people).await?;
    let noted = noted(&site, &who, account.id).await?;
    let reports = reports(&site, account.id, &held).await?;
    let activities = super::activities::of_account(&site, &who, account.id).await?;
    let asked = asked(&site.memory.read(), &who, &people);
    let asked = answered(&site, asked).await?;
    let tell = telling::all(&site.db).await?;
    let world = site.memory.read();
    let waiting = |(proposal, since): (ProposalId, Timestamp)| {
        Some(Waiting { proposal, title: title(&world, &who, proposal)?, since })
    };
    Ok(EngagementCard {
        schema: CARD.to_owned(),
        schema_version: CARD_VERSION,
        written: site.clock.now(),
        crm_ids: account.text.crm_ids.iter().map(ToString::to_string).collect(),
        parent,
        sample: account.sample,
        segments: account.text.named(&segments),
        design: held.first().map(|held| held.design.version),
        purchases: open.into_iter().map(|one| advice(&held, one)).collect(),
        bought: over.iter().filter_map(|one| bought(&held, one)).collect(),
        over,
        asked,
        stories,
        noted,
        stances: stances(&world, &who, account.id, &tell),
        reports,
        waits: waits.into_iter().filter_map(waiting).collect(),
        activities,
        account: AccountLine { id: account.id, name: account.text.name },
    })
}

/// The designs that hold for an account, what was made for it first, with how they are kept and what customers say they would leave over.
/// Those of samples hold for accounts of the sample and nobody else.
async fn held(site: &Site, who: &Arc<Member>, (account, sample): (AccountId, bool)) -> Result<Vec<Held>> {
    let sight = Sight::Of(Some(who));
    let versions = designs::holding_for(site, sight, account);
    let mut held = Vec::new();
    for version in versions.into_iter().filter(|version| (version.0 < 0) == sample) {
        let design = designs::seen_by(site, sight, version).await?;
        let card = promises::of_version(site, &as_who(who), Some(version)).await?;
        let asks = asks(site, who, &design);
        held.push(Held { design, promises: card.promises, asks });
    }
    Ok(held)
}

/// What customers asked for in its round, and in those that what goes on in it was chosen in, in the places of the design.
fn asks(site: &Site, who: &Member, design: &Design) -> Vec<Card> {
    let rounds = designs::rounds_behind(site, design).into_iter();
    let rounds = rounds.filter(|round| site.memory.read().seen(Some(who), *round).is_some());
    rounds.flat_map(|round| placed(site, round, design)).collect()
}

/// Stages and cultures are the same where they have the same names.
fn placed(site: &Site, round: RoundId, design: &Design) -> Vec<Card> {
    let Some(board) = site.memory.board(round) else { return Vec::new() };
    let world = site.memory.read();
    let Some(memory) = world.round(round) else { return Vec::new() };
    let stage = |place: usize| {
        let name = &memory.round.stages.get(place)?.name;
        design.stages.iter().position(|one| one.name == *name)
    };
    let culture = |place: usize| {
        let name = &memory.round.cultures.get(place)?.name;
        design.cultures.iter().position(|one| one.name == *name)
    };
    let placed = |card: Card| Card {
        stages: StageSet::of(&card.stages.iter().filter_map(stage).collect::<Vec<_>>()),
        cultures: CultureSet::of(&card.cultures.iter().filter_map(culture).collect::<Vec<_>>()),
        ..card
    };
    board.public_cards().into_iter().map(placed).collect()
}

fn title(world: &World, reader: &Member, proposal: ProposalId) -> Option<model::Title> {
    let found = world.seen_of(Some(reader), proposal)?.proposal(proposal)?;
    found.status.is_public().then(|| found.text.title.clone())
}

fn asked(world: &World, reader: &Member, people: &BTreeSet<PersonId>) -> Vec<Asked> {
    let own = world
        .rounds()
        .filter(|round| world.sees(Some(reader), round))
        .flat_map(RoundMemory::proposals)
        .filter(|one| one.status.is_public() && one.author.is_some_and(|author| people.contains(&author)));
    let asked = own.map(|one| Asked {
        proposal: one.id,
        kind: one.text.kind,
        title: one.text.title.clone(),
        status: one.status,
        at: one.at,
        left_out: None,
    });
    let mut asked: Vec<Asked> = asked.collect();
    asked.sort_by_key(|one| std::cmp::Reverse((one.at, one.proposal)));
    asked.truncate(MOST_SHOWN);
    asked
}

/// The latest round first; of each what they are for, then what they are against. `None` where no round announced it and they let
/// nothing be told.
fn stances(
    world: &World,
    reader: &Member,
    account: AccountId,
    tell: &FxHashSet<PersonId>,
) -> Option<Vec<Stance>> {
    let mut rounds: Vec<&RoundMemory> = world.rounds().filter(|one| world.sees(Some(reader), one)).collect();
    rounds.sort_unstable_by_key(|memory| Reverse(memory.round.id));
    let stances = rounds.iter().flat_map(|memory| {
        let mut stances: Vec<Stance> = world
            .stances(memory, |of| of == account, tell)
            .remove(&account)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(proposal, AsTold { stands, of_those_who_tell })| {
                let title = memory.proposal(proposal)?.text.title.clone();
                Some(Stance { proposal, title, stands, of_those_who_tell })
            })
            .collect();
        stances.sort_unstable_by_key(|one| (one.stands, one.proposal));
        stances
    });
    let stances: Vec<Stance> = stances.take(MOST_STANCES).collect();
    (!stances.is_empty() || rounds.iter().any(|memory| memory.round.rules.stances)).then_some(stances)
}

/// With the reasons that designs have published.
async fn answered(site: &Site, asked: Vec<Asked>) -> Result<Vec<Asked>> {
    let mut all = Vec::with_capacity(asked.len());
    for one in asked {
        let answer = design_table::answer(&site.db, one.proposal).await?;
        let left_out = answer.reason.filter(|_| answer.practices.is_empty());
        let left_out = left_out.map(|reason| AskedLeftOut { decision: answer.decision, reason });
        all.push(Asked { left_out, ..one });
    }
    Ok(all)
}

async fn stories(site: &Site, reader: &Member, people: &BTreeSet<PersonId>) -> Result<Vec<Told>> {
    let mut found: Vec<(Timestamp, CommentId)> = {
        let world = site.memory.read();
        let own = world.talk.comments().filter(|one| {
            let by = one.author.is_some_and(|author| people.contains(&author));
            let seen = || world.seen_of(Some(reader), one.proposal).is_some();
            by && one.kind == Kind::Story && published(&world, one) && seen()
        });
        own.map(|one| (one.at, one.id)).collect()
    };
    found.sort_unstable_by_key(|one| std::cmp::Reverse(*one));
    let mut stories = Vec::new();
    for (at, id) in found.into_iter().take(MOST_SHOWN) {
        let Some(row) = comments::one(&site.db, id).await? else { continue };
        let proposal = ProposalId(row.proposal);
        if let Some(title) = title(&site.memory.read(), reader, proposal) {
            stories.push(Told { proposal, title, html: render(&row.text), at });
        }
    }
    Ok(stories)
}

async fn noted(site: &Site, reader: &Member, account: AccountId) -> Result<Vec<NotedSaying>> {
    // As of the day's beginning: were it told at once, the figures of that moment would tell how they answered.
    let today = Day::of(site.clock.now()).begins();
    let rows = on_behalf::of_account(&site.db, account, today, MOST_SHOWN as i64).await?;
    let world = site.memory.read();
    let noted = |row: on_behalf::NotedRow| {
        let proposal = ProposalId(row.proposal);
        Some(NotedSaying {
            proposal,
            title: title(&world, reader, proposal)?,
            source: row.source.parse().ok()?,
            said: Day(row.said),
            answered: row.answered,
        })
    };
    Ok(rows.into_iter().filter_map(noted).collect())
}

/// What its people reported and let be read; nothing that would tell, beside what is told of everybody, of somebody else.
async fn reports(site: &Site, account: AccountId, held: &[Held]) -> Result<Vec<Reported>> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let after = Quarter(Quarter::of(site.clock.now()).0 - QUARTERS);
    // What is told is brought up to date first: it is what they are read beside.
    site.promises.counted(site).await?;
    let rows = open_reports::of_account(&site.db, account, after).await?;
    let world = site.memory.read();
    let reported = |row: open_reports::OpenReport| {
        let mut practices = held.iter().flat_map(|held| &held.design.practices);
        let practice = practices.find(|one| one.id == row.practice)?;
        let by = row.named.then(|| world.person(row.person)).flatten();
        Some(Reported {
            practice: row.practice,
            title: practice.text.title.clone(),
            quarter: row.quarter,
            kept: row.kept,
            feeling: row.feeling,
            words: row.words,
            said: Day::of(row.at),
            by: by.map(|member| member.name.clone()),
        })
    };
    let readable = rows.into_iter().filter(open_reports::OpenReport::tells_of_no_other);
    Ok(readable.filter_map(reported).take(MOST_SHOWN).collect())
}

pub async fn find(site: Site, _who: CardReader, request: FindAccounts) -> Result<Vec<Found>> {
    let q = request.q.trim().to_lowercase();
    if q.is_empty() {
        return Ok(Vec::new());
    }
    // Of an address, what stands behind the @ says where somebody works.
    let q = q.rsplit_once('@').map_or(q.as_str(), |(_, domain)| domain);
    let mut ids: BTreeSet<AccountId> = account_table::called(&site.db, q).await?.into_iter().collect();
    ids.extend({
        let world = site.memory.read();
        let named = world.directory.names().filter(|(name, _)| name.as_str().to_lowercase().contains(q));
        named.map(|(_, id)| id).collect::<Vec<_>>()
    });
    let mut lines: Vec<AccountLine> = {
        let world = site.memory.read();
        let line = |id| Some(AccountLine { id, name: world.directory.account_name(id)? });
        ids.into_iter().filter_map(line).collect()
    };
    lines.sort_by_cached_key(|line| {
        let name = line.name.as_str().to_lowercase();
        (!name.starts_with(q), name)
    });
    lines.truncate(MOST_FOUND);
    let ids: Vec<AccountId> = lines.iter().map(|line| line.id).collect();
    let mut known = account_table::known_by(&site.db, &ids).await?;
    let found = lines.into_iter().map(|account| {
        let KnownBy { domains, crm_ids } = known.remove(&account.id.0).unwrap_or_default();
        Found { account, domains, crm_ids: crm_ids.iter().map(ToString::to_string).collect() }
    });
    Ok(found.collect())
}
