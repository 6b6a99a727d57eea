//! My passkeys, and a new one. Only making one needs scripts; without them the page says so.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::time::time;
use leptos::prelude::*;
use model::Name;
use model::api::passkeys::Passkeys;
use model::passkey::Passkey;

/// Nothing where there are none and can be none.
#[must_use]
pub fn section(mine: Passkeys) -> Option<AnyView> {
    let Passkeys { passkeys, open, most } = mine;
    if passkeys.is_empty() && !open {
        return None;
    }
    let more = match open {
        true if passkeys.len() < most => add(),
        true => view! { <p>{["You have ", &most.to_string(), ", the most that there can be. Remove one to add another."].concat()}</p> }
            .into_any(),
        false => view! { <p>"Signing in with them is closed here at present; they are kept until you remove them."</p> }
            .into_any(),
    };
    let lines = passkeys.into_iter().map(line).collect::<Vec<_>>();
    let list = (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> });
    Some(
        view! {
            <section aria-labelledby="passkeys">
                <h2 class="h2" id="passkeys">"Passkeys"</h2>
                <p>
                    "Sign in with what unlocks your device: a finger, your face, a PIN. There is nothing to type, and nothing that a forged page could take from you."
                </p>
                {list} {more}
            </section>
        }
        .into_any(),
    )
}

fn line(passkey: Passkey) -> AnyView {
    let Passkey { id, name, since, used } = passkey;
    let action = ["/api/v1/me/passkeys/", &id.to_string(), "/remove"].concat();
    let label = ["Remove ", name.as_str()].concat();
    let used = match used {
        Some(at) => view! { ", last used " {time(at)} }.into_any(),
        None => view! { ", not used yet" }.into_any(),
    };
    view! {
        <li class="list-line">
            <span>{name.to_string()} <br/> <small class="quiet">"added " {time(since)} {used}</small></span>
            <form
                method="post"
                action=action
                data-then="reload"
                data-toast="It signs nobody in any more. Your device may still list it; remove it there too."
            >
                {next_here()} <button class="btn btn-sm" aria-label=label>"Remove"</button>
            </form>
        </li>
    }
    .into_any()
}

fn add() -> AnyView {
    let form = Form::new();
    let field = Field::new("name", "What you call it")
        .hint("So that you know it again: the device, or what keeps your passwords.")
        .text(Name::MAX, |text| Name::parse(text).map(drop))
        .group("-passkey")
        .required();
    view! {
        <p class="without-scripts">"Adding one needs scripts, and they are off in this browser."</p>
        <p class="unless-passkeys">"They cannot be added here: passkeys need a newer browser, and a site that is opened by its name, not by numbers such as 127.0.0.1."</p>
        <form
            method="post"
            action="/api/v1/me/passkeys"
            class="form with-scripts where-passkeys"
            data-then="reload"
            data-passkey="make"
            data-toast="Your passkey is added. You can sign in with it from now on."
        >
            {next_here()} {field.view(form)} {form.trouble()} <p><button class="btn">"Add a passkey"</button></p>
        </form>
    }
    .into_any()
}
