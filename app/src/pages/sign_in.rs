//! Signing in: by a provider, by an address and then the code that was sent to it, or with a passkey. One page for all, so that it can be
//! come back to. It says beforehand what will be done with what was begun.

use crate::api::call;
use crate::form::{Form, next};
use crate::load::{At, still};
use crate::outcome::{here, sign_in_path, sign_in_to_go_on};
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::session::{Begun, ListBegun};
use model::api::ways::{GetWays, ProviderName, Ways};
use model::endpoint::{encoded, local};
use model::person::Myself;
use model::{Email, Problem};

struct Asked {
    email: String,
    to: String,
    sent: bool,
    /// Whether this sign-in is asked for in order to go on with what was begun.
    goes_on: bool,
    begun: Vec<Begun>,
    ways: Ways,
    /// Whether a provider, or the company's product, has sent them back without.
    back: bool,
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
    let (ways, back) = (call(GetWays {}).await?, !at.text("back").is_empty());
    Ok(Asked { email, to, sent: sent && ways.mail, goes_on, begun, ways, back })
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
    let Asked { email, to, goes_on, begun, ways, back, .. } = asked;
    let elsewhere = !ways.providers.is_empty() || ways.product.is_some();
    let lead = match (ways.mail, !elsewhere) {
        (true, true) => "We send you a six-digit code and a link; either will do. There is no password.",
        (true, false) => "Choose how. There is no password to remember for this site.",
        (false, _) => "There is no password to remember for this site.",
    };
    // What a plain post left behind is said once: beside the field it is about, or above all ways.
    let above = back.then(|| Form::main().trouble());
    let providers = by_provider(&ways, &to, goes_on);
    let form = if back { Form::new() } else { Form::main() };
    let mail = ways.mail.then(|| by_mail(form, &email, to.clone(), goes_on, elsewhere));
    let passkey = ways.passkeys.then(|| by_passkey(to.clone(), goes_on));
    view! { {heading("Sign in", lead)} {waiting(&begun, sign_in_path(&to))} {above} {providers} {mail} {passkey} }
        .into_any()
}

/// Last, and in a place that is kept for it: it shows only once the browser has said that it has passkeys, and then moves nothing.
fn by_passkey(to: String, goes_on: bool) -> AnyView {
    view! {
        <form method="post" action="/api/v1/sign-in/passkey" class="ways if-passkeys" data-then="next" data-passkey="show">
            {next(to)} {going_on(goes_on)} <button class="btn btn-block">"Sign in with a passkey"</button>
            {Form::new().trouble()}
        </form>
    }
    .into_any()
}

/// Links and no forms: the browser goes elsewhere, which the page's own policy forbids forms.
fn by_provider(ways: &Ways, to: &str, goes_on: bool) -> Option<AnyView> {
    let begun = if goes_on { "&begun=1" } else { "" };
    let link = |provider: &ProviderName| {
        let href = ["/sign-in/with/", &provider.key, "?next=", &encoded(to), begun].concat();
        let name = provider.name.to_string();
        view! { <li><a class="btn btn-block" rel="external" href=href>"Continue with " {name}</a></li> }
            .into_any()
    };
    let from = ways.product.as_ref().map(|product| {
        let name = product.name.to_string();
        match &product.start {
            Some(start) => {
                view! { <li><a class="btn btn-block" rel="external" href=start.clone()>"Continue with " {name}</a></li> }
                    .into_any()
            }
            None => view! { <li>"You can come here from within " {name} "."</li> }.into_any(),
        }
    });
    let links = ways.providers.iter().map(link).chain(from).collect::<Vec<_>>();
    (!links.is_empty()).then(|| view! { <ul class="ways">{links}</ul> }.into_any())
}

fn by_mail(form: Form, email: &str, to: String, goes_on: bool, one_of_several: bool) -> AnyView {
    let field = Field::new("email", "Your e-mail address")
        .kind("email")
        .autocomplete("email")
        .inputmode("email")
        .text(Email::MAX, |text| Email::parse(text).map(drop))
        .value(email)
        .required();
    let field = match one_of_several {
        true => field.hint("We send you a six-digit code and a link; either will do."),
        false => field,
    };
    let or = one_of_several.then(|| view! { <h2 class="h2">"Or by mail"</h2> });
    view! {
        {or}
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
