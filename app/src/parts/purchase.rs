//! Purchases: what an account is buying, its stage and culture, who has a part in it, and how it came there. For the staff who look
//! after the account and for its own people; one form is open at a time, the one that the address asks for.

mod form;

use super::glyph::suit;
use super::time::time;
use crate::api::call;
use crate::form::{Form, next_here};
use crate::parts::field::Field;
use form::edit;
use leptos::prelude::*;
use model::api::rounds::GetRound;
use model::person::{Myself, Person};
use model::purchase::{BuyingRole, Part, Purchase, PurchaseText, State, Step, place};
use model::round::Round;
use model::{AccountId, Name, RoundId};

pub struct Purchases<'a> {
    pub account: AccountId,
    /// The page they stand on.
    pub here: String,
    pub list: &'a [Purchase],
    /// Those who can be given a part, for staff.
    pub people: &'a [Person],
    /// Who reads it as one of the account's own people; they say which part they have themselves.
    pub me: Option<&'a Myself>,
    /// The round whose stages and cultures are offered.
    pub round: Option<&'a Round>,
    /// What the address asks for: the number of a purchase, `new`, or nothing.
    pub asked: &'a str,
}

/// The address that asks for a new one.
const NEW: &str = "new";

/// The round that pages open on, with its stages and cultures.
pub async fn offered(round: RoundId) -> Option<Round> {
    if round.0 == 0 { None } else { call(GetRound { round }).await.ok() }
}

#[must_use]
pub fn purchases(all: &Purchases<'_>) -> AnyView {
    let own = all.me.is_some();
    let heading = if own { "What we are buying" } else { "What they are buying" };
    let list = all.list.iter().map(|one| purchase(all, one)).collect::<Vec<_>>();
    let none = list.is_empty() && all.asked != NEW;
    let empty = none.then(|| {
        let words = match own {
            true => {
                "Nothing yet. Say what you are looking into, and how you would like to be met on the way."
            }
            false => "Nothing is known yet.",
        };
        view! { <p class="empty">{words}</p> }
    });
    let add = match all.asked == NEW {
        true => view! { <div class="panel">{edit(all, None)}</div> }.into_any(),
        false => {
            let to = [&all.here, "?purchase=new#purchases"].concat();
            view! { <p class="actions"><a class="btn btn-primary" href=to>"Add a purchase"</a></p> }
                .into_any()
        }
    };
    view! {
        <section aria-labelledby="purchases">
            <h2 class="h2" id="purchases">{heading}</h2>
            {empty} {list} {add}
        </section>
    }
    .into_any()
}

fn purchase(all: &Purchases<'_>, one: &Purchase) -> AnyView {
    let id = one.id.to_string();
    let anchor = ["purchase-", &id].concat();
    if all.asked == id {
        return view! { <article class="panel" id=anchor>{edit(all, Some(one))}</article> }.into_any();
    }
    let to = [&all.here, "?purchase=", &id, "#purchase-", &id].concat();
    let name = one.text.name.to_string();
    view! {
        <article class="purchase" id=anchor>
            <h3 class="purchase-name">{name.clone()}</h3>
            <p>{standing(&one.text, all.round)} {declared(one, all.me.is_some())}</p>
            {parts(all, one)}
            <p class="actions">
                <a class="btn btn-sm" href=to>"Change" <span class="sr-only">" " {name}</span></a>
            </p>
            {history(one, all.round)}
        </article>
    }
    .into_any()
}

/// "open · Assessment · ♣ Value Added"
#[must_use]
pub fn standing(text: &PurchaseText, round: Option<&Round>) -> AnyView {
    let state = view! { <b>{text.state.words()}</b> };
    let stage = text.stage.as_ref().map(|stage| view! { " · " <span>{stage.to_string()}</span> });
    let culture = text.culture.as_ref().map(|culture| {
        view! { " · " <span>{sign_of(culture, round)} {culture.to_string()}</span> }
    });
    view! { {state} {stage} {culture} }.into_any()
}

/// The suit of a culture, if the round has one of this name.
fn sign_of(culture: &Name, round: Option<&Round>) -> Option<AnyView> {
    let cultures = &round?.cultures;
    let at = place(Some(culture), cultures.iter().map(|culture| &culture.name))?;
    Some(view! { {suit(cultures.get(at)?.suit)} " " }.into_any())
}

fn declared(one: &Purchase, own: bool) -> AnyView {
    let words = match (one.text.culture.is_some(), one.declared, own) {
        (false, ..) => return ().into_any(),
        (true, true, true) => "You said so.",
        (true, true, false) => "They said so themselves.",
        (true, false, true) => "Our staff think so. Is it so?",
        (true, false, false) => "Noted by staff.",
    };
    view! { " " <span class="quiet">{words}</span> }.into_any()
}

fn parts(all: &Purchases<'_>, one: &Purchase) -> AnyView {
    let lines = one.people.iter().map(|part| line(one, part, all.me.is_some())).collect::<Vec<_>>();
    let others = (one.others > 0).then(|| {
        let words = match one.others {
            1 => "Somebody else of you has a part in it.".to_owned(),
            many => [&many.to_string(), " other parts are taken by colleagues."].concat(),
        };
        view! { <p class="quiet">{words}</p> }
    });
    view! { <ul class="buyers">{lines}</ul> {others} {take_part(all, one)} }.into_any()
}

fn line(one: &Purchase, part: &Part, own: bool) -> AnyView {
    let who = if own { "You".to_owned() } else { part.name.to_string() };
    let words = [&who, ": ", part.role.words()].concat();
    let press = if own { "No longer" } else { "Take off" };
    view! {
        <li class="list-line">
            <span>{words.clone()}</span>
            <form method="post" action=action(one) data-then="reload">
                {next_here()} <input type="hidden" name="person" value=part.person.to_string()/>
                <input type="hidden" name="role" value=part.role.word()/> <input type="hidden" name="part" value="false"/>
                <button class="btn btn-ghost btn-sm">{press} <span class="sr-only">": " {words}</span></button>
            </form>
        </li>
    }
    .into_any()
}

fn action(one: &Purchase) -> String {
    ["/api/v1/purchases/", &one.id.to_string(), "/people"].concat()
}

/// Somebody takes a part, or is given one.
fn take_part(all: &Purchases<'_>, one: &Purchase) -> AnyView {
    if one.text.state != State::Open || (all.me.is_none() && all.people.is_empty()) {
        return ().into_any();
    }
    let (form, group) = (Form::new(), one.id);
    let roles = BuyingRole::ALL.map(|role| (role.word().to_owned(), role.words().to_owned())).into();
    let (who, label, press) = match all.me {
        Some(me) => {
            let id = me.id.to_string();
            (view! { <input type="hidden" name="person" value=id/> }.into_any(), "My part in it", "Say so")
        }
        None => {
            let people = all.people.iter().map(|one| (one.id.to_string(), one.name.to_string())).collect();
            (Field::new("person", "Who").group(group).options(people).required().view(form), "Part", "Add")
        }
    };
    view! {
        <form method="post" action=action(one) class="inline-form" data-then="reload">
            {next_here()} <input type="hidden" name="part" value="true"/> {who}
            {Field::new("role", label).group(group).options(roles).required().view(form)}
            <button class="btn btn-sm">{press} <span class="sr-only">": " {one.text.name.to_string()}</span></button> {form.trouble()}
        </form>
    }
    .into_any()
}

fn history(one: &Purchase, round: Option<&Round>) -> AnyView {
    if one.history.len() < 2 {
        return ().into_any();
    }
    let line = |step: &Step| {
        let by = match (&step.by, step.own) {
            (Some(by), _) => by.to_string(),
            (None, true) => "one of the account".into(),
            (None, false) => "staff".into(),
        };
        view! { <li><span>{step.text.name.to_string()} ": " {standing(&step.text, round)}</span> <span class="quiet">{by} ", " {time(step.at)}</span></li> }
            .into_any()
    };
    let lines = one.history.iter().map(line).collect::<Vec<_>>();
    view! {
        <details class="fold-plain">
            <summary>"How it came there" <span class="sr-only">": " {one.text.name.to_string()}</span></summary>
            <ol class="log plain-list">{lines}</ol>
        </details>
    }
    .into_any()
}
