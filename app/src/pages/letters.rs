//! Behind the link at the foot of a letter: a button only, since mail programs open links by themselves.

use crate::api::call;
use crate::form::next_here;
use crate::load::{At, still};
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::Problem;
use model::api::notices::GetLetterStop;
use model::notice::{LetterStop, NoticeKind};

struct Opened {
    key: String,
    stop: LetterStop,
}

#[must_use]
pub fn letters() -> AnyView {
    still(load, |opened| show(&opened))
}

async fn load(at: At) -> Result<Opened, Problem> {
    let (key, what): (String, String) = (at.part("key")?, at.part("what")?);
    let stop = call(GetLetterStop { key: key.clone(), what }).await?;
    Ok(Opened { key, stop })
}

fn show(opened: &Opened) -> AnyView {
    let LetterStop { kind, proposal, promise, stopped } = opened.stop;
    let (what, about, press) = match (proposal, promise) {
        (Some(proposal), _) => (
            ["proposal-", &proposal.to_string()].concat(),
            "The proposal that your letter was about",
            "No more about this proposal",
        ),
        (None, Some(promise)) => (
            ["promise-", &promise.to_string()].concat(),
            "The promise that your letter was about",
            "No more about this promise",
        ),
        (None, None) => (
            kind.map_or("all", NoticeKind::word).to_owned(),
            kind.map_or("Everything that reaches you by mail", NoticeKind::words),
            "No more letters about this",
        ),
    };
    let one = proposal.is_some() || promise.is_some();
    let page = |what: &str| ["/letters/", &opened.key, "/", what].concat();
    let done = match stopped {
        true if one => {
            let followed = proposal.map(|_| " You do not follow it any more either; that you can say again on its page.");
            view! {
                <p role="status"><b>"No more letters about this."</b>" What happens still stands under News when you sign in." {followed}</p>
                <form method="post" action=["/api/v1", &page(&what), "/again"].concat() data-then="reload">
                    {next_here()} <p><button class="btn">"Get letters about it again"</button></p>
                </form>
            }
            .into_any()
        }
        true if kind == Some(NoticeKind::Invitation) => {
            view! { <p role="status"><b>"No more invitations to this address."</b>" Who is here already finds them under News."</p> }.into_any()
        }
        true => view! { <p role="status"><b>"No more letters about this."</b>" It still stands under News when you sign in."</p> }.into_any(),
        false => view! {
            <form method="post" action=["/api/v1", &page(&what)].concat() data-then="reload">
                {next_here()} <p><button class="btn btn-primary">{press}</button></p>
            </form>
        }
        .into_any(),
    };
    let all = (one || kind.is_some()).then(|| view! { <a href=page("all")>"Stop all letters"</a> " · " });
    view! {
        <div class="narrow">
            {heading("Letters from us", "")} <p>{about} "."</p> {done}
            <p class="quiet">{all} <a href="/notices">"Choose what reaches you, and when"</a> ". Codes for signing in still come: you ask for them yourself."</p>
        </div>
    }
    .into_any()
}
