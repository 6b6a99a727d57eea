//! How the company moderates, and what was decided: for customers, without names.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::layout::heading;
use crate::parts::pages::{IN_TIME, pages};
use crate::parts::prose::{marked_up, prose};
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::moderation::{GetPolicy, ListVerdicts, Policy};
use model::verdict::{Act, Judged};
use model::{Page, Problem};

#[must_use]
pub fn moderation() -> AnyView {
    let known = viewer_now().person.is_some();
    still(move |at| load(at, known), show)
}

async fn load(at: At, known: bool) -> Result<(Policy, Option<Page<Judged>>), Problem> {
    let policy = call(GetPolicy {}).await?;
    let verdicts = if known { Some(call(ListVerdicts { page: at.field("page") }).await?) } else { None };
    Ok((policy, verdicts))
}

fn show((policy, verdicts): (Policy, Option<Page<Judged>>)) -> AnyView {
    let staff = viewer_now().person.is_some_and(|person| !person.roles.is_empty());
    let rules = policy.rules.into_iter().map(|rule| view! { <li>{rule}</li> }).collect::<Vec<_>>();
    let keeps =
        policy.keeps.into_iter().map(|one| view! { <li>{one.what} ": " {one.long}</li> }).collect::<Vec<_>>();
    let log = match verdicts {
        Some(verdicts) => log(&verdicts),
        None => {
            view! { <p><a href="/sign-in?next=%2Fmoderation">"Sign in"</a> " to read what was decided."</p> }
                .into_any()
        }
    };
    view! {
        <div class="narrow">
            {heading("How we moderate", "")} <div class="policy">{marked_up(&policy.html)}</div>
            <section aria-labelledby="rules">
                <h2 class="h2" id="rules">"What waits for a moderator by itself"</h2>
                <p class="quiet">"Where texts are shown at once, one still waits for somebody to read it when one of these holds. Its author is told which."</p>
                <ul class="policy-rules">{rules}</ul>
            </section>
            <section aria-labelledby="keeps">
                <h2 class="h2" id="keeps">"How long things are kept"</h2>
                <ul class="policy-rules">{keeps}</ul>
                <p class="quiet">
                    "All else stays until you leave. What we know of you, and what goes and stays then: " <a href="/me">"your page"</a> "."
                </p>
            </section>
            <section aria-labelledby="verdicts">
                <h2 class="h2" id="verdicts">"What was decided"</h2>
                {log}
                {staff
                    .then(|| {
                        view! {
                            <p class="actions">
                                <a class="btn btn-sm" rel="external" download="verdicts.json" href="/api/v1/verdicts/all">"Download all, for staff (JSON)"</a>
                            </p>
                        }
                    })}
            </section>
        </div>
    }
    .into_any()
}

fn log(page: &Page<Judged>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="empty">"Nothing has been decided yet."</p> }.into_any();
    }
    let lines = page.items.iter().map(line).collect::<Vec<_>>();
    let pages = pages(page.page, page.last(), IN_TIME, |to| ["/moderation?page=", &to.to_string()].concat());
    view! {
        <p class="quiet">{counted(page.total, "decision", "decisions")} ", without names"</p>
        <ol class="plain-list log" aria-label="Decisions, the newest first">{lines}</ol>
        {pages}
    }
    .into_any()
}

fn line(judged: &Judged) -> AnyView {
    let decided = match judged.decision {
        Act::Publish => "published",
        Act::Decline => "not published",
        Act::Block => "blocked: may write nothing for now",
        Act::Unblock => "may write again",
    };
    let undone = judged.undone.then_some(", and then taken back");
    let place = match judged.what.as_str() {
        "proposal" => "",
        _ => " beside",
    };
    let what = ["A ", &judged.what, if judged.title.is_some() { place } else { "" }].concat();
    let title = judged.title.as_ref().map(|title| {
        let title = ["“", title.as_str(), "”"].concat();
        let gap = " ";
        match judged.path.clone() {
            Some(path) => view! { {gap} <a href=path>{title}</a> }.into_any(),
            None => view! { {gap} {title} }.into_any(),
        }
    });
    let reason =
        judged.reason.as_ref().map(|reason| view! { <div class="quiet">{prose(reason.as_str())}</div> });
    view! {
        <li>
            <p>{what} {title} ": " <b>{decided}</b> {undone}</p>
            {reason} <p class="quiet">{time(judged.at)}</p>
        </li>
    }
    .into_any()
}
