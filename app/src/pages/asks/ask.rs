//! Where staff say that they were in contact with a customer, so that the customer is asked whether a promise was kept, and where
//! admins let all customers be asked in turn.

use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::{At, still};
use crate::parts::choices::tick;
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::holds_too::for_whom;
use crate::parts::layout::heading;
use crate::parts::sample::note;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::asks::ListAsked;
use model::api::promises::GetScorecard;
use model::ask::{AskedLine, Asks, MOST_CAP};
use model::cells::{Cell, CellOf};
use model::person::Role;
use model::promise::{Progress, Promise, Scorecard};
use model::{Email, Name, Problem, ProblemKind, Version};

struct Shown {
    asks: Asks,
    /// Of each design that holds, the one that pages open on first.
    cards: Vec<Scorecard>,
    /// What was chosen on the way here.
    practice: String,
    email: String,
}

#[must_use]
pub fn ask() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    // First what only staff may: a customer learns nothing of this page.
    let asks = call(ListAsked {}).await?;
    let cards = match call(GetScorecard::default()).await {
        Ok(card) => with_others(card).await?,
        Err(problem) if problem.kind == ProblemKind::NotFound => Vec::new(),
        Err(problem) => return Err(problem),
    };
    Ok(Shown { asks, cards, practice: at.text("practice"), email: at.text("email") })
}

/// That of the design which pages open on, and of those that hold beside it.
async fn with_others(card: Scorecard) -> Result<Vec<Scorecard>, Problem> {
    let others: Vec<Version> = card.holds_too.iter().map(|one| one.version).collect();
    let mut cards = vec![card];
    for version in others {
        cards.push(call(GetScorecard { version: Some(version) }).await?);
    }
    Ok(cards)
}

fn show(shown: &Shown) -> AnyView {
    let form = match shown.cards.is_empty() {
        false => form(shown),
        true => view! { <p class="empty">"Nothing has been promised yet: no design has been adopted."</p> }
            .into_any(),
    };
    let often = match shown.asks.cap {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        cap => [&cap.to_string(), " times"].concat(),
    };
    view! {
        <div class="narrow stack">
            {heading("Ask whether it was kept", "You were in contact with a customer? Let them say whether a promise was kept.")}
            <p>
                "They get a letter with a link to one question, if they take such letters. Nobody is asked more than " {often}
                " in a quarter, nor twice about the same. What they answer, and whether they do, is told to nobody unless they let you read it, on their account’s card: it counts at "
                <a href="/promises">"Is it kept?"</a> ", where figures move once five more accounts have reported and when the quarter has ended."
            </p>
            {form} {list(&shown.asks.lines)} {viewer_now().may(Role::Admin).then(|| turns(&shown.asks))}
        </div>
    }
    .into_any()
}

fn in_place(card: &Scorecard) -> impl Iterator<Item = &Promise> {
    card.promises.iter().filter(|promise| promise.progress == Progress::InPlace)
}

fn form(shown: &Shown) -> AnyView {
    let form = Form::main();
    let cards = &shown.cards;
    if cards.iter().all(|card| in_place(card).next().is_none()) {
        return view! { <p class="empty">"No promise is in place yet. Say how far each is at " <a href="/promises">"Is it kept?"</a></p> }
            .into_any();
    }
    let none = |words: &str| std::iter::once((String::new(), words.to_owned()));
    let promises = none("Choose a promise, or a cell below")
        .chain(cards.iter().flat_map(in_place).map(|one| (one.practice.to_string(), one.title.to_string())))
        .collect();
    let cells = cards.iter().flat_map(|card| cells(card, cards));
    let cells = none("Whichever promise was chosen above").chain(cells).collect();
    let sample = cards.iter().any(|card| card.sample);
    view! {
        {note(sample)}
        <form method="post" action="/api/v1/asks" class="form" data-then="reload" data-toast="Noted. They are asked by mail, if they take such letters.">
            {next_here()}
            {Field::new("email", "The customer's e-mail address")
                .kind("email")
                .value(shown.email.clone())
                .text(Email::MAX, |text| Email::parse(text).map(drop))
                .view(form)}
            {Field::new("account", "Or their account's name")
                .hint("Or what your CRM calls it. Whoever of it has been asked least is asked.")
                .text(Name::MAX, |text| Name::parse(text).map(drop))
                .view(form)}
            {Field::new("practice", "About which promise?").options(promises).value(shown.practice.clone()).view(form)}
            {Field::new("cell", "Or about which cell?")
                .hint("Whichever promise of it has been asked about least.")
                .options(cells)
                .view(form)}
            {form.trouble()} <p><button class="btn btn-primary">"Ask them"</button></p>
        </form>
    }
    .into_any()
}

/// The cells of a design where something is in place; where another holds too, with whom each is for.
fn cells(card: &Scorecard, cards: &[Scorecard]) -> Vec<(String, String)> {
    let all = cards.iter().flat_map(|other| &other.holds_too);
    let of = for_whom(all, card.version).map(|who| [", for ", who].concat());
    let version = of.is_some().then_some(card.version);
    let mut cells = Vec::new();
    for (stage, row) in card.stages.iter().enumerate() {
        for (culture, column) in card.cultures.iter().enumerate() {
            let holds = in_place(card).any(|one| one.stages.has(stage) && one.cultures.has(culture));
            let name = [row.name.as_str(), ", ", column.name.as_str(), of.as_deref().unwrap_or_default()];
            let cell = CellOf { version, cell: Cell { stage, culture } };
            holds.then(|| cells.push((cell.to_string(), name.concat())));
        }
    }
    cells
}

fn list(lines: &[AskedLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let line = |line: &AskedLine| {
        let to = ["/promises/", &line.practice.to_string()].concat();
        view! {
            <li class="list-line"><span>{line.name.to_string()} ": " <a href=to>{line.title.to_string()}</a></span> <span class="quiet">{time(line.at)}</span></li>
        }
        .into_any()
    };
    let lines = lines.iter().map(line).collect::<Vec<_>>();
    view! { <section aria-labelledby="asked"><h2 class="h2" id="asked">"Whom you had asked"</h2><ul class="plain-list">{lines}</ul></section> }
        .into_any()
}

fn turns(asks: &Asks) -> AnyView {
    let form = Form::new();
    let letters = counted(asks.letters as usize, "letter", "letters");
    let caps = (1..=MOST_CAP).map(|cap| (cap.to_string(), counted(cap as usize, "time", "times"))).collect();
    view! {
        <section aria-labelledby="turns" class="panel">
            <h2 class="h2" id="turns">"Asking all customers in turn"</h2>
            <p>
                "When it is on, a few letters a day leave by themselves, evenly over accounts and over the promises in place, to customers who take them at once. In this quarter, "
                {letters} " of both kinds so far."
            </p>
            <form method="post" action="/api/v1/asks/turns" class="form" data-then="reload" data-toast="Kept.">
                {next_here()} {tick("turns", "Ask in turn", "", asks.turns)}
                {Field::new("cap", "One person, in a quarter, at most").options(caps).value(asks.cap.to_string()).required().view(form)}
                {form.trouble()} <p><button class="btn">"Keep this"</button></p>
            </form>
        </section>
    }
    .into_any()
}
