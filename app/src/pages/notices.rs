//! My news, newest first, and how it reaches me.

use crate::api::call;
use crate::form::next_here;
use crate::load::still;
use crate::parts::layout::heading;
use crate::parts::prose::prose;
use crate::parts::time::time;
use leptos::prelude::*;
use model::api::notices::GetNews;
use model::notice::{News, Notice, NoticeKind, NoticeWay};

#[must_use]
pub fn notices() -> AnyView {
    still(|_| async { call(GetNews {}).await }, |news| show(&news))
}

fn show(news: &News) -> AnyView {
    let lines = news.notices.iter().map(line).collect::<Vec<_>>();
    let newest = news.notices.first().map(|notice| notice.id.to_string()).unwrap_or_default();
    let unseen = news.notices.iter().any(|notice| !notice.seen);
    let list = match lines.is_empty() {
        true => view! { <p class="empty">"No news yet. What is decided on what you write, and what comes of what you follow, will stand here."</p> }
            .into_any(),
        false => view! { <ol class="news">{lines}</ol> }.into_any(),
    };
    let ways = news.ways.iter().map(|chosen| choice(chosen.kind, chosen.way)).collect::<Vec<_>>();
    view! {
        <div class="narrow">
            {heading("News", "")}
            {unseen
                .then(|| {
                    view! {
                        <form method="post" action="/api/v1/me/notices/seen" data-then="reload">
                            {next_here()} <input type="hidden" name="last" value=newest/> <button class="btn btn-sm">"I have seen all"</button>
                        </form>
                    }
                })} {list}
            <section aria-labelledby="ways">
                <h2 class="h2" id="ways">"How news reaches you"</h2>
                <p class="quiet">
                    {match news.address {
                        true => "It always stands here. What you see here first is not mailed; every letter has a link that stops its kind.",
                        false => "It stands here. We have no address to mail it to.",
                    }}
                </p>
                <ul class="ways">{ways}</ul>
            </section>
        </div>
    }
    .into_any()
}

/// A button, not a link: to open it is to have seen it.
fn line(notice: &Notice) -> AnyView {
    let action = ["/api/v1/me/notices/", &notice.id.to_string(), "/seen"].concat();
    let words = notice.words.as_ref().map(|words| view! { <div class="quiet">{prose(words.as_str())}</div> });
    view! {
        <li class="list-line" class:unseen=!notice.seen>
            <form method="post" action=action data-then=notice.path.clone()>
                <button class="link">{notice.what.clone()}</button>
                {(!notice.seen).then(|| view! { " " <b class="mark">"new"</b> })}
            </form>
            {words} <small class="quiet">{time(notice.at)}</small>
        </li>
    }
    .into_any()
}

fn choice(kind: NoticeKind, chosen: NoticeWay) -> AnyView {
    let id = ["way-", kind.word()].concat();
    let label = id.clone();
    let option =
        |way: NoticeWay| view! { <option value=way.word() selected=way == chosen>{way.words()}</option> };
    let options = kind.ways().iter().copied().map(option).collect::<Vec<_>>();
    view! {
        <li>
            <form method="post" action="/api/v1/me/notices/ways" class="way" data-then="stay" data-toast="Kept.">
                {next_here()} <input type="hidden" name="kind" value=kind.word()/> <label for=label>{kind.words()}</label>
                <span class="way-choice">
                    <select class="select" id=id name="way">{options}</select>
                    <button class="btn btn-sm">"Keep" <span class="sr-only">": " {kind.words()}</span></button>
                </span>
            </form>
        </li>
    }
    .into_any()
}
