//! The form by which a customer says whether a promise was kept towards them: one press says it; how it felt and in what words is
//! asked beside it, and may be left.

use crate::form::{Form, next_here};
use crate::parts::choices::tick;
use crate::parts::field::Field;
use leptos::prelude::*;
use model::Reason;
use model::promise::{Feeling, Reported};

const NAMED: &str =
    "Only for your account manager, if they may read your answer; otherwise it is your account’s.";

/// What a form for reporting is about.
pub struct Asking<'a> {
    /// Where it is sent; taking it back is sent to `/take-back` below.
    pub action: String,
    /// Tells its fields from those of other forms on the page.
    pub group: String,
    pub title: &'a str,
    pub question: String,
    pub mine: Option<&'a Reported>,
    /// Whether how it felt is asked in sight.
    pub open: bool,
}

#[must_use]
pub fn report(asking: Asking<'_>) -> AnyView {
    let Asking { action, group, title, question, mine, open } = asking;
    let pressed = |kept: bool| if mine.is_some_and(|mine| mine.kept == kept) { "true" } else { "false" };
    let form = Form::new();
    let of = [": ", title].concat();
    let (close_action, of_title) = ([&action, "/close"].concat(), of.clone());
    let take_back = mine.is_some().then(|| {
        let action = [&action, "/take-back"].concat();
        view! {
            <form method="post" action=action data-then="reload" data-toast="Taken back.">
                {next_here()} <button class="btn btn-ghost btn-sm">"Take my report back" <span class="sr-only">{of.clone()}</span></button>
            </form>
        }
    });
    view! {
        <form method="post" action=action class="report" data-then="reload" data-toast="Thank you. Your report counts.">
            {next_here()} <p class="report-question">{question}</p>
            <div class="actions">
                <button class="btn" name="kept" value="true" aria-pressed=pressed(true)>"It was kept" <span class="sr-only">{of.clone()}</span></button>
                <button class="btn" name="kept" value="false" aria-pressed=pressed(false)>"It was not kept" <span class="sr-only">{of.clone()}</span></button>
            </div>
            {tick("readable", "My account manager may read this answer", "", mine.is_some_and(|mine| mine.readable))}
            {more(mine, group, open, form)} {form.trouble()}
        </form>
        {take_back} {mine.is_some_and(|mine| mine.readable).then(|| close(close_action, of_title))}
    }
    .into_any()
}

/// What lets nobody read it any longer, whatever else was said.
pub fn close(action: String, of: String) -> AnyView {
    view! {
        <form method="post" action=action data-then="reload" data-toast="Nobody reads it any longer. It counts as before.">
            {next_here()} <button class="btn btn-ghost btn-sm">"Let nobody read it" <span class="sr-only">{of}</span></button>
        </form>
    }
    .into_any()
}

/// How it felt, in their words.
fn more(mine: Option<&Reported>, group: String, open: bool, form: Form) -> AnyView {
    let feelings = std::iter::once((String::new(), "No answer".to_owned()))
        .chain(Feeling::ALL.map(|feeling| (feeling.word().to_owned(), feeling.words().to_owned())))
        .collect();
    let feeling = mine.and_then(|mine| mine.feeling).map(Feeling::word).unwrap_or_default();
    let words = mine.and_then(|mine| mine.words.as_ref()).map(ToString::to_string).unwrap_or_default();
    view! {
        <details class="fold-plain" open=open>
            <summary>"How it felt, in your words"</summary>
            {Field::new("feeling", "How did it feel?").options(feelings).value(feeling).group(group.clone()).view(form)}
            {Field::new("words", "In your words")
                .hint("The company reads them, without your name.")
                .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                .lines(2)
                .value(words)
                .group(group)
                .view(form)}
            {tick("named", "With my name", NAMED, mine.is_some_and(|mine| mine.named))}
            <p class="field-hint">"Press one of the two buttons above to send this."</p>
        </details>
    }
    .into_any()
}
