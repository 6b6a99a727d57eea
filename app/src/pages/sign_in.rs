//! Signing in: an address, then the code that was sent to it. One page for both, so that it can be come back to. It says
//! beforehand what will be done with what was begun.

use crate::api::call;
use crate::form::{Form, next};
use crate::load::{At, still};
use crate::outcome::{here, sign_in_path, sign_in_to_go_on};
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::session::{Begun, ListBegun};
use model::endpoint::local;
use model::person::Myself;
use model::{Email, Problem};

struct Asked {
    email: String,
    to: String,
    sent: bool,
    /// Whether this sign-in is asked for in order to go on with what was begun.
    goes_on: bool,
    begun: Vec<Begun>,
}

#[must_use]
pub fn sign_in() -> AnyView {
    match viewer_now().person {
        Some(myself) => already(&myself, &crate::load::at().text("next")),
        None => still(load, show),
    }
}

async fn load(at: At) -> Result<Asked, Problem> {
    let (email, to) = (at.text("email"), at.text("next"));
    let sent = !at.text("sent").is_empty() && !email.is_empty();
    let goes_on = !at.text("begun").is_empty();
    let begun = match goes_on {
        // A code goes on with what its own address was asked for with.
        true => {
            let email = if sent { Email::parse(&email).ok() } else { None };
            call(ListBegun { email, ..ListBegun::default() }).await?
        }
        false => Vec::new(),
    };
    Ok(Asked { email, to, sent, goes_on, begun })
}

fn show(asked: Asked) -> AnyView {
    let content = if asked.sent { code(asked) } else { address(asked) };
    view! { <div class="narrow">{content}</div> }.into_any()
}

/// Whoever is signed in need not do it again.
fn already(myself: &Myself, to: &str) -> AnyView {
    let who = match &myself.email {
        Some(email) => [myself.name.as_str(), " (", email.as_str(), ")"].concat(),
        None => myself.name.to_string(),
    };
    let to = local(to).unwrap_or_else(|| "/".into());
    view! {
        <div class="narrow">
            {heading("You are signed in", "")}
            <p class="lead">"You are signed in as " <b>{who}</b> ". To sign in as somebody else, sign out first."</p>
            <div class="actions">
                <a class="btn btn-primary" href=to>"Go on"</a>
                <form method="post" action="/api/v1/sign-out" data-then="/sign-in">
                    {next("/sign-in".into())} <button class="btn">"Sign out"</button>
                </form>
            </div>
        </div>
    }
    .into_any()
}

fn address(asked: Asked) -> AnyView {
    let Asked { email, to, goes_on, begun, .. } = asked;
    let form = Form::main();
    let field = Field::new("email", "Your e-mail address")
        .kind("email")
        .autocomplete("email")
        .inputmode("email")
        .text(Email::MAX, |text| Email::parse(text).map(drop))
        .value(&email)
        .required();
    let lead = "We send you a six-digit code and a link; either will do. There is no password.";
    view! {
        {heading("Sign in", lead)} {waiting(&begun, sign_in_path(&to))}
        <form method="post" action="/api/v1/sign-in" class="form" data-then="next">
            {next(to)} {going_on(goes_on)} {field.view(form)} {form.trouble()}
            <p><button class="btn btn-primary">"Send me a code"</button></p>
        </form>
    }
    .into_any()
}

fn code(asked: Asked) -> AnyView {
    let Asked { email, to, goes_on, begun, .. } = asked;
    let form = Form::main();
    let other = if goes_on { sign_in_to_go_on(&to) } else { sign_in_path(&to) };
    let field = Field::new("code", "The code").inputmode("numeric").autocomplete("one-time-code").required();
    view! {
        {heading("Look into your mail", "")}
        <p class="lead">
            "We have sent a code to " <b>{email.clone()}</b> ". It works for fifteen minutes, in this browser; the link beside it works anywhere."
        </p>
        {waiting(&begun, here())}
        <form method="post" action="/api/v1/sign-in/code" class="form code" data-then="next">
            {next(to.clone())} <input type="hidden" name="email" value=email.clone()/> {field.view(form)} {form.trouble()}
            <p><button class="btn btn-primary">"Sign in"</button></p>
        </form>
        <form method="post" action="/api/v1/sign-in" class="actions" data-then="stay" data-toast="Sent once more.">
            {next(to)} {going_on(goes_on)} <input type="hidden" name="email" value=email/>
            <button class="btn btn-ghost">"Send it again"</button> <a href=other>"Use another address"</a>
            {Form::new().trouble()}
        </form>
    }
    .into_any()
}

/// Ties what was begun to the sign-in that this form asks for.
fn going_on(yes: bool) -> Option<AnyView> {
    yes.then(|| view! { <input type="hidden" name="begun" value="1"/> }.into_any())
}

/// What will be done after signing in, and a way not to.
pub(super) fn waiting(begun: &[Begun], then: String) -> Option<AnyView> {
    let after = then.clone();
    let lines = begun.iter().map(|one| view! { <p>{in_words(one)}</p> }.into_any()).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <form method="post" action="/api/v1/sign-in/begun/drop" class="note stack" data-then=after data-toast="Dropped.">
                {next(then)} {lines}
                <p><button class="btn btn-sm">{if begun.len() == 1 { "Do not do this" } else { "Do none of this" }}</button></p>
            </form>
        }
        .into_any()
    })
}

fn in_words(begun: &Begun) -> String {
    match begun {
        Begun::Vote { on } => ["After signing in, your vote on “", on.as_str(), "” is cast."].concat(),
        Begun::Comment { on } => {
            ["After signing in, what you wrote beside “", on.as_str(), "” is sent."].concat()
        }
        Begun::Proposal { title } => {
            ["After signing in, your proposal “", title.as_str(), "” is sent."].concat()
        }
    }
}
