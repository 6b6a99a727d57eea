//! Tokens: which there are, making one, and making one void.

use super::once;
use crate::form::{Form, next_here};
use crate::outcome::reload;
use crate::parts::choices::{Choice, boxes};
use crate::parts::field::Field;
use crate::parts::staff::touch::clear;
use crate::parts::time::time;
use leptos::prelude::*;
use model::Name;
use model::program::{NewToken, Scope, Token};

pub(super) fn tokens(tokens: RwSignal<Vec<Token>>) -> AnyView {
    let list = move || {
        let lines = tokens.with(|tokens| tokens.iter().map(line).collect::<Vec<_>>());
        match lines.is_empty() {
            true => view! { <p class="quiet">"No program has a token."</p> }.into_any(),
            false => view! { <ul class="plain-list">{lines}</ul> }.into_any(),
        }
    };
    view! { <section aria-labelledby="tokens" class="stack"><h2 class="h2" id="tokens">"Tokens"</h2> {list} {add(tokens)}</section> }
        .into_any()
}

fn line(token: &Token) -> AnyView {
    let scopes = token.scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(", ");
    let used = token.last_used.map(|at| view! { ", last used " {time(at)} });
    let state = match token.revoked {
        Some(at) => view! { <span class="quiet">"void since " {time(at)}</span> }.into_any(),
        None => {
            let form = Form::new();
            let action = ["/api/v1/tokens/", &token.id.to_string(), "/revoke"].concat();
            let of = [": ", token.name.as_str()].concat();
            view! {
                <form method="post" action=action on:submit=form.send(|_| reload()) class="inline">
                    {next_here()} <button class="btn btn-sm">"Make it void" <span class="sr-only">{of}</span></button> {form.trouble()}
                </form>
            }
            .into_any()
        }
    };
    view! {
        <li class="list-line">
            <span><b>{token.name.to_string()}</b> " " <small class="quiet">{scopes} "; by " {token.by.to_string()} ", " {time(token.created)} {used}</small></span>
            {state}
        </li>
    }
    .into_any()
}

fn add(tokens: RwSignal<Vec<Token>>) -> AnyView {
    let form = Form::new();
    let secret = RwSignal::new(None::<String>);
    let send = form.send(move |reply| {
        let Ok(made) = serde_json::from_value::<NewToken>(reply) else { return };
        secret.set(Some(made.secret));
        // The newest stands first.
        tokens.update(|tokens| tokens.insert(0, made.token));
        clear("new-token");
    });
    let scopes = Scope::ALL
        .iter()
        .map(|scope| Choice::new(scope.word(), scope.word(), false).hint(scope.words()))
        .collect();
    view! {
        {once(secret)}
        <form id="new-token" class="form" method="post" action="/api/v1/tokens" on:submit=send>
            {next_here()}
            {Field::new("name", "Which program is it for?").text(Name::MAX, |text| Name::parse(text).map(drop)).required().view(form)}
            {boxes("scopes", "It may", scopes, form)} {form.trouble()}
            <p><button class="btn" aria-disabled=move || form.waits()>"Make a token"</button></p>
        </form>
    }
    .into_any()
}
