//! What a customer says about itself, asked where it matters and never in the way: the account it belongs to, and
//! the culture it speaks from in a round.

use super::field::Field;
use super::glyph::suit;
use crate::form::{Form, next_here};
use leptos::prelude::*;
use model::Name;
use model::person::Membership;
use model::round::Round;

/// The culture that I speak from: one press keeps it.
#[must_use]
pub fn culture_form(round: &Round, mine: Option<usize>) -> AnyView {
    let choices = round
        .cultures
        .iter()
        .enumerate()
        .map(|(position, culture)| {
            let pressed = if mine == Some(position) { "true" } else { "false" };
            view! {
                <button class="choice culture" name="culture" value=position.to_string() aria-pressed=pressed>
                    <span class="choice-text">
                        {suit(culture.suit)} " " {culture.name.to_string()} <small>{culture.customer.to_string()}</small>
                    </span>
                </button>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let action = ["/api/v1/rounds/", &round.id.to_string(), "/culture"].concat();
    view! {
        <form method="post" action=action class="declare" data-then="reload" data-toast="Kept. You can change it under your name.">
            {next_here()} <div class="cultures">{choices}</div> {Form::new().trouble()}
        </form>
    }
    .into_any()
}

/// The account that I say I belong to.
#[must_use]
pub fn account_form(named: &str) -> AnyView {
    let form = Form::new();
    let field = Field::new("account", "The organisation you speak for")
        .hint("Your vote counts with its voice once we have confirmed that you belong to it.")
        .text(Name::MAX, |text| Name::parse(text).map(drop))
        .autocomplete("organization")
        .value(named)
        .required();
    view! {
        <form method="post" action="/api/v1/me/account" class="stack declare" data-then="reload" data-toast="Kept. We will confirm it.">
            {next_here()} {field.view(form)} {form.trouble()} <p><button class="btn">"Keep this"</button></p>
        </form>
    }
    .into_any()
}

/// Where the person stands, in words.
#[must_use]
pub fn standing(membership: &Membership) -> AnyView {
    match membership {
        Membership::None => {
            "You have not said which organisation you speak for. Your votes are counted apart.".into_any()
        }
        Membership::Declared { name } => view! {
            "You speak for " <b>{name.to_string()}</b> ". Until we have confirmed that, your votes are counted apart."
        }
        .into_any(),
        Membership::Confirmed { name, .. } => view! { "You speak for " <b>{name.to_string()}</b> "." }.into_any(),
    }
}
