//! Proposing: a sentence to complete, with the card that it makes beside it. What is typed stays in the browser until
//! it is sent, and is sent after the sign-in if that was missing.

use crate::api::call;
use crate::form::{Form, next};
use crate::load::{At, still};
use crate::parts::blocked::blocked;
use crate::parts::glyph::Axes;
use crate::parts::invited::invited;
use crate::parts::layout::heading;
use crate::parts::preview::{Preview, Props, preview};
use crate::parts::proposal_form::fields;
use crate::parts::similar::similar;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::rounds::{GetRound, ListRounds};
use model::api::scorecard::ListReopened;
use model::cells::{CultureSet, StageSet};
use model::round::{Moderation, Phase, Round};
use model::scorecard::Reopened;
use model::{Problem, RoundId};

struct Begun {
    round: Round,
    title: String,
    stages: StageSet,
    cultures: CultureSet,
    /// What was promised in that cell and is not kept, as customers say.
    reopened: Vec<Reopened>,
}

#[must_use]
pub fn propose() -> AnyView {
    let current = viewer_now().round;
    still(move |at| load(at, current), |begun| begun.map_or_else(invited, show))
}

/// `None` where there is no round for this reader.
async fn load(at: At, current: RoundId) -> Result<Option<Begun>, Problem> {
    let (stage, culture) = (at.text("at"), at.text("for"));
    let named = !stage.is_empty() && !culture.is_empty();
    let round = match at.field("round") {
        None if named => asking(current, &stage, &culture).await?,
        round => round.unwrap_or(current),
    };
    if round == RoundId::default() {
        return Ok(None);
    }
    let round = call(GetRound { round }).await?;
    let one = |name: &str| at.field::<usize>(name).into_iter().collect::<Vec<_>>();
    let (stages, cultures) = match cell(&round, &stage, &culture).filter(|_| named) {
        Some((stage, culture)) => (StageSet::of(&[stage]), CultureSet::of(&[culture])),
        None => (StageSet::of(&one("stage")), CultureSet::of(&one("culture"))),
    };
    let reopened = match (stages.is_empty(), cultures.is_empty()) {
        (false, false) => call(ListReopened { round: round.id }).await?,
        _ => Vec::new(),
    };
    let meets = |one: &Reopened| one.stages.0 & stages.0 != 0 && one.cultures.0 & cultures.0 != 0;
    let reopened = reopened.into_iter().filter(meets).collect();
    Ok(Some(Begun { round, title: at.text("title"), stages, cultures, reopened }))
}

/// Where a round has a stage and a culture of these names.
fn cell(round: &Round, stage: &str, culture: &str) -> Option<(usize, usize)> {
    let stage = round.stages.iter().position(|one| one.name.as_str() == stage)?;
    Some((stage, round.cultures.iter().position(|one| one.name.as_str() == culture)?))
}

/// The round that takes proposals and has a cell of these names: the current one, if it does, or the newest.
async fn asking(current: RoundId, stage: &str, culture: &str) -> Result<RoundId, Problem> {
    let mut lines = call(ListRounds {}).await?;
    // A sample is made up, and goes again with all that was said in it.
    lines.retain(|line| line.open.contains(&Phase::Propose) && (!line.sample || line.id == current));
    lines.sort_by_key(|line| (line.id != current, std::cmp::Reverse(line.id)));
    for line in lines {
        let round = call(GetRound { round: line.id }).await?;
        if cell(&round, stage, culture).is_some() && round.not_yours.propose.is_none() {
            return Ok(line.id);
        }
    }
    Ok(current)
}

fn show(begun: Begun) -> AnyView {
    let Begun { round, title, stages, cultures, reopened } = begun;
    if !round.is_open(Phase::Propose) || round.not_yours.propose.is_some() {
        return shut(&round);
    }
    if let Some(blocked) = blocked() {
        return view! { {heading("Propose", "")} {blocked} }.into_any();
    }
    let axes = Axes::new(&round.stages, &round.cultures);
    let form = Form::main();
    let name = round.id.to_string();
    // Words typed elsewhere come before a draft that was kept.
    let restore = title.is_empty() && stages.is_empty() && crate::flash::typed("title").is_empty();
    let begun = Preview::begun(title, stages, cultures);
    let props = Props {
        form: "proposal-form".into(),
        axes: axes.clone(),
        begun: begun.clone(),
        draft: name.clone(),
        restore,
    };
    let reviewed = round.moderation == Moderation::ReviewFirst;
    let thanks = if reviewed {
        "Thank you. A moderator reads it first."
    } else {
        "Thank you. Others can now vote on it."
    };
    let action = ["/api/v1/rounds/", &name, "/proposals"].concat();
    let back = ["/rounds/", &name, "?mine=true"].concat();
    view! {
        {heading("Propose", "How would you like us to treat you? Complete the sentence; one wish at a time.")}
        {asked(&axes, stages, cultures, &reopened)}
        <div class="guided">
            <form method="post" action=action class="form" id="proposal-form" data-then="proposal" data-draft=name.clone() data-mentions=name data-toast=thanks>
                {next(back)} {fields(form, &round, &begun, None, Some(&[]))} {similar(round.id)} {form.trouble()}
                <p class="actions">
                    <button class="btn btn-primary">"Send this proposal"</button>
                    {reviewed.then(|| view! { <span class="quiet">"A moderator reads it before others can see it."</span> })}
                </p>
            </form>
            {preview(&props)}
        </div>
    }
    .into_any()
}

/// Whoever comes from an empty cell of the matrix sees which one.
fn asked(axes: &Axes, stages: StageSet, cultures: CultureSet, reopened: &[Reopened]) -> AnyView {
    if stages.is_empty() || cultures.is_empty() {
        return ().into_any();
    }
    if let Some(one) = reopened.first() {
        let to = ["/promises/", &one.practice.to_string()].concat();
        return view! {
            <p class="note">
                "Customers say that this is not kept: “" <a href=to>{one.title.to_string()}</a> "”. What would you rather have at "
                {axes.stage_names(stages)} " for " {axes.culture_names(cultures)} "?"
            </p>
        }
        .into_any();
    }
    view! {
        <p class="note">
            "Nobody has told us yet how it should be at " {axes.stage_names(stages)} " for " {axes.culture_names(cultures)} "."
        </p>
    }
    .into_any()
}

fn shut(round: &Round) -> AnyView {
    let to = ["/rounds/", &round.id.to_string()].concat();
    let why = round.not_yours.propose.clone().filter(|_| round.is_open(Phase::Propose));
    let why = why.unwrap_or_else(|| "This round takes no new proposals at the moment.".into());
    view! {
        {heading("Propose", "")}
        <div class="empty">
            <p>{why}</p>
            <a class="btn" href=to>"See what has been proposed"</a>
        </div>
    }
    .into_any()
}
