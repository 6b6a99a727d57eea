//! Hooks: where they lead, what was sent, what waits, and sending it again.

use super::once;
use crate::form::{Form, next_here};
use crate::outcome::reload;
use crate::parts::choices::{Choice, boxes};
use crate::parts::field::Field;
use crate::parts::staff::touch::clear;
use crate::parts::time::time;
use leptos::prelude::*;
use model::program::{Delivery, Hook, HookKind, NewHook};

pub(super) fn hooks(hooks: RwSignal<Vec<Hook>>) -> AnyView {
    let lines = move || hooks.with(|hooks| hooks.iter().map(one).collect::<Vec<_>>());
    view! {
        <section aria-labelledby="hooks" class="stack">
            <h2 class="h2" id="hooks">"Hooks"</h2>
            <p class="quiet">
                "What happens is sent there as JSON, signed as "
                <a rel="external noopener" href="https://www.standardwebhooks.com/">"Standard Webhooks"</a>
                " has it, and again with growing pauses until it is taken. It is never sent into a private network, and follows no redirect."
            </p>
            {lines} {add(hooks)}
        </section>
    }
    .into_any()
}

fn one(hook: &Hook) -> AnyView {
    let number = hook.id.to_string();
    let kinds = hook.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
    let stop = match hook.stopped {
        Some(_) => act(
            &["/api/v1/hooks/", &number, "/stop"].concat(),
            Some(("stopped", "false")),
            "Let it go on",
            &hook.url,
        ),
        None => act(
            &["/api/v1/hooks/", &number, "/stop"].concat(),
            Some(("stopped", "true")),
            "Stop it",
            &hook.url,
        ),
    };
    let remove = act(&["/api/v1/hooks/", &number, "/remove"].concat(), None, "Remove it", &hook.url);
    let stopped = hook.stopped.map(|at| view! { <b>" stopped " {time(at)}</b> });
    let deliveries = hook.deliveries.iter().map(delivery).collect::<Vec<_>>();
    let sent = match deliveries.is_empty() {
        true => view! { <p class="quiet">"Nothing has been sent yet."</p> }.into_any(),
        false => {
            view! { <ol class="plain-list" aria-label="What was sent, the newest first">{deliveries}</ol> }
                .into_any()
        }
    };
    view! {
        <article class="panel stack">
            <h3 class="panel-title"><code>{hook.url.clone()}</code> {stopped}</h3>
            <p class="quiet">{kinds}</p> {sent} <div class="actions">{stop} {remove}</div>
        </article>
    }
    .into_any()
}

fn delivery(delivery: &Delivery) -> AnyView {
    let state = match (delivery.sent, delivery.due) {
        (Some(at), _) => view! { "taken " {time(at)} }.into_any(),
        (None, Some(at)) => view! { "tried again " {time(at)} }.into_any(),
        (None, None) => view! { <b>"given up"</b> }.into_any(),
    };
    let problem = delivery.problem.clone().map(|problem| view! { ": " <q>{problem}</q> });
    let tries = (delivery.tries > 1).then(|| [", ", &delivery.tries.to_string(), " tries"].concat());
    let again = act(
        &["/api/v1/deliveries/", &delivery.id.to_string(), "/replay"].concat(),
        None,
        "Send it again",
        &delivery.message,
    );
    view! {
        <li class="list-line">
            <span>{delivery.kind.word()} ", " {time(delivery.at)} " " <small class="quiet">{state} {tries} {problem}</small></span> {again}
        </li>
    }
    .into_any()
}

fn act(action: &str, field: Option<(&'static str, &'static str)>, words: &'static str, of: &str) -> AnyView {
    let form = Form::new();
    let field = field.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let of = [": ", of].concat();
    view! {
        <form method="post" action=action.to_owned() on:submit=form.send(|_| reload()) class="inline">
            {next_here()} {field} <button class="btn btn-sm btn-ghost">{words} <span class="sr-only">{of}</span></button> {form.trouble()}
        </form>
    }
    .into_any()
}

fn add(hooks: RwSignal<Vec<Hook>>) -> AnyView {
    let form = Form::new();
    let secret = RwSignal::new(None::<String>);
    let send = form.send(move |reply| {
        let Ok(made) = serde_json::from_value::<NewHook>(reply) else { return };
        secret.set(Some(made.secret));
        // The newest stands first.
        hooks.update(|hooks| hooks.insert(0, made.hook));
        clear("new-hook");
    });
    let kinds = HookKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), kind.word(), false).hint(kind.words()))
        .collect();
    view! {
        {once(secret)}
        <form id="new-hook" class="form" method="post" action="/api/v1/hooks" on:submit=send>
            {next_here()}
            {Field::new("url", "Where to").hint("Begins with https://").kind("url").required().view(form)}
            {boxes("kinds", "When", kinds, form)} {form.trouble()}
            <p><button class="btn" aria-disabled=move || form.waits()>"Add a hook"</button></p>
        </form>
    }
    .into_any()
}
