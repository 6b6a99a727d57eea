//! The sign-off of a round's draft: how far it is, for everybody; for staff and for those who sign, what is in review, who has
//! said what of it, and the forms to say it.

mod reviewed;
mod signers;

use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::{At, still};
use crate::parts::field::Field;
use crate::parts::glyph::Axes;
use crate::parts::layout::heading;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::access::NOT_FOR_CUSTOMERS;
use model::api::rounds::GetRound;
use model::api::sign_off::GetSignOff;
use model::person::Role;
use model::round::{Phase, Round};
use model::sign_off::{SignOff, SignOffInside, SignOffState, SignVerdict, Signer};
use model::{Name, Problem, Reason, RoundId};

struct Shown {
    round: Round,
    sign_off: SignOff,
}

#[must_use]
pub fn sign_off() -> AnyView {
    let current = viewer_now().round;
    still(move |at| load(at, current), |shown| show(&shown))
}

/// Where it is.
#[must_use]
pub fn path(round: RoundId) -> String {
    ["/rounds/", &round.to_string(), "/sign-off"].concat()
}

async fn load(at: At, current: RoundId) -> Result<Shown, Problem> {
    let round = at.part("round").unwrap_or(current);
    let sign_off = call(GetSignOff { round }).await?;
    Ok(Shown { round: call(GetRound { round }).await?, sign_off })
}

fn show(shown: &Shown) -> AnyView {
    let Shown { round, sign_off } = shown;
    let axes = Axes::new(&round.stages, &round.cultures);
    let inside = sign_off.inside.as_ref().map(|inside| {
        let mine = inside.signers.iter().filter(|signer| signer.mine).collect::<Vec<_>>();
        let forms = mine.into_iter().map(|signer| sign(signer, inside, sign_off)).collect::<Vec<_>>();
        view! {
            {forms} {signers::list(&inside.signers, &axes, sign_off)} {reviewed::reviewed(inside, round, &axes)}
            {signers::settle(round, &inside.signers)}
        }
    });
    view! {
        <div class="narrow stack">
            {heading("Sign-off", "")} <p class="lead">{round.question.to_string()}</p> {state(sign_off)} {send(round, sign_off)} {inside}
        </div>
    }
    .into_any()
}

/// How far it is, in plain words.
fn state(sign_off: &SignOff) -> AnyView {
    if sign_off.of == 0 {
        let words = "No function has to sign before a design is adopted: a signatory's signature is enough.";
        return view! { <p>{words}</p> }.into_any();
    }
    let sent = sign_off.sent.map(|at| view! { " Sent to review " {time(at)} "." });
    let must = match sign_off.state {
        SignOffState::Draft if sign_off.of == 1 => " One function must sign it before it is adopted.".into(),
        SignOffState::Draft => {
            [" ", &sign_off.of.to_string(), " functions must sign it before it is adopted."].concat()
        }
        _ => String::new(),
    };
    view! { <p><b>{sign_off.words()}</b> {must} {sent}</p> }.into_any()
}

/// For designers: into review, and out of it.
fn send(round: &Round, sign_off: &SignOff) -> Option<AnyView> {
    let open = round.is_open(Phase::Adopt);
    if !viewer_now().may(Role::Designer) || sign_off.of == 0 {
        return None;
    }
    let base = ["/api/v1/rounds/", &round.id.to_string(), "/review"].concat();
    let studio = ["/studio?round=", &round.id.to_string()].concat();
    let begin = sign_off.sent.is_none() || sign_off.stale || sign_off.state == SignOffState::SentBack;
    let form = Form::new();
    let barred = round.not_for_customers.then(|| view! { <p class="warning">{NOT_FOR_CUSTOMERS}</p> });
    let send = (begin && open && barred.is_none()).then(|| {
        let words = Field::new("words", "To those who sign")
            .hint("What has changed, and what you would like them to look at.")
            .text(Reason::MAX, |text| Reason::parse(text).map(drop))
            .lines(2)
            .group("-send");
        let again = if sign_off.sent.is_some() { "Send it to review again" } else { "Send it to review" };
        view! {
            <form class="form panel" method="post" action=base.clone() data-then="reload" data-toast="It is in review. Those who must sign are told.">
                {next_here()} {words.view(form)} {form.trouble()} <p><button class="btn btn-primary">{again}</button></p>
            </form>
        }
    });
    let shut = (begin && !open && barred.is_none())
        .then(|| view! { <p class="quiet">"It can be sent to review once the adopt phase is open."</p> });
    let withdraw = sign_off.sent.is_some().then(|| {
        view! {
            <form method="post" action=[&base, "/withdraw"].concat() data-then="reload" data-toast="It is a draft again.">
                {next_here()} <button class="btn btn-sm">"Take it back from review"</button>
            </form>
        }
    });
    Some(
        view! { <p class="quiet"><a href=studio>"To the studio"</a></p> {barred} {send} {shut} {withdraw} }
            .into_any(),
    )
}

/// For whoever signs for a function.
fn sign(signer: &Signer, inside: &SignOffInside, sign_off: &SignOff) -> AnyView {
    let function = signer.function.to_string();
    if sign_off.stale {
        let words = [
            "The draft has changed since it was sent to review. It has to be sent again before ",
            &function,
            " can sign it.",
        ];
        return view! { <p class="warning">{words.concat()}</p> }.into_any();
    }
    let form = Form::main();
    let number = signer.id.to_string();
    let action = ["/api/v1/signings/", &number, "/sign"].concat();
    let heading = ["sign-", &number].concat();
    let said = signer.mark.as_ref().map(|mark| {
        let words = match mark.verdict {
            SignVerdict::Signed => "It is signed for this function. What is said last counts.",
            SignVerdict::SentBack => "It was sent back for this function. What is said last counts.",
        };
        view! { <p class="quiet">{words}</p> }
    });
    view! {
        <section class="panel" aria-labelledby=heading.clone()>
            <h2 class="h2" id=heading.clone()>"Sign for " {function}</h2>
            <p>"You sign what is in review below, as it stands. It is adopted only as it was signed."</p> {said}
            // Posted as it is: what is in review may be another by now, and then stands below, with the words that were typed.
            <form class="form" method="post" action=action>
                {next_here()} <input type="hidden" name="digest" value=inside.digest.clone()/>
                {Field::new("words", "Your words")
                    .hint("Needed to send it back: what has to change. Colleagues read them.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(3)
                    .group(["-", &number].concat())
                    .view(form)} {form.trouble()}
                <p class="actions">
                    <button class="btn btn-primary" name="verdict" value="signed">"Sign it"</button>
                    <button class="btn" name="verdict" value="sent_back">"Send it back"</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

/// "Ada, in the place of Bob"
fn by(name: &Name, holder: &Name, delegated: bool) -> String {
    match delegated {
        true => [name.as_str(), ", in the place of ", holder.as_str()].concat(),
        false => name.to_string(),
    }
}
