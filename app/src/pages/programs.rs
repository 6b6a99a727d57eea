//! Other programs, for admins: tokens by which they call, and hooks by which they are told. Secrets are shown once, here.

mod hooks;
mod tokens;

use crate::api::call;
use crate::load::{At, page};
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use leptos::prelude::*;
use model::Problem;
use model::api::programs::{ListHooks, ListTokens};
use model::person::Role;
use model::program::{Hook, Token};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Programs {
    tokens: Vec<Token>,
    hooks: Vec<Hook>,
}

#[must_use]
pub fn programs() -> AnyView {
    let may = admitted(&[Role::Admin], "Other programs are let in by admins.");
    page(move |at| load(at, may.clone()), show)
}

async fn load(_: At, may: Result<(), Problem>) -> Result<Programs, Problem> {
    may?;
    Ok(Programs { tokens: call(ListTokens {}).await?, hooks: call(ListHooks {}).await? })
}

fn show(programs: Programs) -> AnyView {
    view! {
        {heading("Other programs", "Let a CRM or a dashboard read what was adopted and how it is kept, and tell it when that changes.")}
        <p class="quiet">
            "Adopted practices by stage and culture: " <code>"GET /api/v1/practices?stage=Case&culture=Value+Added"</code>
            ", as long as there are none of your own with " <code>"sample=true"</code> " those of the sample. Everything else is described at " <a rel="external" href="/api/v1/openapi.json">"/api/v1/openapi.json"</a> "."
        </p>
        {tokens::tokens(RwSignal::new(programs.tokens))} {hooks::hooks(RwSignal::new(programs.hooks))}
    }
    .into_any()
}

/// A secret that is shown now and never again.
fn once(secret: RwSignal<Option<String>>) -> AnyView {
    let shown = move || {
        secret.get().map(|secret| {
            view! {
                <div class="note" role="status">
                    <p><b>"Copy this now: it is shown this once."</b></p>
                    <p><code class="secret">{secret}</code></p>
                    <p><a href="/programs" rel="external">"I have copied it"</a></p>
                </div>
            }
            .into_any()
        })
    };
    view! { <div>{shown}</div> }.into_any()
}
