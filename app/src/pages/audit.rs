//! The audit log, for admins: who did what and when, to be narrowed and searched. Nothing in it can be changed here.

use crate::api::call;
use crate::form::next_here;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::layout::heading;
use crate::parts::pages::{self as parts, IN_TIME};
use crate::parts::staff::admitted;
use crate::parts::time::{exactly, time};
use leptos::prelude::*;
use model::api::audit::{CheckDesigns, DesignCheck, GetMailHealth, ListAudit, MailHealth};
use model::audit::{Entry, NOUNS};
use model::endpoint::encoded;
use model::person::Role;
use model::{Page, Problem};

#[must_use]
pub fn audit() -> AnyView {
    let may = admitted(&[Role::Admin], "The log is kept for admins.");
    still(move |at| load(at, may.clone()), show)
}

type Loaded = (ListAudit, Page<Entry>, MailHealth, DesignCheck);

async fn load(at: At, may: Result<(), Problem>) -> Result<Loaded, Problem> {
    may?;
    let asked = ListAudit { noun: at.text("noun"), q: at.text("q"), page: at.field("page") };
    let page = call(asked.clone()).await?;
    Ok((asked, page, call(GetMailHealth {}).await?, call(CheckDesigns {}).await?))
}

fn show((asked, page, mail, check): Loaded) -> AnyView {
    let lines = page.items.iter().map(line).collect::<Vec<_>>();
    let list = if lines.is_empty() {
        view! { <p class="empty">"Nothing of the kind has happened."</p> }.into_any()
    } else {
        view! { <ol class="plain-list log" aria-label="What happened, the newest first">{lines}</ol> }
            .into_any()
    };
    view! {
        {heading("Log", "What staff did, and what concerns security. Each entry is a link of a chain, so that changing one shows.")}
        {letters(&mail)} {designs(&check)} {narrow(&asked)} <p class="quiet" role="status">{counted(page.total, "entry", "entries")}</p> {list}
        {pages(&asked, &page)} {take_along(&asked, page.total)}
        <p class="quiet">
            "On the server, " <code>"accord admin audit verify"</code> " says whether the log is whole, and "
            <code>"accord export audit"</code> " writes all of it to a file."
        </p>
    }
    .into_any()
}

/// How letters fare, in a line; what is amiss stands out.
fn letters(mail: &MailHealth) -> AnyView {
    let way = match mail.smtp {
        true => "Letters leave by SMTP",
        false => "No SMTP server is set: letters are written to the outbox folder on the server",
    };
    let last = mail.last_sent.map(|at| view! { ", the last one " {exactly(at)} });
    let waiting = (mail.waiting > 0).then(|| {
        let since = mail.oldest.map(|at| view! { ", the oldest written " {exactly(at)} });
        view! { " " {counted(mail.waiting, "letter waits", "letters wait")} {since} "." }
    });
    let given_up = (mail.given_up > 0).then(|| {
        view! { " " <b>{counted(mail.given_up, "letter", "letters")} " could not be delivered, and nobody tries any more."</b> }
    });
    let problem = mail.problem.clone().map(|problem| view! { " The mail server said: " <q>{problem}</q> });
    let again = (mail.kept > 0).then(|| {
        view! {
            <form method="post" action="/api/v1/mail/again" data-then="reload" data-toast="They are on their way again.">
                {next_here()} <button class="btn btn-sm">"Send " {counted(mail.kept, "letter", "letters")} " again"</button>
                <div class="trouble" role="alert"></div>
            </form>
        }
    });
    view! { <p class="quiet">{way} {last} "." {waiting} {given_up} {problem}</p> {again} }.into_any()
}

/// Whether every adopted version is still what was signed; what is not stands out.
fn designs(check: &DesignCheck) -> AnyView {
    if check.altered.is_empty() {
        let words = match check.versions {
            0 => return ().into_any(),
            1 => "The adopted version is what was signed: checked against its digest.".to_owned(),
            many => [
                "All ",
                &many.to_string(),
                " adopted versions are what was signed: checked against their digests.",
            ]
            .concat(),
        };
        return view! { <p class="quiet">{words}</p> }.into_any();
    }
    let lines = check
        .altered
        .iter()
        .map(|one| view! { <li><b>{["Design ", &one.version.to_string(), " is not what was signed: "].concat()}</b> {one.what.clone()}</li> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <div class="warning" role="alert">
            <ul class="plain-list">{lines}</ul>
            <p>"It is not shown until what was signed is put back, from a backup."</p>
        </div>
    }
    .into_any()
}

fn narrow(asked: &ListAudit) -> AnyView {
    let noun = asked.noun.clone();
    let choices = NOUNS
        .map(|one| view! { <option value=one selected=noun == one>{thing(one)}</option> }.into_any())
        .into_iter()
        .collect::<Vec<_>>();
    view! {
        <form method="get" action="/audit" class="inline-form log-search" role="search">
            <p class="field">
                <label class="field-label" for="noun">"About"</label>
                <select id="noun" name="noun" class="select">
                    <option value="">"anything"</option>
                    {choices}
                </select>
            </p>
            <p class="field">
                <label class="field-label" for="q">"Who, what, about what or why"</label>
                <input class="input" type="search" id="q" name="q" value=asked.q.clone()/>
            </p>
            <button class="btn">"Search"</button>
        </form>
    }
    .into_any()
}

fn line(entry: &Entry) -> AnyView {
    let by =
        entry.by.as_ref().map_or_else(|| "the program, or on the server".to_owned(), ToString::to_string);
    let token = entry.token.as_ref().map(|token| [", through the token ", token.as_str()].concat());
    let (noun, verb) = entry.kind.split_once('.').unwrap_or((&entry.kind, ""));
    let what = [verb.replace('_', " ").as_str(), ": ", thing(noun)].concat();
    let subject = entry.subject.map(|subject| {
        let words = entry.about.clone().unwrap_or_else(|| subject.to_string());
        match place(noun, subject) {
            Some(to) => view! { " " <a href=to>{words}</a> }.into_any(),
            None => view! { " " {words} }.into_any(),
        }
    });
    let detail = entry.detail.clone().map(|detail| view! { <span class="quiet">" – " {detail}</span> });
    view! {
        <li id=["entry-", &entry.number.to_string()].concat()>
            <p>{what} {subject} {detail}</p>
            <p class="quiet">{by} {token} ", " {time(entry.at)}</p>
        </li>
    }
    .into_any()
}

/// A noun of the log in words.
fn thing(noun: &str) -> &str {
    match noun {
        "sign_in" => "sign-in",
        "act" => "what is not theirs",
        "mail" => "letters",
        "ways" => "ways to sign in",
        noun => noun,
    }
}

/// The page of what it happened to.
fn place(noun: &str, subject: i64) -> Option<String> {
    let subject = subject.to_string();
    match noun {
        "proposal" | "vote" | "writer" => Some(["/proposals/", &subject].concat()),
        "account" if subject != "0" => Some(["/accounts/", &subject].concat()),
        "round" => Some(["/manage?round=", &subject].concat()),
        "design" => Some(["/design/", &subject].concat()),
        "promise" if subject != "0" => Some(["/promises/", &subject].concat()),
        "activity" => Some(["/activities/", &subject].concat()),
        _ => None,
    }
}

/// All that the filters let through, not this page alone.
fn take_along(asked: &ListAudit, total: usize) -> Option<AnyView> {
    let href = ["/api/v1/audit.csv?noun=", &encoded(&asked.noun), "&q=", &encoded(&asked.q)].concat();
    let words = ["Take ", &counted(total, "entry", "entries"), " along (CSV)"].concat();
    (total > 0).then(|| {
        view! {
            <p class="actions"><a class="btn btn-sm" rel="external" download="log.csv" href=href>{words}</a></p>
            <p class="quiet">"That it was taken stands in the log as well."</p>
        }
        .into_any()
    })
}

fn pages(asked: &ListAudit, page: &Page<Entry>) -> AnyView {
    let (noun, q) = (encoded(&asked.noun), encoded(&asked.q));
    parts::pages(page.page, page.last(), IN_TIME, |to| {
        ["/audit?noun=", &noun, "&q=", &q, "&page=", &to.to_string()].concat()
    })
}
