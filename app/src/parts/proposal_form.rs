//! The guided sentence: "when we are at …, and we …, we want you to start …, because …". Used to propose and to change what
//! was proposed.

use super::choices::{Choice, boxes, one_of};
use super::field::Field;
use super::glyph::sign;
use super::pictures;
use super::preview::Preview;
use crate::flash::{ticked, typed};
use crate::form::Form;
use leptos::prelude::*;
use model::cells::{CultureSet, StageSet};
use model::picture::Picture;
use model::proposal::{Kind, ProposalText};
use model::round::Round;
use model::{Particular, Title, Why};

/// The fields, filled with what a refused post left behind, or else with what was `begun`; `text` if it was written before, and
/// the pictures `shown` with it, where there can be any.
#[must_use]
pub fn fields(
    form: Form,
    round: &Round,
    begun: &Preview,
    text: Option<&ProposalText>,
    shown: Option<&[Picture]>,
) -> AnyView {
    let kept = !typed("title").is_empty();
    let stages = if kept { StageSet::of(&ticked("stages")) } else { begun.stages };
    let cultures = if kept { CultureSet::of(&ticked("cultures")) } else { begun.cultures };
    let kind = typed("kind").parse().ok().or(begun.kind).unwrap_or(Kind::Start);
    let stage_choices = round
        .stages
        .iter()
        .enumerate()
        .map(|(position, stage)| Choice::new(position, stage.name.as_str(), stages.has(position)))
        .collect();
    let culture_choices = round
        .cultures
        .iter()
        .enumerate()
        .map(|(position, culture)| {
            let label = [sign(culture.suit), " ", culture.name.as_str()].concat();
            Choice::new(position, label, cultures.has(position)).hint(culture.customer.as_str())
        })
        .collect();
    let kinds = Kind::ALL.map(|one| Choice::new(one.word(), one.word(), one == kind)).into();
    let title_field = Field::new("title", "In one sentence")
        .text(Title::MAX, |text| Title::parse(text).map(drop))
        .placeholder("Send one person who knows our site, not five")
        .value(begun.title.as_str())
        .required();
    let why = Field::new("why", "… because")
        .hint("What is it like for you today, and what would be better? Type @ to name somebody.")
        .text(Why::MAX, |text| Why::parse(text).map(drop))
        .value(begun.why.as_str())
        .lines(5)
        .required();
    view! {
        {boxes("stages", "When we are at", stage_choices, form)}
        {boxes("cultures", "and this is what we are like,", culture_choices, form)}
        {one_of("kind", "we want you to", kinds, form)} {title_field.view(form)} {why.view(form)}
        {shown.map(|shown| pictures::field(round.id, "proposal", shown, form.about("pictures")))} {particulars(form, text)}
    }
    .into_any()
}

/// What need not be said, folded away unless something is said.
fn particulars(form: Form, text: Option<&ProposalText>) -> AnyView {
    let field = |name: &'static str, label: &'static str, hint: &'static str, value: Option<&Particular>| {
        Field::new(name, label)
            .hint(hint)
            .text(Particular::MAX, |text| Particular::parse(text).map(drop))
            .value(value.map_or("", Particular::as_str))
            .view(form)
    };
    let of = |pick: fn(&ProposalText) -> &Option<Particular>| text.and_then(|text| pick(text).as_ref());
    let (who, how) = (of(|t| &t.who), of(|t| &t.how));
    let (tool, measure) = (of(|t| &t.tool), of(|t| &t.measure));
    let open = [who, how, tool, measure].iter().any(Option::is_some)
        || ["who", "how", "tool", "measure"].iter().any(|name| !typed(name).is_empty());
    view! {
        <details class="fold" open=open>
            <summary>"More, if you like: who, how, with what, and how one would notice"</summary>
            <div class="stack fold-text">
                {field("who", "Who should do it?", "A person's post, a department, a partner.", who)}
                {field("how", "How?", "", how)} {field("tool", "With which tool?", "", tool)}
                {field("measure", "How would you notice that it works?", "", measure)}
            </div>
        </details>
    }
    .into_any()
}
