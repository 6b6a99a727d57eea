//! Behind the link in the letter about what staff noted: what it was, and buttons that confirm, change or withdraw it. Buttons
//! only, since mail programs open links by themselves.

mod note;

pub use note::note;

use crate::api::call;
use crate::form::next_here;
use crate::load::{At, still};
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::Problem;
use model::api::on_behalf::GetNoted;
use model::on_behalf::Noted;
use model::proposal::path;
use model::vote::{Stance, Vote};

struct Opened {
    key: String,
    noted: Noted,
}

#[must_use]
pub fn on_behalf() -> AnyView {
    still(load, |opened| show(&opened))
}

async fn load(at: At) -> Result<Opened, Problem> {
    let key: String = at.part("key")?;
    let noted = call(GetNoted { key: key.clone() }).await?;
    Ok(Opened { key, noted })
}

/// After "you".
pub(super) fn agrees(vote: Vote) -> &'static str {
    match (vote.stance, vote.red_line) {
        (Stance::Agree, _) => "agree with",
        (Stance::Disagree, true) => "disagree so much that you would leave over",
        (Stance::Disagree, false) => "disagree with",
        (Stance::Pass | Stance::TakenBack, _) => "take no side on",
    }
}

fn show(Opened { key, noted }: &Opened) -> AnyView {
    let said = [noted.source.words(), " on ", &noted.said.begins().day()].concat();
    let strength = noted.vote.strength.map(|strength| [" (", strength.word(), ")"].concat());
    let title = view! { <a href=path(noted.proposal, &noted.title)>{noted.title.to_string()}</a> };
    let below = if noted.answered {
        view! { <p role="status"><b>"You have answered."</b>" To vote anew, sign in with your mail address."</p> }
            .into_any()
    } else {
        answers(key, noted)
    };
    view! {
        <div class="narrow stack">
            {heading("Is this what you said?", "")}
            <p>{noted.by.to_string()} " noted what you said " {said} ": you " <b>{agrees(noted.vote)}</b> {strength} " “" {title} "”."</p>
            {below}
            <p class="quiet">{(!noted.answered).then_some("Until you confirm it, it is counted apart. ")} {noted.by.to_string()} " sees that you answered, and not how."</p>
        </div>
    }
    .into_any()
}

fn answers(key: &str, noted: &Noted) -> AnyView {
    let action = ["/api/v1/on-behalf/", key].concat();
    let button = |answer: &'static str, words: &'static str, class: &'static str| {
        view! { <button class=["btn ", class].concat() name="answer" value=answer>{words}</button> }
            .into_any()
    };
    let open = noted.shut.is_none();
    let anew = noted.reworded;
    let change = if anew {
        [
            (Stance::Agree, "agree", "I agree"),
            (Stance::Disagree, "disagree", "I disagree"),
            (Stance::Pass, "pass", "I take no side"),
        ]
    } else {
        [
            (Stance::Agree, "agree", "No: I agree"),
            (Stance::Disagree, "disagree", "No: I disagree"),
            (Stance::Pass, "pass", "No: I take no side"),
        ]
    };
    let change = change
        .into_iter()
        .filter(|(stance, ..)| open && (anew || noted.vote.red_line || *stance != noted.vote.stance))
        .map(|(stance, answer, words)| match stance == noted.vote.stance && !anew {
            true => button(answer, "I disagree, but I would stay", ""),
            false => button(answer, words, ""),
        })
        .collect::<Vec<_>>();
    view! {
        {noted.shut.clone().map(|shut| view! { <p role="status">{shut}</p> })}
        {(open && anew).then(|| view! { <p role="status">"It has been written anew since you said so. Read it, and say what you say of it now."</p> })}
        <form method="post" action=action data-then="reload">
            {next_here()}
            <p class="flex flex-wrap gap-2">
                {(open && !anew).then(|| button("confirm", "Yes, it is so", "btn-primary"))} {change} {button("withdraw", "Withdraw it", "btn-ghost")}
            </p>
        </form>
    }
    .into_any()
}
