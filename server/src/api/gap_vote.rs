//! The vote on a cell that a gap has opened again: a small round of that cell alone. Its draft begins from what is promised there, the
//! practices of the other cells go on as they are, and what comes of it is signed and adopted as the next version of the whole.

use super::designs::{self, Sight};
use super::practices::beginning::{self, Placed};
use super::rounds;
use super::sign_off::signers;
use crate::auth::{Designer, Who};
use crate::db::events::{self, What};
use crate::db::sign_off::{self, NewSigning};
use crate::db::{gaps, rounds as table};
use crate::design::whole::{self, Fate, Part};
use crate::error::{Error, Result};
use crate::memory::Wanted;
use crate::promises::Held;
use crate::site::Site;
use futures::FutureExt;
use model::api::scorecard::OpenGapVote;
use model::cells::{Cell, CultureSet, StageSet};
use model::design::Design;
use model::promise::Promise;
use model::proposal::Sort;
use model::round::{Culture, Phase, Resource, Round, Stage, Totals, Window};
use model::scorecard::{Gap, GapVote};
use model::text::TextProblem;
use model::time::Day;
use model::{Name, PracticeId, Problem, RoundId, Timestamp};

/// The phases that it has, all at once.
const TAKEN: [Phase; 3] = [Phase::Propose, Phase::Refine, Phase::Vote];

pub async fn open(site: Site, who: Designer, request: OpenGapVote) -> Result<Round> {
    let standing = site.promises.with(&site, Sight::Of(Some(&who)), request.practice).await?;
    let gone = || Problem::not_found("gap");
    let held = standing.find(request.practice).ok_or_else(gone)?;
    let quarter = standing.gap(held.id).filter(|gap: &&Gap| gap.is_open()).ok_or_else(gone)?.quarter;
    if standing.sample {
        return Err(Problem::conflict("This design is made up, to look at: nobody votes on it anew.").into());
    }
    let now = site.clock.now();
    let closes = Day(last_day(request.until, Day::of(now))?.0 + 1).begins();
    let design = designs::nameless(&site, Sight::Of(Some(&who)), standing.version).await?;
    let part = part(held, &request)?;
    let round = small(&site, &design, held, part, &request, (now, closes))?;
    let signers = signers::taken_over(&site, standing.round, &round).await?;
    let (by, practice, origin) = (who.id, held.id, standing.round);
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = table::add(tx, &round, now, Some(by)).await?;
                if !gaps::vote_on(tx, practice, quarter, id).await? {
                    return Err(Error::from(Problem::conflict("Customers vote on this already.")));
                }
                for signer in signers {
                    sign_off::set(tx, &NewSigning { round: id, at: now, by, ..signer }).await?;
                }
                events::record(tx, now, Some(by), What::of_round("round.added", id, id.0), None).await?;
                let ids = table::resource_ids(tx, id).await?.into_iter();
                let resources = ids.zip(round.resources).map(|(id, one)| Resource { id, ..one }).collect();
                let round = Round { id, resources, ..round };
                beginning::put(tx, id, asked_anew(&design, &round, part, practice)?, by, now).await?;
                let what = What::of_round("promise.gap_vote", origin, practice.0);
                events::record(tx, now, Some(by), what, Some(&format!("in round {id}"))).await?;
                Ok(id)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    rounds::read(&site, id)
}

/// The windows of such a round as they are when it ends now; none where nothing of it is open.
pub fn ended(site: &Site, round: RoundId, now: Timestamp) -> Vec<Window> {
    let world = site.memory.read();
    let windows = world.round(round).map(|memory| memory.round.windows.clone()).unwrap_or_default();
    let open = windows.into_iter().filter(|window| window.open_at(now));
    open.map(|window| Window { closes: Some(now), ..window }).collect()
}

fn last_day(until: Option<Day>, today: Day) -> Result<Day> {
    let until = until.unwrap_or(Day(today.0 + GapVote::DAYS));
    if until <= today || until.0 > today.0 + GapVote::MOST_DAYS {
        let message = format!("Choose a day that is still to come, within {} days.", GapVote::MOST_DAYS);
        return Err(Problem::field("until", message).into());
    }
    Ok(until)
}

/// The cell; or, of a promise of several stages and several cultures, its stage for all of them: what is left then is a block of
/// cells again, and goes on.
fn part(held: &Held, request: &OpenGapVote) -> Result<Part> {
    let cell: Cell =
        request.cell.parse().map_err(|refused: TextProblem| Problem::field("cell", refused.0))?;
    if !(held.stages.has(cell.stage) && held.cultures.has(cell.culture)) {
        return Err(Problem::field("cell", "The promise has no such cell.").into());
    }
    let several = held.stages.len() > 1 && held.cultures.len() > 1;
    let cultures = if several { held.cultures } else { CultureSet::of(&[cell.culture]) };
    Ok(Part { stages: StageSet::of(&[cell.stage]), cultures })
}

/// What is promised in the part alone, and the promise that is not kept: customers are asked whether to keep it, beside whatever
/// else they propose.
fn asked_anew(design: &Design, round: &Round, part: Part, gap: PracticeId) -> Result<Vec<Placed>> {
    let mut asked = Vec::new();
    for practice in &design.practices {
        let fate = part.fate(practice.id, &practice.text, gap);
        if fate == Fate::GoesOn {
            continue;
        }
        let placed = beginning::placed(practice, design, round);
        let placed = placed.map_err(|refused| anyhow::anyhow!("a promise as a proposal: {refused}"))?;
        // Where it goes on elsewhere, what it costs is spent already.
        let free = matches!(fate, Fate::GoesOnIn(_));
        asked.extend(placed.map(|one| if free { one.at_no_cost() } else { one }));
    }
    Ok(asked)
}

/// Of the part alone; its rules, and who may take part, are those of the round that the design came from.
fn small(
    site: &Site,
    design: &Design,
    held: &Held,
    part: Part,
    request: &OpenGapVote,
    (opens, closes): (Timestamp, Timestamp),
) -> Result<Round> {
    let stages: Vec<Stage> =
        part.stages.iter().filter_map(|place| design.stages.get(place)).cloned().collect();
    let cultures: Vec<Culture> =
        part.cultures.iter().filter_map(|place| design.cultures.get(place)).cloned().collect();
    let going_on = design.practices.iter().map(|one| (one.id, &one.text));
    let going_on = going_on.filter(|(id, text)| part.fate(*id, text, held.id) != Fate::Open);
    let refused = |field: &str| {
        let field = field.to_owned();
        move |refused: TextProblem| Problem::field(&field, refused.0)
    };
    let question = match &request.question {
        Some(question) => question.clone(),
        None => GapVote::question(&held.title).parse().map_err(refused("question"))?,
    };
    let introduction = format!(
        "Customers say that we do not keep “{}”, which version {} of our engagement design promises. So this part of it is open \
         again: {}, for {}. Say how you would rather have it, and vote on what others say. The rest of the design goes on as it is, \
         and what that costs is spent. What comes of it stands beside the promise, and is taken up in the next version.",
        held.title,
        design.version,
        joined(stages.iter().map(|stage| &stage.name)),
        joined(cultures.iter().map(|culture| &culture.name)),
    );
    let window = |phase| {
        let taken = TAKEN.contains(&phase);
        Window { phase, opens: taken.then_some(opens), closes: taken.then_some(closes) }
    };
    Ok(Round {
        id: RoundId(0),
        question,
        introduction: introduction.parse().map_err(refused("question"))?,
        stages,
        cultures,
        resources: whole::left(&design.resources, going_on.map(|(_, text)| text)),
        windows: Phase::ALL.map(window).to_vec(),
        open: Vec::new(),
        source: None,
        discontinued: None,
        totals: Totals::default(),
        ..rounds::read(site, design.round)?
    })
}

fn joined<'a>(names: impl Iterator<Item = &'a Name>) -> String {
    names.map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What comes of it, for those who may see it.
pub fn result(site: &Site, who: &Who, round: RoundId) -> Option<GapVote> {
    let round = rounds::seen(site, who, round).ok()?;
    let board = site.memory.board(round.id)?;
    let all =
        Wanted { stage: None, culture: None, kind: None, status: None, author: None, without: None, q: "" };
    let best = board.select(&all, Sort::Best).take(GapVote::LEADING);
    let closes = round.windows.iter().find(|window| window.phase == Phase::Vote).and_then(|one| one.closes);
    // What adopting has shut before its day has no day on which it ended.
    let open = round.is_open(Phase::Vote);
    let closes = closes.filter(|closes| open || *closes <= site.clock.now());
    Some(GapVote {
        leading: best.map(|listed| listed.card.clone()).collect(),
        open,
        closes,
        stage: round.stages.first()?.name.clone(),
        cultures: round.cultures.iter().map(|culture| culture.name.clone()).collect(),
        taken_up: site.memory.read().designs().iter().rfind(|(_, made)| *made == round.id).map(|one| one.0),
        round: round.id,
        question: round.question,
        totals: round.totals,
    })
}

/// Takes out the votes that the reader may not see.
pub fn hide(site: &Site, who: &Who, promises: &mut [Promise]) {
    let world = site.memory.read();
    for promise in promises {
        promise.vote = promise.vote.filter(|round| world.seen(who.person.as_deref(), *round).is_some());
    }
}
