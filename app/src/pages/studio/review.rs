//! The draft on its way to the signature: into review, how many functions have signed it, and out of it again. Who has said
//! what, and signing itself, are on a page of their own.

use super::desk::Desk;
use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::staff::touch::Standing;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::round::Phase;
use model::sign_off::{SignOff, SignOffState};
use model::{Reason, RoundId};

/// Nothing where no function has to sign, so that a small company is not asked for it.
pub(super) fn review(desk: Desk) -> AnyView {
    let id = desk.round.with_untracked(|round| round.id);
    let needed = Memo::new(move |_| desk.sign_off.with(|one| one.as_ref().is_some_and(|one| one.of > 0)));
    let words = move || desk.sign_off.with(|one| one.as_ref().map(SignOff::words));
    // Drawn anew only when one comes or goes: what is being typed stays.
    let open = move || desk.round.with(|round| round.is_open(Phase::Adopt));
    let may = move || desk.makes && desk.sign_off.with(|one| one.as_ref().is_some_and(may_be_sent));
    let begin = Memo::new(move |_| open() && may());
    let shut = Memo::new(move |_| !open() && may());
    let sent = Memo::new(move |_| {
        desk.makes && desk.sign_off.with(|one| one.as_ref().is_some_and(|one| one.sent.is_some()))
    });
    let to = ["/rounds/", &id.to_string(), "/sign-off"].concat();
    let shown = move || {
        let to = to.clone();
        needed.get().then(|| {
            view! {
                <section class="panel" aria-labelledby="review">
                    <h2 class="h2" id="review" tabindex="-1">"Review"</h2>
                    <p role="status">{words}</p>
                    <p><a href=to>"Who must sign, and what they say"</a></p>
                    {move || begin.get().then(|| send(desk, id))}
                    {move || shut.get().then(|| view! { <p class="quiet">"The draft can be sent to review while the adopt phase is open; now it is shut. A moderator opens it at Manage."</p> })} {move || sent.get().then(|| withdraw(desk, id))}
                </section>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn may_be_sent(sign_off: &SignOff) -> bool {
    sign_off.sent.is_none() || sign_off.stale || sign_off.state == SignOffState::SentBack
}

fn send(desk: Desk, round: RoundId) -> AnyView {
    let form = Form::new();
    let action = ["/api/v1/rounds/", &round.to_string(), "/review"].concat();
    let send = form.send(move |_| {
        desk.again_at("review".into(), Standing::now());
        toast("It is in review. Those who must sign are told.".into());
    });
    view! {
        <form class="form" method="post" action=action on:submit=send>
            {next_here()}
            {Field::new("words", "To those who sign")
                .hint("What has changed, and what you would like them to look at.")
                .group("-review")
                .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                .lines(2)
                .view(form)} {form.trouble()}
            <p><button class="btn btn-primary" aria-disabled=move || form.waits()>"Send the draft to review"</button></p>
        </form>
    }
    .into_any()
}

fn withdraw(desk: Desk, round: RoundId) -> AnyView {
    let form = Form::new();
    let action = ["/api/v1/rounds/", &round.to_string(), "/review/withdraw"].concat();
    let send = form.send(move |_| {
        desk.again_at("review".into(), Standing::now());
        toast("It is a draft again.".into());
    });
    view! {
        <form method="post" action=action on:submit=send>
            {next_here()} <button class="btn btn-sm" aria-disabled=move || form.waits()>"Take it back from review"</button> {form.trouble()}
        </form>
    }
    .into_any()
}
