//! The form of a purchase, new or known: what it is, how it stands, at which stage, and in which culture.

use super::Purchases;
use crate::flash::typed_or;
use crate::form::{Form, next};
use crate::parts::choices::{Choice, one_of};
use crate::parts::field::Field;
use crate::parts::glyph::sign;
use leptos::prelude::*;
use model::Name;
use model::purchase::{Purchase, State, place};
use model::round::{Culture, Stage};

pub(super) fn edit(all: &Purchases<'_>, one: Option<&Purchase>) -> AnyView {
    let form = Form::main();
    let (own, text) = (all.me.is_some(), one.map(|one| &one.text));
    let (action, heading, press) = match one {
        Some(one) => (["/api/v1/purchases/", &one.id.to_string()].concat(), "Change a purchase", "Keep this"),
        None => {
            (["/api/v1/accounts/", &all.account.to_string(), "/purchases"].concat(), "A purchase", "Add it")
        }
    };
    let name = if own { "We are buying" } else { "What they are buying" };
    let named = |name: Option<&Name>| name.map(ToString::to_string).unwrap_or_default();
    let back = [&all.here, "#purchases"].concat();
    let states = State::ALL.map(|state| (state.word().to_owned(), state.words().to_owned())).into();
    view! {
        <h3 class="panel-title">{heading}</h3>
        <form method="post" action=action class="form" data-then=back.clone() data-toast="Kept.">
            {next(back.clone())}
            {Field::new("name", name)
                .text(Name::MAX, |text| Name::parse(text).map(drop))
                .value(named(text.map(|text| &text.name)))
                .required()
                .view(form)}
            {Field::new("stage", if own { "We are at" } else { "They are at" })
                .value(named(text.and_then(|text| text.stage.as_ref())))
                .options(stages(all, text.and_then(|text| text.stage.as_ref())))
                .view(form)}
            {cultures(all, one, form)}
            {Field::new("state", "How it stands")
                .value(text.map(|text| text.state).unwrap_or_default().word())
                .options(states)
                .required()
                .view(form)}
            {form.trouble()}
            <p class="actions">
                <button class="btn btn-primary">{press}</button> <a class="btn btn-ghost" href=back.clone()>"Leave it"</a>
            </p>
        </form>
    }
    .into_any()
}

/// The round's stages, and the one that it is at where the round has none of that name.
fn stages(all: &Purchases<'_>, now: Option<&Name>) -> Vec<(String, String)> {
    let known: &[Stage] = all.round.map_or(&[], |round| &round.stages);
    let mut options = vec![(String::new(), "not known yet".to_owned())];
    options.extend(
        known
            .iter()
            .map(|stage| (stage.name.to_string(), [stage.name.as_str(), ": ", stage.text.as_str()].concat())),
    );
    match now {
        Some(now) if place(Some(now), known.iter().map(|stage| &stage.name)).is_none() => {
            options.push((now.to_string(), now.to_string()));
        }
        _ => {}
    }
    options
}

fn cultures(all: &Purchases<'_>, one: Option<&Purchase>, form: Form) -> AnyView {
    let own = all.me.is_some();
    let now = one.and_then(|one| one.text.culture.as_ref());
    if let Some(now) = now.filter(|_| !own && one.is_some_and(|one| one.declared)) {
        return view! {
            <input type="hidden" name="culture" value=now.to_string()/>
            <p class="quiet">"They want to be met as " <b>{now.to_string()}</b> ", and said so themselves."</p>
        }
        .into_any();
    }
    let known: &[Culture] = all.round.map_or(&[], |round| &round.cultures);
    let chosen = typed_or("culture", now.map(ToString::to_string).unwrap_or_default());
    let mut choices = vec![Choice::new("", "Not known yet", chosen.is_empty())];
    choices.extend(known.iter().map(|culture| {
        let label = [sign(culture.suit), " ", culture.name.as_str()].concat();
        Choice::new(&culture.name, label, chosen.eq_ignore_ascii_case(culture.name.as_str())).hint(if own {
            culture.customer.to_string()
        } else {
            culture.vendor.to_string()
        })
    }));
    if let Some(now) = now.filter(|now| place(Some(now), known.iter().map(|culture| &culture.name)).is_none())
    {
        choices.push(Choice::new(now, now.to_string(), chosen == now.as_str()));
    }
    one_of("culture", if own { "In this, we are" } else { "What they want a vendor to do" }, choices, form)
}
