//! The proposals that no practice answers, the best supported first: to be ticked, or left out with a reason that is
//! published. And the tray that shows what is ticked.

use super::cells::tick;
use super::desk::{Desk, NEW};
use super::known::known;
use super::suggestions::suggestions;
use super::{placing, putting};
use crate::api::call;
use crate::form::{Form, next_here, refused};
use crate::outcome::Page;
use crate::parts::card::kind_mark;
use crate::parts::choices::{Choice, one_of};
use crate::parts::counts::called;
use crate::parts::field::Field;
use crate::parts::glyph::glyph;
use crate::parts::staff::touch::{Standing, focus};
use crate::parts::support::in_words;
use crate::parts::toast::toast;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::UndoLeaveOut;
use model::design::{Left, LeftDecision};
use model::selection::{Key, WORKING_LINES};
use model::{ProposalId, Reason};

/// More than can be weighed at one sitting.
const SHOWN: usize = WORKING_LINES;

pub(super) fn left(desk: Desk) -> AnyView {
    let list = move || {
        desk.draft.with(|draft| {
            if draft.left.is_empty() {
                let words = match draft.practices.is_empty() {
                    true => "Nobody has proposed anything yet.",
                    false => "Every proposal is in a practice.",
                };
                return view! { <p class="empty">{words}</p> }.into_any();
            }
            let most = if desk.all.get() { draft.left.len() } else { SHOWN };
            let lines = draft.left.iter().take(most).map(|left| line(desk, left)).collect::<Vec<_>>();
            let rest = draft.left.len().saturating_sub(most);
            let more = (rest > 0).then(|| {
                let href = ["/studio?all=true&round=", &draft.round.to_string()].concat();
                let show = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    desk.all.set(true);
                    desk.again();
                };
                view! { <p class="actions"><a class="btn" href=href on:click=show>"Show the other " {rest}</a></p> }
            });
            view! { <ol class="left">{lines}</ol> {more} }.into_any()
        })
    };
    view! {
        <section aria-labelledby="left">
            <h2 class="h2" id="left" tabindex="-1">"In no practice"</h2>
            <p class="quiet">"Drag one into a cell or onto a practice of the matrix, or put it there with its button. Best supported first. Every one ends in a practice, in “not now” or in “no”, and is published with its support and the reason."</p>
            <p role="status">{undecided(desk)}</p>
            {suggestions(desk)}
            // Outside of the list, which every vote draws anew: what is being typed stays.
            <For each=move || desk.leaving.get() key=|id| *id children=move |id| leave_out(desk, id)/>
            <div role="status">{putting::panel(desk)}</div>
            <div on:dragstart=move |event| placing::begin(desk, &event) on:dragend=move |_| placing::end(desk)>{list}</div>
        </section>
    }
    .into_any()
}

/// How much is still to be decided.
fn undecided(desk: Desk) -> AnyView {
    let words = move || {
        desk.draft.with(|draft| {
            let (all, open) = (draft.left.len(), draft.left.iter().filter(|left| !left.is_decided()).count());
            match (all, open) {
                (0, _) => String::new(),
                (_, 0) => "All of them are decided.".into(),
                (all, open) => {
                    [&open.to_string(), " of ", &all.to_string(), " are still undecided."].concat()
                }
            }
        })
    };
    view! { {words} }.into_any()
}

fn line(desk: Desk, left: &Left) -> AnyView {
    let card = &left.card;
    let id = card.id;
    let axes = desk.axes.get_value();
    let standing = desk.standing(Key::Proposal(id));
    let words = if left.is_decided() { "Change the reason" } else { "Leave out …" };
    let open = move |_| {
        desk.leaving.set(Some(id));
        focus(["f-reason-", &id.to_string()].concat());
    };
    let button = desk.makes.then(|| {
        view! {
            <button type="button" id=["leave-", &id.to_string()].concat() class="btn btn-ghost btn-sm needs-script" on:click=open>
                {words} <span class="sr-only">": " {card.title.to_string()}</span>
            </button>
        }
    });
    view! {
        <li class="left-item" data-proposal=id.to_string() draggable=desk.makes.then_some("true")>
            <div class="left-title">{tick(desk, card)}</div>
            <div class="left-meta">
                {glyph(&axes, card.stages, card.cultures)} {kind_mark(card.kind)} <span>{in_words(&card.support)}</span>
                <a href=card.path()>"read" <span class="sr-only">": " {card.title.to_string()}</span></a> {desk.makes.then(|| putting::button(desk, card))} {button} {undo(desk, left)}
            </div>
            {known(desk, card)} {standing} {said(left)}
        </li>
    }
    .into_any()
}

/// What was decided on it; or what the version that was adopted last said, which decides nothing for the next.
fn said(left: &Left) -> Option<AnyView> {
    let reason = left.reason.as_ref()?.to_string();
    let decided = left.decision.unwrap_or_default().words();
    let begins = match left.version {
        None => [decided, ": "].concat(),
        Some(version) => ["As ", &called(version), " said, “", decided, "”: "].concat(),
    };
    Some(view! { <p class="left-reason"><b>{begins}</b> {reason}</p> }.into_any())
}

/// For whoever decided it.
fn undo(desk: Desk, left: &Left) -> Option<AnyView> {
    let me = viewer_now().person.map(|person| person.id);
    (desk.makes && left.is_decided() && left.by.is_some() && left.by == me).then(|| {
        let (id, seen) = (left.card.id, left.revision);
        let press = move |_| undecide(desk, id, seen);
        view! {
            <button type="button" class="btn btn-ghost btn-sm needs-script" on:click=press>
                "Undo my decision" <span class="sr-only">": " {left.card.title.to_string()}</span>
            </button>
        }
        .into_any()
    })
}

fn undecide(desk: Desk, proposal: ProposalId, seen: i64) {
    let (page, standing) = (Page::now(), Standing::now());
    spawn_local(async move {
        match call(UndoLeaveOut { proposal, seen }).await {
            _ if page.is_left() => {}
            Ok(_) => {
                desk.again_at(["leave-", &proposal.to_string()].concat(), standing);
                toast("It is undecided again.".into());
            }
            Err(problem) => refused(&problem),
        }
    });
}

fn leave_out(desk: Desk, id: ProposalId) -> AnyView {
    let form = Form::new();
    let left = desk.draft.with_untracked(|draft| draft.left.iter().find(|left| left.card.id == id).cloned());
    let title = left.as_ref().map(|left| left.card.title.to_string()).unwrap_or_default();
    let decision = left.as_ref().and_then(|left| left.decision).unwrap_or_default();
    let read = left.as_ref().map_or(0, |left| left.revision);
    let reason = left.and_then(|left| left.reason).map(|reason| reason.to_string()).unwrap_or_default();
    let decisions = LeftDecision::ALL
        .map(|one| {
            let hint = if one == LeftDecision::No {
                "It will not be done."
            } else {
                "It may come in another version."
            };
            Choice::new(one.word(), one.words(), one == decision).hint(hint)
        })
        .into();
    let number = id.to_string();
    let action = ["/api/v1/proposals/", &number, "/left-out"].concat();
    let shut = move || {
        desk.leaving.set(None);
        focus(["leave-", &id.to_string()].concat());
    };
    let send = form.send(move |_| {
        shut();
        desk.again();
        toast("The reason is kept, and published with the design.".into());
    });
    view! {
        <form class="panel left-form" aria-label="Leave out" method="post" action=action on:submit=send>
            {next_here()} {form.seen(read)} <p>"Leaving out: " <b>{title}</b></p>
            {one_of("decision", "What becomes of it?", decisions, form)}
            {Field::new("reason", "Reason for leaving it out")
                .group(["-", &number].concat())
                .hint("Customers read it.")
                .value(reason)
                .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                .lines(2)
                .required()
                .view(form)} {form.trouble()}
            <p class="actions">
                <button class="btn btn-sm" aria-disabled=move || form.waits()>"Keep this reason"</button>
                <button type="button" class="btn btn-ghost btn-sm" on:click=move |_| shut()>"Never mind"</button>
            </p>
        </form>
    }
    .into_any()
}

/// Stays in sight as long as something is ticked.
pub(super) fn tray(desk: Desk) -> AnyView {
    let content = move || {
        let count = desk.ticked.with(Vec::len);
        if count == 0 {
            return ().into_any();
        }
        let words = if count == 1 { " proposal ticked" } else { " proposals ticked" };
        let button = if desk.sheet.get().is_none() {
            view! { <button type="button" class="btn btn-primary btn-sm" on:click=move |_| desk.open(NEW)>"Make a practice"</button> }
        } else {
            view! { <button type="button" class="btn btn-primary btn-sm" on:click=move |_| focus("f-title")>"To the form"</button> }
        };
        view! {
            <div class="tray-inner">
                <b>{count} {words}</b> {button}
                <button type="button" class="btn btn-ghost btn-sm" on:click=move |_| desk.ticked.set(Vec::new())>"Untick"</button>
            </div>
        }
        .into_any()
    };
    view! { <div class="tray" role="region" aria-label="Ticked proposals">{content}</div> }.into_any()
}
