//! A draft in which there is nothing yet: making the first practice, or beginning from the design that holds.

use super::desk::Desk;
use crate::api::call;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::count::counted;
use crate::parts::staff::touch::focus;
use crate::parts::toast::toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::{BeginFromDesign, BegunFromDesign};
use model::design::BeginsFrom;

pub(super) fn nothing_yet(desk: Desk, begins: Option<BeginsFrom>) -> AnyView {
    let words = match desk.today {
        true => {
            "Nothing is written down yet. Add what you do today, one practice at a time, or import a list."
        }
        false => {
            "There is no practice yet. Tick proposals in the matrix or in the list below, and make the first one."
        }
    };
    let begins = begins.filter(|_| desk.makes).map(|from| offer(desk, from));
    view! { <div class="empty"><p>{words}</p> {begins}</div> }.into_any()
}

fn offer(desk: Desk, from: BeginsFrom) -> AnyView {
    let version = from.version.to_string();
    let what = counted(from.practices, "practice", "practices");
    let to = ["/design/", &version].concat();
    view! {
        <p>
            "Or begin with what is promised now: " {what} " of " <a href=to>{["version ", &version].concat()}</a>
            ". Beside each, customers are asked whether to keep it, and vote on that as on any proposal."
        </p>
        <button type="button" class="btn needs-script" on:click=move |_| begin(desk)>"Begin from the design that holds"</button>
    }
    .into_any()
}

fn begin(desk: Desk) {
    let round = desk.round.with_untracked(|round| round.id);
    let page = Page::now();
    spawn_local(async move {
        match call(BeginFromDesign { round }).await {
            _ if page.is_left() => {}
            Ok(begun) => {
                desk.again();
                toast(in_words(&begun));
                focus("practices");
            }
            Err(problem) => refused(&problem),
        }
    });
}

fn in_words(begun: &BegunFromDesign) -> String {
    let there = counted(begun.practices, "practice is in the draft.", "practices are in the draft.");
    match begun.without_place.len() {
        0 => there,
        without => {
            [&there, " For ", &without.to_string(), " this round has no stage or no culture."].concat()
        }
    }
}
