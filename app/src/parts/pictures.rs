//! Pictures beside what somebody wrote, and the field of a form with which they are added, described and taken away. What
//! happens when a file is chosen is in `upload`.

use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::picture::{ACCEPT, MOST, MOST_BYTES, PLACE, Picture};
use model::{Alt, RoundId};
use serde_json::{Map, Value};
use web_sys::{Element, HtmlFormElement};

/// Small, below the text; each leads to itself, large.
#[must_use]
pub fn shown(pictures: &[Picture]) -> Option<AnyView> {
    let one = |picture: &Picture| {
        let alt = picture.alt.as_ref().map(ToString::to_string).unwrap_or_default();
        view! {
            <li>
                <a href=picture.path()>
                    <img
                        src=picture.path()
                        alt=alt
                        width=picture.width.to_string()
                        height=picture.height.to_string()
                        loading="lazy"
                        decoding="async"
                    />
                </a>
            </li>
        }
        .into_any()
    };
    let pictures = pictures.iter().map(one).collect::<Vec<_>>();
    (!pictures.is_empty()).then(|| view! { <ul class="pictures">{pictures}</ul> }.into_any())
}

/// The field, for whoever is signed in; `group` tells it from others on the page.
#[must_use]
pub fn field(round: RoundId, group: &str, pictures: &[Picture], problem: Option<String>) -> AnyView {
    if viewer_now().person.is_none() {
        return ().into_any();
    }
    let rows = pictures.iter().map(|picture| {
        let alt = picture.alt.as_ref().map(ToString::to_string).unwrap_or_default();
        row(&picture.id.to_string(), group, alt)
    });
    let rows = rows.collect::<Vec<_>>();
    let id = ["f-pictures-", group].concat();
    let (hint_id, problem_id) = (id.clone() + "-hint", id.clone() + "-problem");
    let described = [hint_id.as_str(), " ", &problem_id].concat();
    let megabytes = (MOST_BYTES / (1024 * 1024)).to_string();
    let hint = [
        "At most ",
        &MOST.to_string(),
        ", as PNG, JPEG or WebP of up to ",
        &megabytes,
        " MB. What a camera notes, such as the place, is taken out.",
    ]
    .concat();
    view! {
        <div class="field pictures-field" data-pictures=round.to_string()>
            <input type="hidden" name="pictures" value=""/>
            <label class="field-label" for=id.clone()>
                "Pictures" <span class="field-optional">"optional"</span>
            </label>
            <p class="field-hint" id=hint_id>{hint}</p>
            <ul class="picture-rows">{rows}</ul>
            <template>{row(NUMBER, group, String::new())}</template>
            <input class="needs-script picture-choice" type="file" accept=ACCEPT multiple=true id=id aria-describedby=described/>
            <p class="quiet" role="status" data-status></p>
            <p class="field-problem" id=problem_id data-problem="pictures" aria-live="polite">{problem}</p>
            <noscript>
                <p class="quiet">"Adding pictures and taking them away needs scripts, which this browser does not run."</p>
            </noscript>
        </div>
    }
    .into_any()
}

/// Stands for a picture's number in the row that new ones are made of.
const NUMBER: &str = "NUMBER";

fn row(number: &str, group: &str, alt: String) -> AnyView {
    let name = ["pictures.", number].concat();
    let id = ["f-picture-", number, "-", group].concat();
    let problem_id = id.clone() + "-problem";
    view! {
        <li class="picture-row" data-picture=number.to_owned()>
            <img src=[PLACE, number].concat() alt="" width="96" height="96"/>
            <div class="picture-words">
                <label class="field-label" for=id.clone()>"What is to be seen in it?"</label>
                <input
                    class="input"
                    type="text"
                    name=name.clone()
                    id=id
                    value=alt
                    maxlength=Alt::MAX.to_string()
                    required=true
                    aria-describedby=problem_id.clone()
                />
                <p class="field-problem" id=problem_id data-problem=name aria-live="polite"></p>
            </div>
            <button type="button" class="btn btn-ghost btn-sm needs-script" data-take-away>
                "Take it away"
            </button>
        </li>
    }
    .into_any()
}

/// A row for a picture that is new to the form. Nothing where the form has one, or no place for it.
pub fn add_row(place: &Element, number: &str) -> Option<Element> {
    let row = ["[data-picture=\"", number, "\"]"].concat();
    if place.query_selector(&row).ok()?.is_some() {
        return None;
    }
    let new = place.query_selector("template").ok()??.inner_html().replace(NUMBER, number);
    place.query_selector(".picture-rows").ok()??.insert_adjacent_html("beforeend", &new).ok()?;
    place.query_selector(&row).ok()?
}

/// Rows for the pictures of a draft that was kept, whose words are filled in then.
pub fn restore(form: &HtmlFormElement, fields: &Map<String, Value>) {
    let Ok(Some(place)) = form.query_selector("[data-pictures]") else { return };
    let numbers = fields.keys().filter_map(|name| name.strip_prefix("pictures."));
    for number in numbers.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
        add_row(&place, number);
    }
}
