//! Reading rounds, and making and steering them.

use super::gates;
use super::sign_off::signers;
use crate::auth::{Admin, Anyone, Customer, Moderator, Who};
use crate::db::events::{self, What};
use crate::db::sign_off::{self, NewSigning};
use crate::db::{Tx, company, people, practices, rounds as table};
use crate::error::{Error, Result};
use crate::selection::NOT_COMPARED;
use crate::site::Site;
use futures::FutureExt;
use futures::future::BoxFuture;
use model::access::Audience;
use model::api::Done;
use model::api::rounds::{
    AddRound, ChangeRound, ClosePhase, DeclareCulture, GetRound, ListRounds, OpenPhase, RemoveSample,
    ResourceText, SetWindow,
};
use model::cells::{CultureSet, StageSet};
use model::round::{MOST_UNITS, Phase, Resource, Round, RoundLine, Window};
use model::selection::Rules;
use model::{PersonId, Problem, ResourceId, RoundId};

pub async fn list(site: Site, who: Anyone, _request: ListRounds) -> Result<Vec<RoundLine>> {
    let (ids, current): (Vec<RoundId>, _) = {
        let world = site.memory.read();
        let seen = world.rounds().filter(|memory| world.sees(who.person.as_deref(), memory));
        (seen.map(|memory| memory.round.id).collect(), world.opens_on(who.person.as_deref()))
    };
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids.into_iter().rev() {
        let round = read(&site, id)?;
        lines.push(RoundLine {
            id,
            question: round.question,
            open: round.open,
            sample: round.sample,
            current: current == Some(id),
            totals: round.totals,
        });
    }
    Ok(lines)
}

pub async fn get(site: Site, who: Anyone, request: GetRound) -> Result<Round> {
    let mut round = seen(&site, &who, request.round)?;
    round.not_yours = site.memory.read().not_yours(who.person.as_deref(), &round);
    Ok(round)
}

/// The same for whom there is this round: for others there is none.
pub fn seen(site: &Site, who: &Who, id: RoundId) -> Result<Round> {
    let gone = || Problem::not_found("round");
    site.memory.read().seen(who.person.as_deref(), id).ok_or_else(gone)?;
    read(site, id)
}

/// A round with its figures and what is open now, for those who may see it.
pub fn read(site: &Site, id: RoundId) -> Result<Round> {
    let gone = || Problem::not_found("round");
    let totals = site.memory.board(id).ok_or_else(gone)?.totals;
    let mut round = {
        let world = site.memory.read();
        let round = world.round(id).ok_or_else(gone)?.round.clone();
        let guests = round.access.vote == Audience::Public;
        let not_for_customers = !round.access.see.has_customers();
        Round { who_may: world.who_may(&round), guests, not_for_customers, ..round }
    };
    round.totals = totals;
    round.open = round.open_at(site.clock.now());
    Ok(round)
}

/// A round that is not discontinued.
pub fn going_on(site: &Site, id: RoundId) -> Result<Round> {
    let round = read(site, id)?;
    if round.discontinued.is_some() {
        let message = "This round is discontinued. Take it up again first, on the page of rounds.";
        return Err(Problem::conflict(message).into());
    }
    Ok(round)
}

/// Runs a change, records it, and waits until it can be seen.
pub async fn change_round<F>(
    site: &Site,
    by: PersonId,
    what: What,
    detail: Option<String>,
    work: F,
) -> Result<()>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<()>> + Send + 'static,
{
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                work(tx).await?;
                events::record(tx, now, Some(by), what, detail.as_deref()).await.map_err(Error::from)
            }
            .boxed()
        })
        .await?;
    Ok(site.memory.catch_up().await?)
}

pub async fn add(site: Site, who: Admin, request: AddRound) -> Result<Round> {
    let now = site.clock.now();
    let round = crate::round::ready_made(request.question, request.scheme, now)?;
    let by = who.id;
    let before = site.memory.read().company().map(|company| company.round);
    let signers = match before {
        Some(before) => signers::taken_over(&site, before, &round).await?,
        None => Vec::new(),
    };
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = table::add(tx, &round, now, Some(by)).await?;
                for signer in signers {
                    sign_off::set(tx, &NewSigning { round: id, at: now, by, ..signer }).await?;
                }
                company::set_round(tx, Some(id)).await?;
                events::record(tx, now, Some(by), What::of_round("round.added", id, id.0), None).await?;
                events::record(tx, now, Some(by), What::new("company.round", 0), None).await?;
                Ok::<_, Error>(id)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    read(&site, id)
}

pub async fn change(site: Site, who: Moderator, request: ChangeRound) -> Result<Round> {
    let id = request.round;
    going_on(&site, id)?;
    let before = site.memory.read().round(id).map(|memory| (memory.round.clone(), memory.has_votes()));
    let (before, has_votes) = before.ok_or_else(|| Problem::not_found("round"))?;
    check_lists(&site, &request)?;
    let after = Round {
        question: request.question,
        introduction: request.introduction,
        how_votes_count: request.how_votes_count,
        selection: request.selection,
        rules: request.rules.unwrap_or(before.rules),
        moderation: request.moderation,
        stages: request.stages,
        cultures: request.cultures,
        ..before.clone()
    };
    check_rules(&after.rules)?;
    let resources: Vec<ResourceText> = before.resources.iter().map(ResourceText::from).collect();
    let published = [
        ("how_votes_count", after.how_votes_count != before.how_votes_count),
        ("selection", after.selection != before.selection),
        ("rules", after.rules != before.rules),
        ("resources", request.resources != resources),
    ];
    if let Some((field, _)) = published.into_iter().find(|(_, changed)| has_votes && *changed) {
        let message = "People have voted under these rules, so they stay as they are in this round.";
        return Err(Problem::field(field, message).into());
    }
    let gone: Vec<ResourceId> = before
        .resources
        .iter()
        .filter(|resource| request.resources.iter().all(|kept| kept.name != resource.name))
        .map(|resource| resource.id)
        .collect();
    let resources = request.resources;
    let what = What::of_round("round.changed", id, id.0);
    change_round(&site, who.id, what, None, move |tx| {
        async move {
            if practices::is_any_beyond(tx, id, after.stages.len(), after.cultures.len()).await? {
                let message = "There are practices in a stage or culture that you are removing.";
                let fewer_stages = after.stages.len() < before.stages.len();
                return Err(Problem::field(if fewer_stages { "stages" } else { "cultures" }, message).into());
            }
            table::change(tx, &after).await?;
            table::put_lists(tx, id, &after.stages, &after.cultures).await?;
            for resource in gone {
                table::remove_resource(tx, resource).await?;
            }
            for (position, text) in (0_i64..).zip(resources) {
                table::put_resource(tx, id, position, &resource(text)).await?;
            }
            Ok(())
        }
        .boxed()
    })
    .await?;
    read(&site, id)
}

fn resource(text: ResourceText) -> Resource {
    Resource {
        id: ResourceId(0),
        name: text.name,
        unit: text.unit,
        capacity: text.capacity,
        default_cost: text.default_cost,
    }
}

/// Numbers that a selection can be made by.
pub fn check_rules(rules: &Rules) -> Result<()> {
    let wrong = |field: &str, low: u32, high: u32| {
        let message = format!("Give a number from {low} to {high}.");
        Err(Problem::field(format!("rules.{field}"), message).into())
    };
    if !(Rules::FEWEST_ACCOUNTS..=Rules::MOST_ACCOUNTS).contains(&rules.least_accounts) {
        return wrong("least_accounts", Rules::FEWEST_ACCOUNTS, Rules::MOST_ACCOUNTS);
    }
    if !(Rules::FEWEST_RED_LINES..=Rules::MOST_ACCOUNTS).contains(&rules.most_red_lines) {
        return wrong("most_red_lines", Rules::FEWEST_RED_LINES, Rules::MOST_ACCOUNTS);
    }
    if rules.cost_over_support > Rules::MOST_OVER_SUPPORT {
        return wrong("cost_over_support", 0, Rules::MOST_OVER_SUPPORT);
    }
    if !(Rules::LEAST_OPPOSITION..=100).contains(&rules.strong_opposition) {
        return wrong("strong_opposition", Rules::LEAST_OPPOSITION, 100);
    }
    if rules.floor > 100 {
        return wrong("floor", 0, 100);
    }
    if rules.most_in_cell.is_some_and(|most| !(1..=Rules::MOST_ACCOUNTS).contains(&most)) {
        return wrong("most_in_cell", 1, Rules::MOST_ACCOUNTS);
    }
    Ok(())
}

/// Lists that proposals and practices point into by position may grow, and shrink only while nothing points there.
fn check_lists(site: &Site, request: &ChangeRound) -> Result<()> {
    let refuse = |field: &str, message: String| Err(Problem::field(field, message).into());
    if request.stages.is_empty() || request.stages.len() > StageSet::MOST {
        return refuse("stages", format!("A round has 1 to {} stages.", StageSet::MOST));
    }
    if request.cultures.is_empty() || request.cultures.len() > CultureSet::MOST {
        return refuse("cultures", format!("A round has 1 to {} cultures.", CultureSet::MOST));
    }
    for (place, text) in request.resources.iter().enumerate() {
        if !(0..=MOST_UNITS).contains(&text.capacity) {
            return refuse(
                &format!("resources.{place}.capacity"),
                format!("Give a number from 0 to {MOST_UNITS}."),
            );
        }
        if !(0..=MOST_UNITS).contains(&text.default_cost) {
            return refuse(
                &format!("resources.{place}.default_cost"),
                format!("Give a number from 0 to {MOST_UNITS}."),
            );
        }
        let name = text.name.as_str().to_lowercase();
        if request.resources[..place].iter().any(|other| other.name.as_str().to_lowercase() == name) {
            return refuse(&format!("resources.{place}.name"), "Two resources have this name.".into());
        }
    }
    let capacities = request.resources.iter().map(|resource| resource.capacity);
    if !engine::election::can_be_compared(capacities) {
        return refuse("resources", NOT_COMPARED.into());
    }
    let world = site.memory.read();
    let memory = world.round(request.round).ok_or_else(|| Problem::not_found("round"))?;
    if memory.proposals().any(|proposal| !proposal.text.stages.fits(request.stages.len())) {
        return refuse("stages", "There are proposals in a stage that you are removing.".into());
    }
    if memory.proposals().any(|proposal| !proposal.text.cultures.fits(request.cultures.len())) {
        return refuse("cultures", "There are proposals in a culture that you are removing.".into());
    }
    Ok(())
}

/// Sets a phase's window, whichever way it was asked for.
async fn put_window(
    site: &Site,
    by: PersonId,
    round: RoundId,
    window: Window,
    kind: &'static str,
) -> Result<Done> {
    if site.memory.read().round(round).is_none() {
        return Err(Problem::not_found("round").into());
    }
    if let (Some(opens), Some(closes)) = (window.opens, window.closes)
        && closes < opens
    {
        return Err(Problem::field("closes", "A phase cannot close before it opens.").into());
    }
    let what = What::of_round(kind, round, round.0);
    change_round(site, by, what, None, move |tx| {
        async move { table::put_window(tx, round, window).await.map_err(Error::from) }.boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn set_window(site: Site, who: Moderator, request: SetWindow) -> Result<Done> {
    going_on(&site, request.round)?;
    // A date opens a phase without anybody looking; one that is open already may be dated otherwise.
    let now = site.clock.now();
    let is_open = window_of(&site, request.round, request.phase).is_some_and(|window| window.open_at(now));
    if request.opens.is_some_and(|opens| !is_open || opens > now) {
        gates::is_none(&site, request.round, request.phase, "opens").await?;
    }
    let window = Window { phase: request.phase, opens: request.opens, closes: request.closes };
    put_window(&site, who.id, request.round, window, "round.phase_set").await
}

pub fn window_of(site: &Site, round: RoundId, phase: Phase) -> Option<Window> {
    let world = site.memory.read();
    world.round(round)?.round.windows.iter().find(|window| window.phase == phase).copied()
}

/// A phase's window when it is opened now.
pub fn opened(site: &Site, round: RoundId, phase: Phase) -> Window {
    let now = site.clock.now();
    let before = window_of(site, round, phase);
    let closes = before.and_then(|window| window.closes).filter(|closes| *closes > now);
    Window { phase, opens: Some(now), closes }
}

pub async fn open_phase(site: Site, who: Moderator, request: OpenPhase) -> Result<Done> {
    going_on(&site, request.round)?;
    gates::is_none(&site, request.round, request.phase, "phase").await?;
    thawed(&site, request.round, request.phase)?;
    let window = opened(&site, request.round, request.phase);
    put_window(&site, who.id, request.round, window, "round.phase_opened").await
}

/// Nothing seems to open that would stay shut.
fn thawed(site: &Site, round: RoundId, phase: Phase) -> Result<()> {
    if read(site, round)?.is_frozen(phase) {
        let message = "Proposals and votes are frozen while adopt or measure is open. Close these first.";
        return Err(Problem::conflict(message).into());
    }
    Ok(())
}

pub async fn close_phase(site: Site, who: Moderator, request: ClosePhase) -> Result<Done> {
    let now = site.clock.now();
    let before = window_of(&site, request.round, request.phase);
    let opens = before.and_then(|window| window.opens).filter(|opens| *opens <= now);
    let window = Window { phase: request.phase, opens, closes: opens.map(|_| now) };
    put_window(&site, who.id, request.round, window, "round.phase_closed").await
}

pub async fn declare_culture(site: Site, who: Customer, request: DeclareCulture) -> Result<Done> {
    let (round, culture) = (request.round, request.culture);
    {
        let world = site.memory.read();
        let memory = world.seen(Some(&who), round).ok_or_else(|| Problem::not_found("round"))?;
        if culture >= memory.round.cultures.len() {
            return Err(Problem::field("culture", "This round has no such culture.").into());
        }
    }
    let (now, person) = (site.clock.now(), who.id);
    let what = What { kind: "person.culture", subject: person.0, round: Some(round) };
    change_round(&site, person, what, None, move |tx| {
        async move { people::set_culture(tx, person, round, culture, now).await.map_err(Error::from) }.boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn remove_sample(site: Site, who: Admin, request: RemoveSample) -> Result<Done> {
    let id = request.round;
    let is_sample = site.memory.read().round(id).map(|memory| memory.round.sample);
    match is_sample {
        None => return Err(Problem::not_found("round").into()),
        Some(false) => return Err(Problem::not_allowed("Only a sample round can be removed.").into()),
        Some(true) => {}
    }
    crate::sample::remove(&site, who.id, id).await?;
    Ok(Done {})
}
