//! The board: a round's question, and what customers have proposed.

pub mod filter;
mod head;

use crate::api::call;
use crate::load::{At, kept, still};
use crate::outcome::here;
use crate::parts::asked_to_speak::asked_to_speak;
use crate::parts::card::card;
use crate::parts::glyph::Axes;
use crate::parts::invited::invited;
use crate::parts::layout::title;
use crate::parts::live_part::live_part;
use crate::parts::support::is_counted;
use crate::parts::time::time;
use crate::parts::vote_box::Voting;
use crate::viewer::viewer_now;
use filter::{from_query, href};
use leptos::prelude::*;
use model::api::comments::FindComments;
use model::api::joining::ListAccountInvitations;
use model::api::notices::ListFollowed;
use model::api::practices::{FindPracticesOfRound, FoundPractice};
use model::api::proposals::ListProposals;
use model::api::rounds::GetRound;
use model::api::scorecard::ListReopened;
use model::api::votes::{ListMyVotes, MyVote};
use model::comment::Found;
use model::endpoint::parts;
use model::person::Role;
use model::proposal::Card;
use model::round::Round;
use model::scorecard::Reopened;
use model::{Page, Problem, ProposalId, RoundId};
use std::hash::{Hash, Hasher};

struct Board {
    round: Round,
    filter: ListProposals,
    cards: Page<Card>,
    /// Comments and stories with the words that are looked for.
    said: Vec<Found>,
    /// Practices with these words.
    practices: Vec<FoundPractice>,
    mine: Vec<MyVote>,
    /// Of which I get news; `None` for a stranger and a guest.
    followed: Option<Vec<ProposalId>>,
    /// What customers say is not kept.
    reopened: Vec<Reopened>,
}

#[must_use]
pub fn board() -> AnyView {
    let viewer = viewer_now();
    let (current, known) = (viewer.round, viewer.person.is_some());
    let votes = known || viewer.guest;
    // Whoever speaks for nobody yet may be asked to: they are told where they come in.
    let open = viewer.person.is_some_and(|person| !person.membership.is_confirmed());
    let load = move |at| async move {
        let asked = if open { call(ListAccountInvitations {}).await? } else { Vec::new() };
        Ok::<_, Problem>((asked, load(at, current, votes, known).await?))
    };
    still(load, |(asked, board)| {
        view! { {asked_to_speak(&asked)} {find_account()} {board.map_or_else(invited, show)} }.into_any()
    })
}

/// Whoever is about to call somebody finds their card from where they come in.
fn find_account() -> Option<AnyView> {
    let wanted = viewer_now().may(Role::AccountManager) && here() == "/";
    wanted.then(|| {
        view! {
            <form class="board-search of-accounts" method="get" action="/accounts" aria-label="Accounts">
                <label class="sr-only" for="account-q">"Find an account by name, mail domain, segment or CRM id"</label>
                <input class="input" type="search" id="account-q" name="q" placeholder="Find an account" autocomplete="off"/>
                <button class="btn btn-sm">"Find"</button>
            </form>
        }
        .into_any()
    })
}

/// `None` where there is no round for this reader.
async fn load(at: At, current: RoundId, votes: bool, known: bool) -> Result<Option<Board>, Problem> {
    let named = here().starts_with("/rounds/");
    if !named && current == RoundId::default() {
        return Ok(None);
    }
    let round = if named { at.part("round")? } else { current };
    let filter = from_query(&at, round);
    let cards = call(filter.clone()).await?;
    let mine = if votes { call(ListMyVotes { round }).await? } else { Vec::new() };
    let followed = if known { Some(call(ListFollowed { round }).await?.proposals) } else { None };
    let (said, practices) = match filter.q.trim() {
        "" => (Vec::new(), Vec::new()),
        q => {
            let q = q.to_owned();
            let said = call(FindComments { round, q: q.clone() }).await?;
            (said, call(FindPracticesOfRound { round, q }).await?)
        }
    };
    let reopened = call(ListReopened { round }).await?;
    let round = call(GetRound { round }).await?;
    Ok(Some(Board { round, filter, cards, said, practices, mine, followed, reopened }))
}

/// Stands for the axes in the keys of what is kept. Only the company's own people can write them.
fn hash(axes: &Axes) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    axes.hash(&mut hasher);
    hasher.finish()
}

fn show(board: Board) -> AnyView {
    let Board { round, filter, cards, said, practices, mine, followed, reopened } = board;
    let axes = Axes::new(&round.stages, &round.cultures);
    let voting = Voting::of(&round);
    let (here, places) = (here(), hash(&axes));
    let mut list = String::new();
    for one in &cards.items {
        let vote = mine.iter().find(|vote| vote.proposal == one.id).map(|mine| mine.vote);
        let follows = followed.as_ref().map(|all| all.contains(&one.id));
        let shown =
            kept("card", &(one, vote, vote.map(|_| is_counted()), follows, voting, &here, places), || {
                view! { <li>{card(one, vote, follows, &axes, voting)}</li> }.into_any()
            });
        list.push_str(&shown);
    }
    let top =
        kept("head", &(&round, &reopened, viewer_now().person.is_some(), viewer_now().guest, &here), || {
            view! { {head::head(&round)} {head::propose_field(&round)} {head::reopened(&reopened, &round)} }
                .into_any()
        });
    let bar =
        kept("filter", &(&filter, &here, places, cards.total), || filter::bar(&filter, &axes, cards.total));
    let empty = (cards.items.is_empty() && said.is_empty() && practices.is_empty())
        .then(|| head::empty(&filter, &round));
    let again = href(&filter, |_| ());
    view! {
        {title(round.question.to_string())} <div class="contents" inner_html=top></div>
        <div class="contents" inner_html=bar></div>
        <div class="stale" role="status"><p id="stale" hidden>"The order has changed. " <a href=again>"Refresh"</a></p></div>
        <h2 class="sr-only">"Proposals"</h2>
        <ol class="cards" inner_html=list></ol>
        {empty} {filter::pages(&filter, cards.page, cards.last())} {found(&said)} {in_practices(&practices)} {live_part(round.id, parts(&filter).uri)}
    }
    .into_any()
}

/// Practices with the words that were looked for, each with its page.
fn in_practices(found: &[FoundPractice]) -> Option<AnyView> {
    let line = |one: &FoundPractice| {
        let where_it_is = match one.version {
            Some(version) => ["adopted, version ", &version.to_string()].concat(),
            None => "in the draft".to_owned(),
        };
        view! {
            <li class="card-plain">
                <p><a href=one.path()>{one.title.to_string()}</a></p>
                <p class="card-meta">{where_it_is} "; " {one.accountable.to_string()} " answers for it"</p>
            </li>
        }
        .into_any()
    };
    let lines = found.iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="found-practices">
                <h2 class="h2" id="found-practices">"In practices"</h2>
                <ol class="talk">{lines}</ol>
            </section>
        }
        .into_any()
    })
}

/// Comments and stories with the words that were looked for.
fn found(said: &[Found]) -> Option<AnyView> {
    let line = |one: &Found| {
        let what = match one.tone {
            Some(tone) => ["story, engaged ", tone.word()].concat(),
            None => one.kind.word().to_owned(),
        };
        view! {
            <li class="card-plain">
                <p><a href=one.path()>{one.begins.clone()}</a></p>
                <p class="card-meta">{what} ", beside “" {one.on.to_string()} "”, " {time(one.at)}</p>
            </li>
        }
        .into_any()
    };
    let lines = said.iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="said">
                <h2 class="h2" id="said">"In comments and stories"</h2>
                <ol class="talk">{lines}</ol>
            </section>
        }
        .into_any()
    })
}
