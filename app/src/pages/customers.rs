//! Other customers of a round who wish to be found, whether one wishes it oneself, and what one writes to each other. No address is
//! on it.

use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::{At, still};
use crate::parts::choices::tick;
use crate::parts::field::Field;
use crate::parts::glyph::suit;
use crate::parts::layout::heading;
use crate::parts::prose::prose;
use crate::parts::time::time;
use leptos::prelude::*;
use model::api::finding::FindCustomers;
use model::api::rounds::GetRound;
use model::finding::{Contact, Customer, Findable, Finding};
use model::round::Round;
use model::{Particular, Problem, Remark, RoundId};

struct Shown {
    round: Round,
    finding: Finding,
    /// To whom the address wants to write.
    to: i64,
}

#[must_use]
pub fn customers() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    let round: RoundId = at.part("round")?;
    let finding = call(FindCustomers { round }).await?;
    Ok(Shown { round: call(GetRound { round }).await?, finding, to: at.field("to").unwrap_or_default() })
}

fn show(shown: &Shown) -> AnyView {
    let Finding { mine, customers, contacts } = &shown.finding;
    let lines = customers.iter().map(|one| customer(shown, one)).collect::<Vec<_>>();
    let none = lines
        .is_empty()
        .then(|| view! { <p class="empty">"Nobody wishes to be found yet. You can be the first."</p> });
    let contacts = (!contacts.is_empty()).then(|| {
        let lines = contacts.iter().map(contact).collect::<Vec<_>>();
        view! {
            <section aria-labelledby="contacts">
                <h2 class="h2" id="contacts">"What you wrote to each other"</h2>
                <ol class="talk">{lines}</ol>
            </section>
        }
    });
    view! {
        <div class="narrow">
            {heading("Other customers", "Customers who take part in this round and wish to be found by others. We show no address: what you write to each other goes through us.")}
            {none} <ul>{lines}</ul> {contacts} {own(mine)}
        </div>
    }
    .into_any()
}

fn customer(shown: &Shown, one: &Customer) -> AnyView {
    let culture = one.culture.and_then(|place| shown.round.cultures.get(place));
    let culture = culture.map(|culture| view! { " · " {suit(culture.suit)} " " {culture.name.to_string()} });
    let line = one.line.as_ref().map(|line| view! { <p class="prose-line">{line.to_string()}</p> });
    let anchor = ["customer-", &one.person.to_string()].concat();
    let to =
        ["/rounds/", &shown.round.id.to_string(), "/customers?to=", &one.person.to_string(), "#", &anchor]
            .concat();
    let act = match (one.open, shown.to == one.person.0) {
        (false, _) => ().into_any(),
        (true, true) => write(one),
        (true, false) => {
            let name = one.name.to_string();
            view! { <a class="btn btn-sm" href=to>"Get in touch" <span class="sr-only">" with " {name}</span></a> }.into_any()
        }
    };
    view! {
        <li class="list-line" id=anchor>
            <div><b>{one.name.to_string()}</b> ", " {one.account.to_string()} <span class="quiet">{culture}</span> {line}</div>
            {act}
        </li>
    }
    .into_any()
}

fn write(one: &Customer) -> AnyView {
    let form = Form::main();
    let action = ["/api/v1/customers/", &one.person.to_string(), "/contact"].concat();
    let here = crate::outcome::here();
    let back = here.split('?').next().unwrap_or("/").to_owned();
    view! {
        <form method="post" action=action class="form" data-then=back.clone() data-toast="Sent. Their answer comes here.">
            {crate::form::next(back.clone())}
            {Field::new("words", "What you would like to say")
                .hint("They read it with your name and organisation.")
                .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                .lines(4)
                .required()
                .view(form)}
            {form.trouble()} <p class="actions"><button class="btn btn-primary">"Send it"</button></p>
        </form>
    }
    .into_any()
}

fn contact(one: &Contact) -> AnyView {
    let name = one.name.as_ref().map_or_else(|| "Somebody who has left".to_owned(), ToString::to_string);
    let account = one.account.as_ref().map(|account| [" of ", account.as_str()].concat()).unwrap_or_default();
    let other = [name, account].concat();
    let who = match one.to_me {
        true => [&other, " wrote"].concat(),
        false => ["You wrote to ", &other].concat(),
    };
    let below = match (&one.reply, one.answered, one.to_me) {
        (Some(reply), Some(at), to_me) => {
            let by = if to_me { "You answered" } else { "They answered" };
            view! { <p class="card-place"><span>{by}</span> {time(at)}</p> {prose(reply.as_str())} }
                .into_any()
        }
        (None, Some(_), true) => view! { <p class="quiet">"You would rather not."</p> }.into_any(),
        (_, _, false) => view! { <p class="quiet">"Not answered yet."</p> }.into_any(),
        (_, None, true) => reply(one),
    };
    view! { <li><p class="card-place"><span>{who}</span> {time(one.at)}</p> {prose(one.words.as_str())} {below}</li> }
        .into_any()
}

fn reply(one: &Contact) -> AnyView {
    let form = Form::new();
    let action = ["/api/v1/contacts/", &one.id.to_string()].concat();
    view! {
        <form method="post" action=action.clone() class="form" data-then="reload" data-toast="Sent.">
            {next_here()}
            {Field::new("reply", "Your answer")
                .group(["-", &one.id.to_string()].concat())
                .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                .lines(3)
                .required()
                .view(form)}
            {form.trouble()} <p class="actions"><button class="btn">"Answer"</button></p>
        </form>
        <form method="post" action=action data-then="reload" data-toast="They are told nothing.">
            {next_here()} <button class="btn btn-ghost btn-sm">"I would rather not"</button>
        </form>
    }
    .into_any()
}

/// Whether I wish to be found.
fn own(mine: &Findable) -> AnyView {
    let form = Form::main();
    let line = mine.line.as_ref().map(ToString::to_string).unwrap_or_default();
    view! {
        <section aria-labelledby="found">
            <h2 class="h2" id="found">"Do you wish to be found?"</h2>
            <form method="post" action="/api/v1/me/findable" class="form" data-then="reload" data-toast="Kept.">
                {next_here()}
                {tick("found", "Other customers may find me", "They see my name, my organisation, my culture and the line below, and may name me with @ in what they write; never my address or my votes.", mine.found)}
                {Field::new("line", "A line about yourself")
                    .hint("What you would like to talk about.")
                    .text(Particular::MAX, |text| Particular::parse(text).map(drop))
                    .value(line)
                    .view(form)}
                {form.trouble()} <p class="actions"><button class="btn">"Keep this"</button></p>
            </form>
        </section>
    }
    .into_any()
}
