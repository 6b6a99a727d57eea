//! Focus mode: one proposal at a time, by thumb or by keyboard, to be left at any moment. Without scripts each vote
//! comes back here and finds the next.

mod ask;

use crate::api::call;
use crate::load::{At, still};
use crate::parts::before_voting::before_voting;
use crate::parts::focus_mode::{Props, focus_mode};
use crate::parts::glyph::Axes;
use crate::parts::invited::invited;
use crate::parts::layout::{heading, title};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::notices::ListFollowed;
use model::api::proposals::ListProposals;
use model::api::rounds::GetRound;
use model::api::votes::ListMyVotes;
use model::proposal::{Card, Sort};
use model::round::{Phase, Round};
use model::{Page, Problem, ProposalId, RoundId};

struct Waiting {
    round: Round,
    /// Those that one more vote would help most, first.
    cards: Page<Card>,
    /// How many I have voted on.
    done: usize,
    /// Of which I get news; `None` for a stranger and a guest.
    followed: Option<Vec<ProposalId>>,
    /// Whether I would rather not say who I am.
    skip: bool,
}

#[must_use]
pub fn vote() -> AnyView {
    let viewer = viewer_now();
    let (current, known) = (viewer.round, viewer.person.is_some());
    let votes = known || viewer.guest;
    still(move |at| load(at, current, votes, known), |waiting| waiting.map_or_else(invited, show))
}

/// `None` where there is no round for this reader.
async fn load(at: At, current: RoundId, votes: bool, known: bool) -> Result<Option<Waiting>, Problem> {
    let round = at.field("round").unwrap_or(current);
    if round == RoundId::default() {
        return Ok(None);
    }
    let sort = Some(Sort::NeedsVotes);
    let cards = call(ListProposals { round, unvoted: votes, sort, ..Default::default() }).await?;
    let done = if votes { call(ListMyVotes { round }).await?.len() } else { 0 };
    let followed = if known { Some(call(ListFollowed { round }).await?.proposals) } else { None };
    let round = call(GetRound { round }).await?;
    Ok(Some(Waiting { round, cards, done, followed, skip: at.text("skip") == "1" }))
}

fn show(waiting: Waiting) -> AnyView {
    let to_board = ["/rounds/", &waiting.round.id.to_string()].concat();
    let not_yours = waiting.round.not_yours.vote.clone();
    if !waiting.round.is_open(Phase::Vote) || not_yours.is_some() {
        let why = not_yours.unwrap_or_else(|| "Voting is not open at the moment.".into());
        return view! {
            {heading("Vote", "")}
            <div class="empty">
                <p>{why}</p>
                <a class="btn" href=to_board>"See what has been proposed"</a>
            </div>
        }
        .into_any();
    }
    if waiting.cards.items.is_empty() {
        return all_done(to_board, waiting.done);
    }
    let Waiting { round, cards, done, followed, skip } = waiting;
    let axes = Axes::new(&round.stages, &round.cultures);
    let again = ["/vote?skip=1&round=", &round.id.to_string()].concat();
    let ask = ask::ask(&round, skip, &again);
    let guests = round.guests;
    let whole = done + cards.total;
    let props = Props { cards: cards.items, axes, done, whole, again, followed, guests };
    view! {
        {title("Vote".into())}
        <div class="focus">
            <h1 class="sr-only">"Vote"</h1>
            <p class="focus-stop"><a href=to_board>"Stop for now"</a></p>
            {before_voting(&round)} {ask} {focus_mode(&props)}
        </div>
    }
    .into_any()
}

fn all_done(to_board: String, done: usize) -> AnyView {
    let words = if done == 0 {
        "There is nothing to vote on yet."
    } else {
        "You have voted on everything there is. Thank you."
    };
    view! {
        {heading("Vote", "")}
        <div class="empty">
            <p>{words}</p>
            <a class="btn btn-primary" href=to_board>"See how it stands"</a>
        </div>
    }
    .into_any()
}
