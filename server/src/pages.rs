//! Renders a page for one request: the app, with everything it needs to know handed in, calls the API in process.

use crate::api::events;
use crate::assets;
use crate::auth::Who;
use crate::error::Error;
use crate::session;
use crate::site::Site;
use app::api::server::InProcess;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header};
use leptos::prelude::{LeptosOptions, provide_context};
use model::access::{Act, Answer};
use model::person::{Role, Viewer};
use model::round::Phase;
use model::{Problem, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use tower::ServiceExt;
use tower_sessions::Session;

/// The cookie that says light or dark.
pub const THEME: &str = "theme";

/// A page. The site's files have been sent before it comes to this (`site::files`).
pub async fn send(State(site): State<Site>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path();
    if ["/pkg/", "/staff/", "/api/"].into_iter().any(|folder| path.starts_with(folder)) {
        return crate::error::respond(&Problem::not_found("file"));
    }
    render(site, request, None).await.unwrap_or_else(Error::into_response)
}

/// A page's address that is posted to, as mail programs do: the API's operation of the same path. What they send says nothing
/// more, and they are not to be led elsewhere (RFC 8058, section 3.1), as a plain form would be.
pub async fn one_click(State(site): State<Site>, request: Request) -> Response {
    let (mut head, _) = request.into_parts();
    match format!("{}{}", model::API, head.uri.path()).parse() {
        Ok(uri) => head.uri = uri,
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    }
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    head.headers.remove(header::CONTENT_LENGTH);
    site.api().oneshot(Request::from_parts(head, Body::from("{}"))).await.into_response()
}

/// The ordinary error page in answer to a request that was refused before anybody asked who calls.
pub async fn refused(site: Site, headers: HeaderMap, problem: Problem) -> Response {
    let mut request = Request::new(Body::empty());
    *request.headers_mut() = headers;
    request.extensions_mut().insert(Who::stranger());
    render(site, request, Some(problem)).await.unwrap_or_else(Error::into_response)
}

async fn render(site: Site, request: Request, refused: Option<Problem>) -> Result<Response, Error> {
    let Some(who) = request.extensions().get::<Who>().cloned() else {
        return Err(Error::Fault(anyhow::anyhow!("a page without a caller")));
    };
    let viewer =
        viewer(&site, &who, request.headers(), round_in(request.uri().path(), request.uri().query())).await;
    let session = request.extensions().get::<Session>().cloned();
    let flash = match &session {
        Some(session) => session::take_flash(session).await?,
        None => None,
    };
    let kept = flash.clone();
    let in_process = InProcess { router: site.api(), extensions: within(&who, session.as_ref()) };
    let status = app::PageStatus(Arc::new(AtomicU16::new(StatusCode::OK.as_u16())));
    let redirect = app::Redirect::default();
    let context = {
        let (status, redirect) = (status.clone(), redirect.clone());
        let flash = flash.map(|flash| app::Flash(flash.problem, flash.done, flash.typed)).unwrap_or_default();
        move || {
            provide_context(in_process.clone());
            provide_context(viewer.clone());
            provide_context(flash.clone());
            provide_context(status.clone());
            provide_context(redirect.clone());
            if let Some(problem) = &refused {
                provide_context(app::Refused(problem.clone()));
            }
            allow_own_scripts();
        }
    };
    let path = request.uri().path().to_owned();
    let page = app::PageContext { path, options: options(), assets: assets::addresses() };
    let shell = move || app::shell::shell(page.clone());
    let mut response = leptos_axum::render_app_async_with_context(context, shell)(request).await;
    if let Some(target) = redirect.0.lock().ok().and_then(|mut target| target.take()) {
        // What this page was to show, the one that it leads to does.
        if let (Some(session), Some(flash)) = (session, kept) {
            session::flash(&session, &flash).await?;
        }
        return Ok(Redirect::to(&target).into_response());
    }
    let status = status.0.load(Ordering::Relaxed);
    if let Some(status) = StatusCode::from_u16(status).ok().filter(|status| *status != StatusCode::OK) {
        *response.status_mut() = status;
    }
    ended(response).await
}

/// Behind `</html>` the framework writes scripts that hand over what we do not use: the page ends where it says so.
async fn ended(response: Response) -> Result<Response, Error> {
    const END: &[u8] = b"</html>";
    let (head, body) = response.into_parts();
    let html = axum::body::to_bytes(body, usize::MAX).await.map_err(anyhow::Error::from)?;
    let end = html.windows(END.len()).rposition(|here| here == END).map_or(html.len(), |at| at + END.len());
    Ok(Response::from_parts(head, html.slice(..end).into()))
}

/// What a call from within carries of the page's request.
fn within(who: &Who, session: Option<&Session>) -> Extensions {
    let mut extensions = Extensions::new();
    extensions.insert(who.clone());
    if let Some(session) = session {
        extensions.insert(session.clone());
    }
    extensions
}

/// The page's policy: its own files, and the inline scripts that carry this response's nonce. No inline styles.
fn allow_own_scripts() {
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; worker-src 'self'; \
         style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(policy)) =
        (leptos::prelude::use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(&policy))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("accord").build()
}

/// The round that a page is about, where its address names one.
fn round_in(path: &str, query: Option<&str>) -> Option<model::RoundId> {
    let in_path = path.strip_prefix("/rounds/").and_then(|rest| rest.split('/').next());
    let in_query = || {
        form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .find_map(|(name, value)| (name == "round").then(|| value.into_owned()))
    };
    in_path.map(str::to_owned).or_else(in_query)?.parse().ok()
}

/// Who is looking, and what every page needs to know.
pub async fn viewer(site: &Site, who: &Who, headers: &HeaderMap, round: Option<model::RoundId>) -> Viewer {
    let news = match who.id() {
        Some(person) => site.notices.unseen(site, person).await,
        None => 0,
    };
    // Before anything is looked at, so that what comes in meanwhile counts as missed.
    let told = events::count(site, who.person.as_deref());
    let world = site.memory.read();
    let company = world.company();
    let person = who.person.as_deref();
    let round = round
        .filter(|round| world.seen(person, *round).is_some())
        .or_else(|| world.opens_on(person))
        .unwrap_or_default();
    let host = who.may(Role::Moderator) || who.may(Role::AccountManager);
    let joining = if host { world.directory.waiting() } else { 0 };
    let (queue, queue_since) = match who.may(Role::Moderator) {
        true => world.to_decide().fold((0, None), |(count, oldest): (usize, Option<Timestamp>), (at, _)| {
            (count + 1, Some(oldest.map_or(at, |oldest| oldest.min(at))))
        }),
        false => (0, None),
    };
    let now = site.clock.now();
    let asked = world.rounds().map(|memory| &memory.round).any(|round| {
        !round.is_of_one_cell()
            && !round.sample
            && round.open_at(now).contains(&Phase::Propose)
            && !matches!(world.answer(person, round, Act::Propose), Answer::No | Answer::Hidden)
    });
    let blocked = who.id().and_then(|person| world.talk.barred(person)).cloned();
    Viewer {
        person: who.person.as_ref().map(|person| world.directory.myself(person, round)),
        guest: who.guest.is_some(),
        company: company.map(|company| company.name.clone()).unwrap_or_default(),
        theme: theme(headers),
        round,
        queue,
        queue_since,
        blocked,
        joining,
        news,
        needs_setup: !world.has_admin(),
        has_design: [false, true].iter().any(|sample| !world.designs_seen(person, *sample).is_empty()),
        asked,
        told,
    }
}

fn theme(headers: &HeaderMap) -> String {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let found = cookies.flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == THEME && matches!(value, "light" | "dark")).then(|| value.to_owned())
    });
    found.unwrap_or_default()
}
