//! The vote on a cell that a gap has opened again: a small round of that cell alone, and what comes of it. It adopts nothing: what
//! customers would rather have is taken up in the next version of the whole design.

use super::designs::Sight;
use super::rounds;
use crate::auth::{Designer, Who};
use crate::db::events::{self, What};
use crate::db::{gaps, rounds as table};
use crate::error::{Error, Result};
use crate::memory::Wanted;
use crate::promises::{Held, Standing};
use crate::site::Site;
use futures::FutureExt;
use model::api::scorecard::OpenGapVote;
use model::cells::Cell;
use model::promise::Promise;
use model::proposal::Sort;
use model::round::{Phase, Round, Totals, Window};
use model::scorecard::{Gap, GapVote};
use model::text::TextProblem;
use model::time::Day;
use model::{Problem, RoundId, Timestamp};

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
    let round = small(&site, &standing, held, &request, (now, closes))?;
    let (by, practice, origin) = (who.id, held.id, standing.round);
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = table::add(tx, &round, now, Some(by)).await?;
                if !gaps::vote_on(tx, practice, quarter, id).await? {
                    return Err(Error::from(Problem::conflict("Customers vote on this already.")));
                }
                events::record(tx, now, Some(by), What::of_round("round.added", id, id.0), None).await?;
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

/// Of the cell alone; its rules, and who may take part, are those of the round that the design came from.
fn small(
    site: &Site,
    standing: &Standing,
    held: &Held,
    request: &OpenGapVote,
    (opens, closes): (Timestamp, Timestamp),
) -> Result<Round> {
    let none = || Problem::field("cell", "The promise has no such cell.");
    let cell: Cell =
        request.cell.parse().map_err(|refused: TextProblem| Problem::field("cell", refused.0))?;
    let own = held.stages.has(cell.stage) && held.cultures.has(cell.culture);
    let stage = standing.stages.get(cell.stage).filter(|_| own).ok_or_else(none)?.clone();
    let culture = standing.cultures.get(cell.culture).ok_or_else(none)?.clone();
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
         again: {}, for {}. Say how you would rather have it, and vote on what others say. What comes of it stands beside the \
         promise, and is taken up in the next version.",
        held.title, standing.version, stage.name, culture.name
    );
    let window = |phase| {
        let taken = TAKEN.contains(&phase);
        Window { phase, opens: taken.then_some(opens), closes: taken.then_some(closes) }
    };
    Ok(Round {
        id: RoundId(0),
        question,
        introduction: introduction.parse().map_err(refused("question"))?,
        stages: vec![stage],
        cultures: vec![culture],
        windows: Phase::ALL.map(window).to_vec(),
        open: Vec::new(),
        source: None,
        discontinued: None,
        totals: Totals::default(),
        ..rounds::read(site, standing.round)?
    })
}

/// The vote on one cell adopts nothing: a design is the whole matrix.
pub async fn may_open(site: &Site, round: RoundId, phase: Phase, field: &str) -> Result<()> {
    if phase == Phase::Adopt && gaps::is_vote(&site.db, round).await? {
        let message = "This is a vote on one part of a design. Take up what comes of it in the design's own round, and adopt that.";
        return Err(Problem { message: message.into(), ..Problem::field(field, message) }.into());
    }
    Ok(())
}

/// What comes of it, for those who may see it.
pub fn result(site: &Site, who: &Who, round: RoundId) -> Option<GapVote> {
    let round = rounds::seen(site, who, round).ok()?;
    let board = site.memory.board(round.id)?;
    let all =
        Wanted { stage: None, culture: None, kind: None, status: None, author: None, without: None, q: "" };
    let best = board.select(&all, Sort::Best).take(GapVote::LEADING);
    Some(GapVote {
        leading: best.map(|listed| listed.card.clone()).collect(),
        open: round.is_open(Phase::Vote),
        closes: round.windows.iter().find(|window| window.phase == Phase::Vote).and_then(|one| one.closes),
        stage: round.stages.first()?.name.clone(),
        culture: round.cultures.first()?.name.clone(),
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
