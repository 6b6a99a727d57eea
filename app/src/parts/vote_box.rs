//! Voting on one proposal: three buttons with the count between them, and a quiet second row that asks how much it
//! matters. Plain forms; with scripts the stance shows at once and is kept by the time the count follows. Nothing
//! moves: what is not yet asked keeps its place empty.

use super::icon::icon;
use super::on_the_way;
use super::support::{in_words_to, is_counted, voices};
use super::toast::toast;
use crate::form::{next_here, refused};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::notices::Follow;
use model::api::votes::{CastVote, VoteCast};
use model::proposal::Support;
use model::round::{Phase, Round};
use model::vote::{Stance, Strength, Vote};
use model::{Problem, ProposalId, Timestamp, Title};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// What may be said at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Voting {
    All,
    /// Before voting opens: agree, or nothing.
    SupportOnly,
    Shut,
}

impl Voting {
    #[must_use]
    pub fn of(round: &Round) -> Self {
        if round.not_yours.vote.is_some() {
            Self::Shut
        } else if round.is_open(Phase::Vote) {
            Self::All
        } else if round.is_open(Phase::Propose) || round.is_open(Phase::Refine) {
            Self::SupportOnly
        } else {
            Self::Shut
        }
    }

    #[must_use]
    pub fn allows(self, stance: Stance) -> bool {
        match self {
            Self::All => true,
            Self::SupportOnly => stance == Stance::Agree,
            Self::Shut => false,
        }
    }
}

thread_local! {
    static BALLOTS: RefCell<Vec<Ballot>> = const { RefCell::new(Vec::new()) };
}

/// The page that they are on is left.
pub fn forget_all() {
    BALLOTS.set(Vec::new());
}

/// What the lively part needs to know.
#[derive(Clone, Serialize, Deserialize)]
pub struct Props {
    pub proposal: ProposalId,
    pub title: Title,
    /// Since when it has had the words that are shown.
    pub worded: Timestamp,
    pub mine: Option<Vote>,
    pub support: Support,
    pub voting: Voting,
    pub large: bool,
    /// Whether I get news of it; `None` where that is asked elsewhere on the page, and of whom nobody knows.
    #[serde(default)]
    pub followed: Option<bool>,
}

/// Buttons, count and second row, as the server shows them.
#[cfg(feature = "ssr")]
#[must_use]
pub fn vote(props: Props) -> AnyView {
    let ballot = Ballot::new(props.proposal, props.worded, props.mine, props.support);
    ballot.followed.set(props.followed);
    crate::load::lively("vote", &props, both(ballot, &props))
}

/// The same, alive.
#[must_use]
pub fn part(props: Props) -> AnyView {
    let ballot = Ballot::here(props.proposal, props.worded, props.mine, props.support);
    if props.followed.is_some() {
        ballot.followed.set(props.followed);
    }
    both(ballot, &props)
}

fn both(ballot: Ballot, props: &Props) -> AnyView {
    view! { {vote_box(ballot, &props.title, props.voting, props.large)} {vote_row(ballot)} }.into_any()
}

/// One proposal's vote as a page holds it: mine, and everybody's.
#[derive(Clone, Copy)]
pub struct Ballot {
    pub proposal: ProposalId,
    /// The words that are on the page, and that a vote is for.
    seen: RwSignal<Timestamp>,
    pub mine: RwSignal<Option<Vote>>,
    pub support: RwSignal<Support>,
    /// Whether I get news of it, where that is asked beside the vote.
    pub followed: RwSignal<Option<bool>>,
    /// Counts what was sent, so that only the answer to the last counts.
    turn: StoredValue<u32>,
    /// My vote as the server has it.
    kept: StoredValue<Option<Vote>>,
}

impl Ballot {
    #[must_use]
    pub fn new(proposal: ProposalId, seen: Timestamp, mine: Option<Vote>, support: Support) -> Self {
        let (turn, kept) = (StoredValue::new(0), StoredValue::new(mine));
        let (mine, support) = (RwSignal::new(mine), RwSignal::new(support));
        let (seen, followed) = (RwSignal::new(seen), RwSignal::new(None));
        Self { proposal, seen, mine, support, followed, turn, kept }
    }

    #[must_use]
    pub fn has(self, stance: Stance) -> bool {
        self.mine.with(|mine| mine.is_some_and(|vote| vote.stance == stance))
    }

    /// Casts `stance`, or takes it back if that is my vote already.
    pub fn toggle(self, stance: Stance) {
        let again = self.mine.get_untracked().is_some_and(|vote| vote.stance == stance);
        self.cast(Vote::new(if again { Stance::TakenBack } else { stance }));
    }

    /// Shows the vote at once, sends it, and goes back to what the server has if it is refused.
    pub fn cast(self, vote: Vote) {
        self.mine.set(Some(vote).filter(|vote| vote.stance != Stance::TakenBack));
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let Vote { stance, strength, red_line } = vote;
        let seen = Some(self.seen.get_untracked().0);
        let request = CastVote { proposal: self.proposal, stance, strength, red_line, seen };
        on_the_way::sent();
        spawn_local(async move {
            let answer = crate::api::call(request).await;
            self.answered(turn, answer);
            on_the_way::answered();
        });
    }

    fn answered(self, turn: u32, answer: Result<VoteCast, Problem>) {
        // The page that it was cast on may be left, for one that shows the same proposal and was read before it came.
        let left = self.turn.try_get_value().is_none();
        let ballot = match left {
            true => Self::all().into_iter().find(|other| other.proposal == self.proposal),
            false => Some(self),
        };
        let Some(ballot) = ballot else { return };
        if let Ok(cast) = &answer {
            ballot.kept.set_value(cast.mine);
        }
        if ballot.turn.get_value() != if left { 0 } else { turn } {
            return;
        }
        match answer {
            Ok(cast) => {
                ballot.mine.set(cast.mine);
                ballot.support.set(cast.support);
                if cast.followed {
                    ballot.is_followed();
                }
            }
            Err(problem) if left => toast(problem.message),
            Err(problem) => {
                ballot.mine.set(ballot.kept.get_value());
                refused(&problem);
            }
        }
    }

    /// It is followed with the vote, as its voter wants: said beside it, or in passing where that is asked elsewhere on the page.
    fn is_followed(self) {
        match self.followed.get_untracked() {
            Some(true) => {}
            Some(false) => self.followed.set(Some(true)),
            None => toast("You are told what comes of it, as of all that you vote on.".into()),
        }
    }

    /// Follows it, or no longer: shown at once, and as it was if that is refused.
    fn follow(self, wanted: bool) {
        self.followed.set(Some(wanted));
        let request = Follow { proposal: self.proposal, wanted, voting: true };
        on_the_way::sent();
        spawn_local(async move {
            let answer = crate::api::call(request).await;
            let kept = answer.as_ref().map_or(!wanted, |followed| followed.wanted);
            self.followed.try_set(Some(kept));
            if let Err(problem) = answer {
                toast(problem.message);
            }
            on_the_way::answered();
        });
    }

    /// The ballot of a proposal that is on this page, made by whichever part came to life first.
    #[must_use]
    pub fn here(proposal: ProposalId, seen: Timestamp, mine: Option<Vote>, support: Support) -> Self {
        BALLOTS.with_borrow_mut(|ballots| {
            if let Some(ballot) = ballots.iter().find(|ballot| ballot.proposal == proposal) {
                if ballot.seen.get_untracked() < seen {
                    ballot.seen.set(seen);
                }
                return *ballot;
            }
            let ballot = Self::new(proposal, seen, mine, support);
            ballots.push(ballot);
            ballot
        })
    }

    /// All that are on this page, in its order.
    #[must_use]
    pub fn all() -> Vec<Self> {
        BALLOTS.with_borrow(Clone::clone)
    }

    /// Takes over what others' votes have made of the count.
    pub fn renew(self, support: Support) {
        if self.support.get_untracked() != support {
            self.support.set(support);
        }
    }

    fn action(self) -> String {
        ["/api/v1/proposals/", &self.proposal.to_string(), "/vote"].concat()
    }
}

/// Where a form says which words the vote is for.
#[must_use]
pub fn seen_words(seen: Timestamp) -> AnyView {
    view! { <input type="hidden" name="seen" value=seen.0.to_string()/> }.into_any()
}

/// The three buttons and the count. `large` writes the words beside the signs.
#[must_use]
pub fn vote_box(ballot: Ballot, title: &Title, voting: Voting, large: bool) -> AnyView {
    let button = |stance: Stance, sign: &'static str| {
        // Without scripts the button itself says what one more press does.
        let value = move || if ballot.has(stance) { "taken_back" } else { stance.word() };
        let pressed = move || if ballot.has(stance) { "true" } else { "false" };
        view! {
            <button
                class=["vote ", stance.word()].concat()
                name="stance"
                value=value
                aria-pressed=pressed
                disabled=!voting.allows(stance)
                on:click=move |event| {
                    event.prevent_default();
                    ballot.toggle(stance);
                }
            >
                {icon(sign)}
                <span class=if large { "vote-word" } else { "sr-only" }>{stance.word()}</span>
                <span class="sr-only">{[": ", title.as_str()].concat()}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <form method="post" action=ballot.action() class="vote-box" class:large=large>
            {next_here()} {move || seen_words(ballot.seen.get())} {button(Stance::Agree, "agree")} <div class="vote-count">{move || count(ballot.support.get(), ballot.mine.with(Option::is_some))}</div>
            {button(Stance::Disagree, "disagree")} {button(Stance::Pass, "pass")}
        </form>
    }
    .into_any()
}

fn count(support: Support, voted: bool) -> AnyView {
    let words = in_words_to(voted, &support);
    let under = if voted && is_counted() { "with yours" } else { "voices" };
    match support.tally() {
        None => view! { <b aria-hidden="true">"<5"</b><small><span class="sr-only">{words}</span><span aria-hidden="true">{under}</span></small> },
        Some(tally) => {
            let mut of = String::from("of ");
            of.push_str(&tally.voices.to_string());
            let figure = voices(tally.agree);
            view! { <b aria-hidden="true">{figure}</b><small><span class="sr-only">{words}</span><span aria-hidden="true">{of}</span></small> }
        }
    }
    .into_any()
}

/// The second row: how much it matters, after disagreeing whether it would make one leave, and whether one wants to be told
/// what comes of it. Always there, and empty until there is a vote.
#[must_use]
pub fn vote_row(ballot: Ballot) -> AnyView {
    let content = move || {
        let vote = ballot.mine.get()?;
        let takes_side = matches!(vote.stance, Stance::Agree | Stance::Disagree);
        let followed = ballot.followed.get();
        if !takes_side && followed.is_none() {
            return None;
        }
        Some(view! {
            <form method="post" action=ballot.action() class="vote-row" on:submit=|event: SubmitEvent| event.prevent_default()>
                {next_here()} {seen_words(ballot.seen.get())} <input type="hidden" name="stance" value=vote.stance.word()/> <input type="hidden" name="voting" value="true"/>
                {takes_side.then(|| matters(ballot, vote))} {(vote.stance == Stance::Disagree).then(|| red_line(ballot, vote))}
                {followed.map(|wanted| follow(ballot, wanted))}
            </form>
        })
    };
    view! { <div class="vote-row-place">{content}</div> }.into_any()
}

fn matters(ballot: Ballot, vote: Vote) -> AnyView {
    let strengths = Strength::ALL
        .map(|strength| {
            let pressed = vote.strength == Some(strength);
            let wanted = (!pressed).then_some(strength);
            view! {
                <button
                    class="matter"
                    name="strength"
                    value=wanted.map_or("", Strength::word)
                    aria-pressed=if pressed { "true" } else { "false" }
                    on:click=move |event| {
                        event.prevent_default();
                        ballot.cast(Vote { strength: wanted, ..vote });
                    }
                >
                    {strength.word()}
                </button>
            }
            .into_any()
        })
        .into_iter()
        .collect::<Vec<_>>();
    view! { <span class="vote-ask">"How much does it matter?"</span> {strengths} }.into_any()
}

/// Asked at the moment of voting, and where one can see it: its own address is where it is sent, also without scripts.
fn follow(ballot: Ballot, wanted: bool) -> AnyView {
    let action = ["/api/v1/proposals/", &ballot.proposal.to_string(), "/follow"].concat();
    view! {
        <button
            class="matter follow-it"
            formaction=action
            name="wanted"
            value=if wanted { "false" } else { "true" }
            aria-pressed=if wanted { "true" } else { "false" }
            title="Tell me what comes of it. So it is then with what you vote on next"
            on:click=move |event| {
                event.prevent_default();
                ballot.follow(!wanted);
            }
        >
            {icon("bell")}
            <span class="vote-wide">{if wanted { "following" } else { "follow" }}</span>
        </button>
    }
    .into_any()
}

fn red_line(ballot: Ballot, vote: Vote) -> AnyView {
    view! {
        <button
            class="matter leave"
            name="red_line"
            value=if vote.red_line { "false" } else { "true" }
            aria-pressed=if vote.red_line { "true" } else { "false" }
            on:click=move |event| {
                event.prevent_default();
                ballot.cast(Vote { red_line: !vote.red_line, ..vote });
            }
        >
            <span class="vote-wide">"this would "</span> "make me leave"
        </button>
    }
    .into_any()
}
