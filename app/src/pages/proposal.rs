//! One proposal: what is asked for and why, what others think of it, and what has become of it.

mod answer;
mod edit;
mod follow;
mod noted;
mod notes;
mod talk;
mod together;
mod wordings;

use crate::api::call;
use crate::load::{At, still};
use crate::outcome::redirect;
use crate::parts::before_voting::before_voting;
use crate::parts::blocked::blocked;
use crate::parts::card::{kind_mark, status_mark};
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::title;
use crate::parts::live_part::live_part;
use crate::parts::pictures;
use crate::parts::prose::marked_up;
use crate::parts::support::support;
use crate::parts::time::time;
use crate::parts::vote_box::{Props, Voting, vote};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::comments::GetTalk;
use model::api::notes::ListNotes;
use model::api::notices::GetFollowed;
use model::api::proposals::{FindSimilar, GetProposal};
use model::api::rounds::GetRound;
use model::api::writing::GetWriting;
use model::comment::Talk;
use model::note::Note;
use model::person::Role;
use model::proposal::{Card, Proposal, ProposalText, Status, path};
use model::round::Round;
use model::text::slug;
use model::writing::Writing;
use model::{Particular, Problem, ProposalId};

struct Shown {
    proposal: Proposal,
    talk: Talk,
    /// Whether I get news of it; `None` for a stranger.
    followed: Option<bool>,
    writing: Writing,
    /// For staff, and read for nobody else.
    notes: Option<Vec<Note>>,
    /// What is alike, for moderators to merge it with.
    similar: Vec<Card>,
    round: Round,
    /// Whether the address has the words it should have.
    straight: bool,
}

#[must_use]
pub fn proposal() -> AnyView {
    let viewer = viewer_now().person;
    let (known, staff) = (viewer.is_some(), viewer.is_some_and(|person| !person.roles.is_empty()));
    let moderator = viewer_now().may(Role::Moderator);
    still(move |at| load(at, known, staff, moderator), show)
}

async fn load(at: At, known: bool, staff: bool, moderator: bool) -> Result<Shown, Problem> {
    let asked: ProposalId = at.part("proposal")?;
    let proposal = call(GetProposal { proposal: asked }).await?;
    let talk = call(GetTalk { proposal: proposal.id }).await?;
    // What others cannot read is followed by those who write it; a moderator reads it all the same.
    let follows = known && (proposal.status.is_public() || proposal.own || proposal.writes);
    let followed = match follows {
        true => Some(call(GetFollowed { proposal: proposal.id }).await?.wanted),
        false => None,
    };
    let writing = call(GetWriting { proposal: proposal.id }).await?;
    let notes = if staff { Some(call(ListNotes { proposal: proposal.id }).await?) } else { None };
    let words: String = at.part("slug").unwrap_or_default();
    // One that was merged is read where it was merged into.
    let straight = asked == proposal.id && words == slug(proposal.text.title.as_str());
    let similar = match moderator && matches!(proposal.status, Status::Published | Status::Waiting) {
        true => {
            let (title, why) = (proposal.text.title.to_string(), proposal.text.why.to_string());
            call(FindSimilar { round: proposal.round, title, why, except: Some(proposal.id) }).await?
        }
        false => Vec::new(),
    };
    let round = call(GetRound { round: proposal.round }).await?;
    Ok(Shown { proposal, talk, followed, writing, notes, similar, round, straight })
}

fn show(shown: Shown) -> AnyView {
    let Shown { proposal, talk, followed, writing, notes, similar, round, straight } = shown;
    if !straight && !slug(proposal.text.title.as_str()).is_empty() {
        redirect(&path(proposal.id, &proposal.text.title));
    }
    let axes = Axes::new(&round.stages, &round.cultures);
    let text = &proposal.text;
    let id = proposal.id;
    let ask = followed != Some(true);
    let uri = ["/api/v1/proposals/", &id.to_string()].concat();
    let to_board = ["/rounds/", &round.id.to_string()].concat();
    view! {
        {title(text.title.to_string())}
        <article class="proposal">
            <p class="back"><a href=to_board>"All proposals"</a></p>
            {answer::standing(&proposal)} {blocked()}
            <p class="card-place">{kind_mark(text.kind)} {status_mark(proposal.status)} {time(proposal.at)} {together::named(&writing)}</p>
            <h1 class="statement">{text.title.to_string()}</h1>
            <div class="why">{marked_up(&proposal.why_html)}</div> {pictures::shown(&proposal.pictures)} {particulars(text)}
            {together::earlier(&proposal, &axes)}
            <p class="place">
                {glyph(&axes, text.stages, text.cultures)}
                <span>"At " {axes.stage_names(text.stages)} "; for " {axes.culture_names(text.cultures)}</span>
            </p>
            {opinions(&proposal, &round, followed)}
            {wordings::wordings(&proposal)} {answer::outcome(&proposal)} {edit::edit(&proposal, &round, &axes)} {together::writing(&proposal, &writing)} {talk::talk(&proposal, &talk, ask)}
            {talk::report_proposal(&proposal)} {wordings::merge(&proposal, &similar)} {notes.map(|notes| notes::notes(&proposal, &notes))} {live_part(round.id, uri)}
        </article>
    }
    .into_any()
}

/// What I say of it and what others say. Of what others cannot read nobody says anything: only why, and whether I get news of it.
fn opinions(proposal: &Proposal, round: &Round, followed: Option<bool>) -> AnyView {
    let (id, mine) = (proposal.id, proposal.mine);
    let follow = followed.map(|wanted| follow::follow(id, wanted, mine.is_some()));
    if !proposal.status.is_public() {
        let shut = proposal.shut.clone().map(|reason| view! { <p class="quiet">{reason}</p> });
        return view! { {shut} {follow} }.into_any();
    }
    // A stranger's press leads to the sign-in, so for them the buttons stay open.
    let barred = proposal.shut.clone().filter(|_| viewer_now().person.is_some());
    let voting = if barred.is_some() { Voting::Shut } else { Voting::of(round) };
    let props = Props {
        proposal: id,
        title: proposal.text.title.clone(),
        worded: proposal.worded,
        mine,
        support: proposal.support,
        voting,
        large: true,
        followed: None,
    };
    view! {
        <section class="vote-area" aria-labelledby="your-vote">
            <h2 class="h2" id="your-vote">"What do you say?"</h2>
            {before_voting(round)} {vote(props)}
            {barred.map(|reason| view! { <p class="quiet">{reason}</p> })}
            {together::asked_again(proposal, voting)} {wordings::asked(proposal)} {noted::noted_for_me(proposal)}
            {follow}
            {(voting == Voting::SupportOnly).then(|| view! { <p class="quiet">"Voting has not opened yet: for now you can support it."</p> })}
        </section>
        <section aria-labelledby="support">
            <h2 class="h2" id="support">"What others say"</h2>
            {support(id, mine, proposal.support)} {noted::noted(proposal)}
        </section>
    }
    .into_any()
}

fn particulars(text: &ProposalText) -> AnyView {
    let rows = [("Who", &text.who), ("How", &text.how), ("With", &text.tool), ("Noticed by", &text.measure)]
        .into_iter()
        .filter_map(|(label, value)| value.as_ref().map(|value| row(label, value)))
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

fn row(label: &'static str, value: &Particular) -> AnyView {
    view! { <dt>{label}</dt><dd class="prose-line">{value.to_string()}</dd> }.into_any()
}
