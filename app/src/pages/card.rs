//! The engagement card of an account, for whoever is about to call: read on a phone, in a car park, or on paper.

use super::account::{HOSTS, path};
use super::design::practice_in;
use crate::api::call;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::layout::title;
use crate::parts::promise::measured;
use crate::parts::prose::marked_up;
use crate::parts::purchase::standing;
use crate::parts::sample::note;
use crate::parts::staff::admitted;
use crate::parts::time::time;
use leptos::prelude::*;
use model::activity::OfAccount;
use model::api::card::GetCard;
use model::card::{
    Act, Advice, Asked, Because, EngagementCard, Never, NotedSaying, Reported, Stance, Stands, Told, Waiting,
};
use model::promise::Progress;
use model::proposal::{Kind, path as proposal_path};
use model::purchase::{Part, Purchase};
use model::{Problem, ProposalId, Title};

#[must_use]
pub fn card() -> AnyView {
    let may = admitted(&HOSTS, "Cards are for moderators and account managers.");
    still(move |at| load(at, may), |card| show(&card))
}

async fn load(at: At, may: Result<(), Problem>) -> Result<EngagementCard, Problem> {
    may?;
    call(GetCard { account: at.part("account")? }).await
}

fn show(card: &EngagementCard) -> AnyView {
    let name = card.account.name.to_string();
    let parent = card.parent.as_ref().map(|parent| [" · part of ", parent.name.as_str()].concat());
    let quiet = [card.segments.join(" · "), parent.unwrap_or_default()].concat();
    let purchases = card.purchases.iter().map(|one| advice(one, missing(card, one))).collect::<Vec<_>>();
    let bought = card.bought.iter().map(|one| advice(one, Some(after(one)))).collect::<Vec<_>>();
    let none = (purchases.is_empty() && bought.is_empty()).then(|| {
        view! {
            <p class="empty">
                "Nothing is known of what they are buying, so nothing follows from the design. "
                <a href=[&path(card.account.id), "?purchase=new#purchases"].concat()>"Ask them, and write it down"</a> "."
            </p>
        }
    });
    view! {
        <article class="narrow engagement">
            {title(name.clone())}
            <p class="quiet actions"><a href="/accounts">"Accounts"</a> " · " <a href=path(card.account.id)>"All that is kept of it"</a></p>
            <h1 class="h1">{name}</h1> {note(card.sample)}
            <p class="quiet">{quiet}</p>
            {none} {purchases} {bought} {over(&card.over)}
            {section("reports", "What they reported, and let you read", &card.reports, reported)}
            {card.stances.as_deref().map(|stances| section("stances", "How it stands", stances, stance))}
            {section("waits", "It waits for our word", &card.waits, waiting)}
            {section("asked", "What they asked for, in public", &card.asked, asked)}
            {section("stories", "What they told, in public", &card.stories, story)}
            {section("noted", "What we noted that they said", &card.noted, noted)}
            {section("activities", "Activities", &card.activities, activity)}
            <p class="quiet">
                "How its people voted stands nowhere: only they know. How it stands as a whole is told where a round announced that before "
                "voting, and at least three of them voted on a proposal; and how those stand who let it be told. What they "
                "report of promises is counted with everybody’s; who answered, and what, is told where they let you read it, and nowhere else. "
                "Written " {time(card.written)} "."
            </p>
        </article>
    }
    .into_any()
}

/// A list with its heading, where there is something in it.
fn section<T>(id: &'static str, words: &'static str, list: &[T], line: fn(&T) -> AnyView) -> AnyView {
    if list.is_empty() {
        return ().into_any();
    }
    let lines = list.iter().map(line).collect::<Vec<_>>();
    view! {
        <section aria-labelledby=id>
            <h2 class="h2" id=id>{words}</h2>
            <ul class="engagement-list">{lines}</ul>
        </section>
    }
    .into_any()
}

fn advice(one: &Advice, missing: Option<String>) -> AnyView {
    let purchase = &one.purchase;
    let id = ["purchase-", &purchase.id.to_string()].concat();
    let heading = id.clone();
    let people = purchase.people.iter().map(part).collect::<Vec<_>>().join(", ");
    let next = one.next.iter().map(act).collect::<Vec<_>>();
    let never = one.never.iter().map(never_do).collect::<Vec<_>>();
    let declared = purchase.declared.then_some(" They said so themselves.");
    let nothing = (next.is_empty() && never.is_empty() && missing.is_none())
        .then(|| view! { <p class="quiet">"Nothing is promised for where they are."</p> });
    view! {
        <section class="panel" aria-labelledby=heading>
            <h2 class="panel-title" id=id>{purchase.text.name.to_string()}</h2>
            <p>{standing(&purchase.text, None)} <span class="quiet">{declared}</span></p>
            {(!people.is_empty()).then(|| view! { <p class="quiet">{people}</p> })}
            {nothing} {missing.map(|missing| view! { <p class="note" role="note">{missing}</p> })}
            {(!next.is_empty()).then(|| view! { <h3 class="h3">"Do"</h3> <ul class="engagement-list">{next}</ul> })}
            {(!never.is_empty()).then(|| view! { <h3 class="h3 never">"Red lines, and what we promised to stop"</h3> <ul class="engagement-list">{never}</ul> })}
        </section>
    }
    .into_any()
}

/// That what was bought has stages of its own, and what is not known of it.
fn after(one: &Advice) -> String {
    let names = one.answers_to.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let known = if one.culture_known {
        "."
    } else {
        "; how they want to be met is not known: this is for everybody. Ask them."
    };
    ["They have bought it, and are now at ", &names, known].concat()
}

/// Purchases that are over, whatever became of them.
fn over(list: &[Purchase]) -> Option<AnyView> {
    let lines = list.iter().map(|one| {
        view! { <li>{one.text.name.to_string()} <p class="quiet">{standing(&one.text, None)}</p></li> }
            .into_any()
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        let words = counted(lines.len(), "purchase that is over", "purchases that are over");
        view! { <details class="fold-plain"><summary>{words}</summary><ul class="engagement-list">{lines}</ul></details> }
            .into_any()
    })
}

/// What is not known of a purchase, and what follows from that; or what its stage is called in the design.
fn missing(card: &EngagementCard, one: &Advice) -> Option<String> {
    let (stage, culture) = (&one.purchase.text.stage, &one.purchase.text.culture);
    if card.design.is_none() {
        return Some("No design is adopted yet: nothing is promised.".into());
    }
    if !one.answers_to.is_empty() {
        let names = one.answers_to.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let stage = stage.as_ref().map_or("Their stage", |stage| stage.as_str());
        return Some(["“", stage, "” is “", &names, "” in this design."].concat());
    }
    let none = |what: &str, name: &str| ["This design has no ", what, " “", name, "”: "].concat();
    match (one.stage_known, one.culture_known) {
        (true, true) => None,
        (false, false) => Some(
            "Find out at which stage they are, and how they want to be met: then it says here what follows."
                .into(),
        ),
        (false, true) => Some(match stage {
            Some(stage) => none("stage", stage.as_str()) + "what follows is for all of its stages.",
            None => "The stage is not known: this is for all of them.".into(),
        }),
        (true, false) => Some(match culture {
            Some(culture) => {
                none("culture", culture.as_str()) + "what follows is for everybody at this stage."
            }
            None => {
                "How they want to be met is not known: this is for everybody at this stage. Ask them.".into()
            }
        }),
    }
}

fn part(part: &Part) -> String {
    [part.name.as_str(), " (", part.role.words(), ")"].concat()
}

fn act(act: &Act) -> AnyView {
    let to = practice_in(act.version, act.practice);
    let progress = match act.progress {
        Progress::InPlace => None,
        Progress::Planned => Some("planned, not yet in place"),
        Progress::Paused => Some("paused"),
        Progress::Dropped => Some("dropped"),
    };
    let kept = act.kept.map(|kept| ["kept: ", &measured(kept.told), ", ", &kept.quarter.words()].concat());
    let tool = act.tool.as_ref().map(|tool| ["with ", tool.as_str()].concat());
    let owner = [act.owner.as_str(), " answers for it"].concat();
    let overdue = act.overdue.then(|| "its review is overdue".to_owned());
    let quiet = [Some(owner), tool, progress.map(str::to_owned), overdue, kept];
    let quiet = quiet.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let how = act.how.as_ref().map(|how| view! { <p class="prose-line">{how.to_string()}</p> });
    let gap = act.gap.then(|| {
        let to = ["/promises/", &act.practice.to_string()].concat();
        view! { <p class="warning"><a href=to>"Customers say that this is not kept."</a></p> }
    });
    view! { <li><a href=to>{act.title.to_string()}</a> {how} {gap} <p class="quiet">{quiet}</p></li> }
        .into_any()
}

fn never_do(never: &Never) -> AnyView {
    let (to, why) = match never.because {
        Because::Promised { practice, version } => {
            (practice_in(version, practice), "Customers asked for this, and we promised to stop.".to_owned())
        }
        Because::RedLine { proposal, accounts } => (
            ["/proposals/", &proposal.to_string()].concat(),
            [&accounts.to_string(), " accounts say that this would make them leave."].concat(),
        ),
    };
    view! { <li><a href=to>{never.title.to_string()}</a> <p class="quiet">{why}</p></li> }.into_any()
}

fn link(proposal: ProposalId, title: &Title) -> AnyView {
    view! { <a href=proposal_path(proposal, title)>{title.to_string()}</a> }.into_any()
}

fn waiting(one: &Waiting) -> AnyView {
    view! { <li>{link(one.proposal, &one.title)} <p class="quiet">"since " {time(one.since)}</p></li> }
        .into_any()
}

fn asked(one: &Asked) -> AnyView {
    let kind = match one.kind {
        Kind::Start => "start",
        Kind::Stop => "stop",
        Kind::Keep => "keep",
        Kind::Change => "change",
    };
    let quiet = [kind, " · ", one.status.word(), " · "].concat();
    let left = one.left_out.as_ref().map(|left| {
        let decision = left.decision.map_or("Left out", |decision| decision.words());
        view! { <p class="prose-line"><b>{decision} ": "</b> {left.reason.clone()}</p> }
    });
    view! { <li>{link(one.proposal, &one.title)} <p class="quiet">{quiet} {time(one.at)}</p> {left}</li> }
        .into_any()
}

fn reported(one: &Reported) -> AnyView {
    let to = ["/promises/", &one.practice.to_string()].concat();
    let said = if one.kept { "Kept" } else { "Not kept" };
    let feeling = one.feeling.map(|feeling| [" ", feeling.words(), "."].concat());
    let words =
        one.words.as_ref().map(|words| view! { <p class="prose-line"><q>{words.to_string()}</q></p> });
    let by = one.by.as_ref().map(|by| [by.as_str(), ", "].concat());
    let when =
        [by.as_deref().unwrap_or_default(), &one.said.begins().day(), ", for the ", &one.quarter.words()];
    view! {
        <li><b>{said} ": "</b> <a href=to>{one.title.to_string()}</a> "." {feeling} {words} <p class="quiet">{when.concat()}</p></li>
    }
    .into_any()
}

fn stance(one: &Stance) -> AnyView {
    let stands = match one.stands {
        Stands::For => "For: ",
        Stands::Against => "Against: ",
        Stands::Between => "Neither for nor against: ",
    };
    let tell =
        one.of_those_who_tell.then(|| view! { " " <span class="quiet">"those who let it be told"</span> });
    view! { <li><b>{stands}</b> {link(one.proposal, &one.title)} {tell}</li> }.into_any()
}

fn story(one: &Told) -> AnyView {
    view! { <li>{marked_up(&one.html)} <p class="quiet">"beside " {link(one.proposal, &one.title)} ", " {time(one.at)}</p></li> }
        .into_any()
}

fn noted(one: &NotedSaying) -> AnyView {
    let answered = if one.answered { "they answered" } else { "not answered yet" };
    let quiet = [one.source.words(), " on ", &one.said.begins().day(), "; ", answered].concat();
    view! { <li>{link(one.proposal, &one.title)} <p class="quiet">{quiet}</p></li> }.into_any()
}

/// Where an account's people are or were invited, and whether they come or came.
pub(super) fn activity(one: &OfAccount) -> AnyView {
    let said = match one.present {
        0 => {
            [&counted(one.invited, "is", "are"), " invited, ", &counted(one.coming, "comes", "come")].concat()
        }
        present => counted(present, "was present", "were present"),
    };
    let quiet = [one.kind.words(), " · ", &one.when.words(), " · ", one.state.word(), " · ", &said].concat();
    view! { <li><a href=one.path()>{one.title.to_string()}</a> <p class="quiet">{quiet}</p></li> }.into_any()
}
