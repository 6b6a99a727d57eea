//! My own page: what I am called, whom I speak for and from which culture, how I sign in and where I am signed in.

mod asked_again;
mod invited;
mod passkeys;

use crate::api::call;
use crate::form::{Form, next, next_here};
use crate::load::still;
use crate::pages::activities::waiting;
use crate::parts::choices::tick;
use crate::parts::declare::{account_form, culture_form, standing};
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::activity::outcome::MyOutcome;
use model::api::activities::ListMyOutcomes;
use model::api::finding::GetFindable;
use model::api::joining::ListAccountInvitations;
use model::api::passkeys::{ListPasskeys, Passkeys};
use model::api::rounds::GetRound;
use model::api::session::ListSessions;
use model::api::telling::{GetTelling, Telling};
use model::api::writing::ListAskedAgain;
use model::finding::Findable;
use model::joining::AccountInvitation;
use model::person::{Membership, Myself, Session};
use model::round::Round;
use model::writing::AskedAgain;
use model::{Name, Problem, RoundId};

struct Mine {
    sessions: Vec<Session>,
    passkeys: Passkeys,
    /// What I said on words that are others now.
    asked: Vec<AskedAgain>,
    /// What staff noted that I said at activities.
    noted: Vec<MyOutcome>,
    /// Whom I am asked to speak for.
    invited: Vec<AccountInvitation>,
    /// Of staff: whether they are shown by name.
    findable: Option<Findable>,
    /// Of customers: whether they let it be told how they vote.
    telling: Option<Telling>,
    round: Option<Round>,
}

#[must_use]
pub fn me() -> AnyView {
    let current = viewer_now().round;
    let staff = viewer_now().person.is_some_and(|person| !person.roles.is_empty());
    still(move |_| load(current, staff), show)
}

async fn load(current: RoundId, staff: bool) -> Result<Mine, Problem> {
    let findable = if staff { Some(call(GetFindable {}).await?) } else { None };
    let telling = if staff { None } else { Some(call(GetTelling {}).await?) };
    let (sessions, passkeys) = (call(ListSessions {}).await?, call(ListPasskeys {}).await?);
    let (asked, noted) = (call(ListAskedAgain {}).await?, call(ListMyOutcomes {}).await?);
    let invited = call(ListAccountInvitations {}).await?;
    let round = if current.0 == 0 { None } else { call(GetRound { round: current }).await.ok() };
    Ok(Mine { sessions, passkeys, asked, noted, invited, findable, telling, round })
}

fn show(mine: Mine) -> AnyView {
    let Some(myself) = viewer_now().person else {
        return crate::pages::error::problem_page(&Problem::sign_in());
    };
    let round = viewer_now().round;
    let named = match &myself.membership {
        Membership::Declared { name } => name.to_string(),
        _ => String::new(),
    };
    let account = (!myself.membership.is_confirmed()).then(|| account_form(&named));
    let culture = mine.round.filter(|round| !round.cultures.is_empty()).map(|round| {
        view! {
            <section aria-labelledby="culture">
                <h2 class="h2" id="culture">"When you buy, which of these is you?"</h2>
                {culture_form(&round, myself.culture)}
            </section>
        }
    });
    view! {
        <div class="narrow">
            {heading("You", "")} <p class="lead">{myself.email.as_ref().map(ToString::to_string)}</p>
            <div class="actions">
                <a class="btn" href="/me/effect">"What came of it"</a> <a class="btn" href="/?mine=true">"My proposals"</a>
                {(myself.membership.is_confirmed() && round.0 != 0)
                    .then(|| view! { <a class="btn" href=["/rounds/", &round.to_string(), "/customers"].concat()>"Other customers"</a> })}
                <a class="btn" href="/activities">"Activities"</a> <a class="btn" href="/notices">"News, and how it reaches me"</a> {sign_out()}
            </div>
            {invited::section(&mine.invited, &myself.membership)} {asked_again::section(&mine.asked)} {waiting(&mine.noted)}
            {name(&myself)} {mine.findable.as_ref().map(by_name)}
            <section aria-labelledby="account">
                <h2 class="h2" id="account">"Whom you speak for"</h2>
                <p>{standing(&myself.membership)}</p> {account}
                {myself.membership.is_confirmed().then(|| view! { <p class="actions"><a class="btn" href="/account">"What we are buying, and who speaks for us"</a></p> })}
            </section>
            {culture} {following(myself.follows)} {mine.telling.as_ref().map(telling)} {passkeys::section(mine.passkeys)} {sessions(mine.sessions)} {take_along()} {leave()}
        </div>
    }
    .into_any()
}

fn name(myself: &Myself) -> AnyView {
    let form = Form::main();
    let field = Field::new("name", "Your name, as our staff see it")
        .text(Name::MAX, |text| Name::parse(text).map(drop))
        .autocomplete("name")
        .value(myself.name.as_str())
        .required();
    view! {
        <form method="post" action="/api/v1/me/name" class="form" data-then="reload" data-toast="Your name is changed.">
            {next_here()} {field.view(form)} {form.trouble()} <p><button class="btn">"Change the name"</button></p>
        </form>
    }
    .into_any()
}

/// Staff choose whether customers may name them in what they write.
fn by_name(findable: &Findable) -> AnyView {
    view! {
        <form method="post" action="/api/v1/me/findable" class="form" data-then="reload" data-toast="Kept.">
            {next_here()}
            {tick("found", "Customers may name me with @ in what they write", "They see my name there, and I am told. Colleagues can name me in any case.", findable.found)}
            <p><button class="btn">"Keep this"</button></p>
        </form>
    }
    .into_any()
}

/// What is asked where one votes, and kept for the next time.
fn following(follows: Option<bool>) -> AnyView {
    view! {
        <section aria-labelledby="following">
            <h2 class="h2" id="following">"What you vote on"</h2>
            <form method="post" action="/api/v1/me/following" class="form" data-then="reload" data-toast="Kept.">
                {next_here()}
                {tick("wanted", "Tell me what comes of what I vote on", "From now on, as you last said where you voted; beside each vote you can say otherwise.", follows == Some(true))}
                <p><button class="btn">"Keep this"</button></p>
            </form>
        </section>
    }
    .into_any()
}

/// Nobody is told how one votes, unless one lets it.
fn telling(telling: &Telling) -> AnyView {
    view! {
        <section aria-labelledby="telling">
            <h2 class="h2" id="telling">"Who knows how you vote"</h2>
            <form method="post" action="/api/v1/me/telling" class="form" data-then="reload" data-toast="Kept.">
                {next_here()}
                {tick("told", "Staff who look after us may know how I vote", "Nobody knows otherwise. They are told how those of your organisation stand on a proposal who say so here.", telling.told)}
                <p><button class="btn">"Keep this"</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn sign_out() -> AnyView {
    view! {
        <form method="post" action="/api/v1/sign-out" data-then="/">
            {next("/".into())} <button class="btn btn-ghost">"Sign out"</button>
        </form>
    }
    .into_any()
}

/// Everything that is kept about me, as a file.
fn take_along() -> AnyView {
    view! {
        <section aria-labelledby="data">
            <h2 class="h2" id="data">"What we keep about you"</h2>
            <p>"Profile, devices, proposals, every vote you cast, reports and letters: yours to read and to take along."</p>
            <p class="actions"><a class="btn" rel="external" download="accord-my-data.json" href="/api/v1/me/data">"Download it (JSON)"</a></p>
        </section>
    }
    .into_any()
}

/// Leaving for good: nobody can bring it back, so it takes a fold, a tick and a press.
fn leave() -> AnyView {
    let form = Form::main();
    let open = crate::flash::flash().with_untracked(|flash| flash.0.is_some())
        && !form.about("sure").unwrap_or_default().is_empty();
    view! {
        <section aria-labelledby="leaving">
            <h2 class="h2" id="leaving">"Leave for good"</h2>
            <details class="fold-plain" open=open>
                <summary class="btn btn-sm">"I want to leave …"</summary>
                <form method="post" action="/api/v1/me/leave" class="form" data-then="/" data-toast="You have left. Nothing here names you any more.">
                    {next_here()}
                    <p>"Your name, address, account, comments, reports and letters go at once, and so do your votes where nothing is adopted yet: they count no more, and what is left of them names nobody. What was adopted stands as it was signed, without a name."</p>
                    {tick("words", "Take the words of my proposals away too", "From adopted designs as well. Otherwise they stay, without me.", false)}
                    {tick("sure", "I mean it", "Nobody can bring it back.", false)}
                    <p class="field-problem" data-problem="sure" aria-live="polite">{form.about("sure")}</p> {form.trouble()}
                    <p><button class="btn">"Leave for good"</button></p>
                </form>
            </details>
        </section>
    }
    .into_any()
}

fn sessions(sessions: Vec<Session>) -> AnyView {
    let lines = sessions.into_iter().map(session).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="sessions">
            <h2 class="h2" id="sessions">"Where you are signed in"</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn session(session: Session) -> AnyView {
    let action = ["/api/v1/me/sessions/", &session.id.to_string(), "/revoke"].concat();
    let end = match session.this {
        true => view! { <b>"this device"</b> }.into_any(),
        false => view! {
            <form method="post" action=action data-then="reload" data-toast="Signed out there.">
                {next_here()} <button class="btn btn-sm">"Sign out there"</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="list-line">
            <span>{session.device} <br/> <small class="quiet">"seen " {time(session.seen)}</small></span> {end}
        </li>
    }
    .into_any()
}
