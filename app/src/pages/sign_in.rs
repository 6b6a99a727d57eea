//! Signing in: an address, then the code that was sent to it. One page for both, so that it can be come back to.

use crate::form::{Form, next};
use crate::load::at;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::Email;

#[must_use]
pub fn sign_in() -> AnyView {
    let at = at();
    let (email, to) = (at.text("email"), at.text("next"));
    let sent = !at.text("sent").is_empty() && !email.is_empty();
    let content = if sent { code(email, to) } else { address(&email, to) };
    view! { <div class="narrow">{content}</div> }.into_any()
}

fn address(email: &str, to: String) -> AnyView {
    let form = Form::main();
    let field = Field::new("email", "Your e-mail address")
        .kind("email")
        .autocomplete("email")
        .inputmode("email")
        .text(Email::MAX, |text| Email::parse(text).map(drop))
        .value(email)
        .required();
    let lead = "We send you a six-digit code and a link; either will do. There is no password.";
    view! {
        {heading("Sign in", lead)}
        <form method="post" action="/api/v1/sign-in" class="form" data-then="next">
            {next(to)} {field.view(form)} {form.trouble()} <p><button class="btn btn-primary">"Send me a code"</button></p>
        </form>
    }
    .into_any()
}

fn code(email: String, to: String) -> AnyView {
    let form = Form::main();
    let other = crate::outcome::sign_in_path(&to);
    let field = Field::new("code", "The code").inputmode("numeric").autocomplete("one-time-code").required();
    view! {
        {heading("Look into your mail", "")}
        <p class="lead">
            "We have sent a code to " <b>{email.clone()}</b> ". It works for fifteen minutes, and so does the link beside it."
        </p>
        <form method="post" action="/api/v1/sign-in/code" class="form code" data-then="next">
            {next(to.clone())} <input type="hidden" name="email" value=email.clone()/> {field.view(form)} {form.trouble()}
            <p><button class="btn btn-primary">"Sign in"</button></p>
        </form>
        <form method="post" action="/api/v1/sign-in" class="actions" data-then="stay" data-toast="Sent once more.">
            {next(to)} <input type="hidden" name="email" value=email/> <button class="btn btn-ghost">"Send it again"</button>
            <a href=other>"Use another address"</a> {Form::new().trouble()}
        </form>
    }
    .into_any()
}
