//! The page table. Every page waits for its data (`SsrMode::Async`), so that it has the right status and reads without
//! scripts. Only the server routes: in the browser a link is a link.

use crate::outcome::{Refused, redirect};
use crate::pages::{
    account::account,
    accounts::{accounts, purchases::purchases},
    activities::{activities, activity, invitation, my_outcome, outcome},
    asks::{ask, was_it_kept},
    audit::audit,
    board::board,
    card::card,
    common_ground::common_ground,
    customers::customers,
    design::{
        compare::compare, design, journey::journey, moment::moment, path::path as purchase, slides::slides,
    },
    draft::draft,
    effect::effect,
    error::{not_found, problem_page},
    follow_up::follow_up,
    functions::functions,
    hand_over::hand_over,
    integrity::integrity,
    join::join,
    letters::letters,
    lists::lists,
    manage::manage,
    me::me,
    moderation::moderation,
    notices::notices,
    on_behalf::{note as on_behalf_note, on_behalf},
    own_account::own_account,
    people::people,
    profile::profile,
    programs::programs,
    promises::{promise, promises},
    proposal::proposal,
    propose::propose,
    queue::queue,
    said::said,
    setup::setup,
    sign_in::sign_in,
    sign_in_link::sign_in_link,
    sign_in_ways::sign_in_ways,
    sign_off::sign_off,
    studio::studio,
    vote::vote,
    why::why,
};
use crate::parts::frame::frame;
use crate::parts::layout::as_title;
use crate::viewer::{provide_handed, viewer_now};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::{SsrMode, path};

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_handed();
    let company = as_title(&viewer_now().company);
    let title = move |text: String| match company.as_str() {
        "" => text + " · Accord",
        company => text + " · " + company,
    };
    view! {
        <Title formatter=title/>
        <Router>{move || frame(pages())}</Router>
    }
}

fn pages() -> AnyView {
    if let Some(Refused(problem)) = use_context() {
        return problem_page(&problem);
    }
    let setting_up = use_location().pathname.with_untracked(|path| path == "/setup");
    if viewer_now().needs_setup && !setting_up {
        redirect("/setup");
    }
    const MODE: SsrMode = SsrMode::Async;
    view! {
        <FlatRoutes fallback=not_found>
            <Route path=path!("/") view=board ssr=MODE/>
            <Route path=path!("/rounds/:round") view=board ssr=MODE/>
            <Route path=path!("/proposals/:proposal/:slug") view=proposal ssr=MODE/>
            <Route path=path!("/proposals/:proposal") view=proposal ssr=MODE/>
            <Route path=path!("/propose") view=propose ssr=MODE/>
            <Route path=path!("/vote") view=vote ssr=MODE/>
            <Route path=path!("/rounds/:round/draft") view=draft ssr=MODE/>
            <Route path=path!("/rounds/:round/customers") view=customers ssr=MODE/>
            <Route path=path!("/rounds/:round/common-ground") view=common_ground ssr=MODE/>
            <Route path=path!("/rounds/:round/integrity") view=integrity ssr=MODE/>
            <Route path=path!("/rounds/:round/sign-off") view=sign_off ssr=MODE/>
            <Route path=path!("/why/practices/:practice") view=why ssr=MODE/>
            <Route path=path!("/why/proposals/:proposal") view=why ssr=MODE/>
            <Route path=path!("/design") view=design ssr=MODE/>
            <Route path=path!("/design/compare") view=compare ssr=MODE/>
            <Route path=path!("/design/:version/journey") view=journey ssr=MODE/>
            <Route path=path!("/design/:version/moments/:stage/:culture") view=moment ssr=MODE/>
            <Route path=path!("/design/:version/path") view=purchase ssr=MODE/>
            <Route path=path!("/design/:version/slides") view=slides ssr=MODE/>
            <Route path=path!("/design/:version") view=design ssr=MODE/>
            <Route path=path!("/me/effect") view=effect ssr=MODE/>
            <Route path=path!("/moderation") view=moderation ssr=MODE/>
            <Route path=path!("/notices") view=notices ssr=MODE/>
            <Route path=path!("/letters/:key/:what") view=letters ssr=MODE/>
            <Route path=path!("/on-behalf") view=on_behalf_note ssr=MODE/>
            <Route path=path!("/on-behalf/:key") view=on_behalf ssr=MODE/>
            <Route path=path!("/ask") view=ask ssr=MODE/>
            <Route path=path!("/was-it-kept/:key") view=was_it_kept ssr=MODE/>
            <Route path=path!("/activities") view=activities ssr=MODE/>
            <Route path=path!("/activities/:activity") view=activity ssr=MODE/>
            <Route path=path!("/invitations/:key") view=invitation ssr=MODE/>
            <Route path=path!("/outcomes/:key") view=outcome ssr=MODE/>
            <Route path=path!("/me/outcomes/:outcome") view=my_outcome ssr=MODE/>
            <Route path=path!("/follow-up") view=follow_up ssr=MODE/>
            <Route path=path!("/functions") view=functions ssr=MODE/>
            <Route path=path!("/lists") view=lists ssr=MODE/>
            <Route path=path!("/promises") view=promises ssr=MODE/>
            <Route path=path!("/promises/:practice") view=promise ssr=MODE/>
            <Route path=path!("/you-said-we-did") view=said ssr=MODE/>
            <Route path=path!("/programs") view=programs ssr=MODE/>
            <Route path=path!("/me") view=me ssr=MODE/>
            <Route path=path!("/sign-in") view=sign_in ssr=MODE/>
            <Route path=path!("/sign-in/link") view=sign_in_link ssr=MODE/>
            <Route path=path!("/sign-in/hand-over") view=hand_over ssr=MODE/>
            <Route path=path!("/setup") view=setup ssr=MODE/>
            <Route path=path!("/queue") view=queue ssr=MODE/>
            <Route path=path!("/studio") view=studio ssr=MODE/>
            <Route path=path!("/accounts") view=accounts ssr=MODE/>
            <Route path=path!("/accounts/purchases") view=purchases ssr=MODE/>
            <Route path=path!("/accounts/profile") view=profile ssr=MODE/>
            <Route path=path!("/accounts/:account/card") view=card ssr=MODE/>
            <Route path=path!("/accounts/:account") view=account ssr=MODE/>
            <Route path=path!("/join/:key") view=join ssr=MODE/>
            <Route path=path!("/account") view=own_account ssr=MODE/>
            <Route path=path!("/people") view=people ssr=MODE/>
            <Route path=path!("/manage") view=manage ssr=MODE/>
            <Route path=path!("/manage/sign-in") view=sign_in_ways ssr=MODE/>
            <Route path=path!("/audit") view=audit ssr=MODE/>
        </FlatRoutes>
    }
    .into_any()
}
