//! A draft, or how it is today, in the form of a design: for the pages that read one as a journey, a path or slides. Nobody has signed
//! it, and it says so.

use super::compared::{makes, not_yours, reads};
use crate::api::practices::stories;
use crate::api::{rounds, sign_off};
use crate::auth::Anyone;
use crate::db::practices;
use crate::design::integrity::Plan;
use crate::design::review::Reviewed;
use crate::error::Result;
use crate::memory::Board;
use crate::site::Site;
use anyhow::Context;
use model::api::designs::GetReading;
use model::design::{
    AdoptedPractice, DecidedPart, Design, DesignState, Evidence, FirstPeriod, LeftDecision, LeftOut,
};
use model::practice::PracticeText;
use model::round::Round;
use model::{PracticeId, Problem, ProposalId, Reason, Timestamp, Version};

pub async fn reading(site: Site, who: Anyone, request: GetReading) -> Result<Design> {
    let round = rounds::seen(&site, &who, request.round)?;
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    if request.today {
        if !makes(&who) {
            return Err(not_yours().into());
        }
        let practices = practices::inside_out(&site.db, round.id).await?;
        let practices = practices.into_iter().map(|one| (one.id, one.text)).collect();
        let now = site.clock.now();
        let laid = Laid { state: DesignState::Today, at: now, practices, left_out: Vec::new() };
        return Ok(laid.read(round, &board)?);
    }
    let standing = sign_off::standing(&site, &round).await?;
    let sent = standing.review().map(|review| Timestamp(review.sent));
    if !reads(&who, &standing) {
        return Err(not_yours().into());
    }
    let state = if sent.is_some() { DesignState::InReview } else { DesignState::Draft };
    let at = sent.unwrap_or_else(|| site.clock.now());
    let mut design = in_whole(standing.shown, (state, at), round, &board)?;
    stories::put_beside(&site, &mut design).await?;
    Ok(design)
}

/// As it was sent, whatever the round is called by now; of the vote on a part, all of the next version.
fn in_whole(
    shown: Reviewed,
    (state, at): (DesignState, Timestamp),
    round: Round,
    board: &Board,
) -> anyhow::Result<Design> {
    let side = shown.side();
    let round = Round {
        stages: side.stages.to_vec(),
        cultures: side.cultures.to_vec(),
        resources: side.resources.to_vec(),
        question: shown.question.clone(),
        ..round
    };
    let practices = side.practices.iter().map(|(id, text)| (*id, (*text).clone())).collect();
    let mut design = Laid { state, at, practices, left_out: shown.left_out.clone() }.read(round, board)?;
    if let Some(whole) = &shown.whole {
        let (stages, cultures) = (whole.part.stages, whole.part.cultures);
        design.part = Some(DecidedPart { from: whole.version, stages, cultures });
        for left in &mut design.left_out {
            (left.stages, left.cultures) = (stages, cultures);
        }
        let going_on = |id| whole.practices.iter().any(|one| one.id == id && one.goes_on);
        for practice in design.practices.iter_mut().filter(|one| going_on(one.id)) {
            practice.goes_on = Some(whole.version);
        }
    }
    Ok(design)
}

/// What is not adopted.
struct Laid {
    state: DesignState,
    at: Timestamp,
    practices: Vec<(PracticeId, PracticeText)>,
    left_out: Vec<(ProposalId, LeftDecision, Reason)>,
}

impl Laid {
    fn read(self, round: Round, board: &Board) -> anyhow::Result<Design> {
        let Self { state, at, practices, left_out } = self;
        let texts = practices.iter().map(|(id, text)| (*id, text));
        let shape = (round.stages.len(), round.cultures.len());
        let counts = Plan::new(shape, &round.resources, texts).counts();
        let nobody =
            || "nobody".parse().map_err(|refused: model::text::TextProblem| anyhow::anyhow!("{refused}"));
        Ok(Design {
            version: Version(0),
            state,
            round: round.id,
            question: round.question,
            adopted: at,
            signed_by: nobody().context("who signed")?,
            capacity: nobody().context("who signed")?,
            statement: "Nobody has signed this.".parse().map_err(|_| anyhow::anyhow!("the statement"))?,
            digest: String::new(),
            superseded: false,
            sample: round.sample,
            stages: round.stages,
            cultures: round.cultures,
            resources: round.resources,
            practices: practices.into_iter().map(|(id, text)| practice(id, text, board)).collect(),
            left_out: left_out.into_iter().filter_map(|one| left(one, board)).collect(),
            versions: Vec::new(),
            holds_too: Vec::new(),
            difference: Vec::new(),
            counts,
            beside: Vec::new(),
            first: FirstPeriod::default(),
            totals: board.totals,
            selection: None,
            sign_off: None,
            part: None,
        })
    }
}

fn practice(id: PracticeId, text: PracticeText, board: &Board) -> AdoptedPractice {
    let evidence = |id: &ProposalId| {
        let listed = board.find(*id).filter(|listed| listed.memory.status.is_public())?;
        let title = listed.card.title.to_string();
        Some(Evidence { proposal: *id, title, support: listed.card.support, counted: None })
    };
    let from = text.proposals.iter().filter_map(evidence).collect();
    AdoptedPractice { id, text, from, cost_changes: Vec::new(), stories: Vec::new(), goes_on: None }
}

fn left((id, decision, reason): (ProposalId, LeftDecision, Reason), board: &Board) -> Option<LeftOut> {
    let listed = board.find(id).filter(|listed| listed.memory.status.is_public())?;
    Some(LeftOut {
        proposal: id,
        title: listed.card.title.to_string(),
        support: listed.card.support,
        decision: Some(decision),
        reason: reason.into(),
        stages: listed.card.stages,
        cultures: listed.card.cultures,
    })
}
