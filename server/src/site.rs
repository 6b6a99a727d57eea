//! The whole site as one router: health, API, pages and files, and the layers around them in order.

use crate::addresses;
use crate::api;
use crate::api::session::provider;
use crate::assets;
use crate::auth::Who;
use crate::clock::{Clock, Dice};
use crate::config::Config;
use crate::db::{Db, On};
use crate::design::verify;
use crate::error::respond;
use crate::hand_over::HandOver;
use crate::limits::Limits;
use crate::live::Live;
use crate::mail::Mail;
use crate::memory::{Member, Memory};
use crate::notices::Notices;
use crate::pages;
use crate::passkeys::Passkeys;
use crate::pictures::Pictures;
use crate::promises::Promises;
use crate::providers::Providers;
use crate::selection::Selections;
use crate::session::{self, Sessions};
use crate::tokens;
use crate::voting::Voting;
use crate::watch::Watch;
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use model::api::audit::DesignCheck;
use model::{Problem, ProblemKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

/// How long an answer may take before the caller is told to try again.
const DEADLINE: Duration = Duration::from_secs(30);

/// Everything a handler may need. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub dice: Dice,
    pub memory: Arc<Memory>,
    pub live: Live,
    pub voting: Voting,
    pub sessions: Sessions,
    pub limits: Limits,
    pub mail: Mail,
    pub notices: Notices,
    pub watch: Watch,
    pub selections: Selections,
    pub promises: Promises,
    pub pictures: Pictures,
    /// What came of checking the adopted versions at the start.
    pub checked: DesignCheck,
    pub providers: Providers,
    pub hand_over: Option<HandOver>,
    /// `None` where browsers keep no passkeys for our address.
    pub passkeys: Option<Passkeys>,
    /// Cancelled when the server is told to stop.
    pub stopping: CancellationToken,
    api: OnceLock<Router>,
}

impl Deref for Site {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Site {
    /// Reads the database into memory and starts what runs beside requests.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn start(
        config: Config,
        db: Db,
        clock: Clock,
        dice: Dice,
        mail: Mail,
        patience: Duration,
    ) -> anyhow::Result<Self> {
        // Once for the process; a second site in the same one finds it done.
        let _ = any_spawner::Executor::init_tokio();
        let checked = verify::all(&db).await?;
        verify::tell(&checked);
        let live = Live::new(clock.now());
        let memory = Arc::new(Memory::load(db.clone(), clock.clone(), live.clone(), patience).await?);
        let site = Self(Arc::new(Parts {
            limits: Limits::new(&config),
            selections: Selections::default(),
            promises: Promises::default(),
            pictures: Pictures::default(),
            checked,
            hand_over: HandOver::of(&config)?,
            passkeys: Passkeys::of(&config),
            providers: Providers::new(&config, clock.clone())?,
            notices: Notices::default(),
            watch: Watch::default(),
            voting: Voting::start(db.clone(), memory.clone()),
            sessions: Sessions::new(db.clone(), clock.clone()),
            stopping: CancellationToken::new(),
            api: OnceLock::new(),
            config,
            db,
            clock,
            dice,
            mail,
            memory,
            live: live.clone(),
        }));
        tokio::spawn(live.run());
        crate::follow::start(&site);
        crate::jobs::start(&site);
        Ok(site)
    }

    /// The API alone, for calls from within: rendering pages, and what was begun before signing in.
    pub fn api(&self) -> Router {
        self.api.get_or_init(|| api::routes().with_state(self.clone())).clone()
    }

    /// Everything, as it is served.
    pub fn router(&self) -> Router {
        let config = &self.config;
        let sessions = SessionManagerLayer::new(self.sessions.clone())
            .with_name(session::COOKIE)
            .with_secure(config.secure())
            .with_http_only(true)
            .with_same_site(SameSite::Lax)
            .with_expiry(Expiry::OnInactivity(session::LIFE));
        let headers = [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // Pages and answers are for whoever asked, and not to be seen again once they have signed out.
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "same-origin"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        ];
        let mut router = api::routes()
            .with_state(self.clone())
            // Mail programs stop letters by a POST to the page itself (RFC 8058).
            .route("/letters/{key}/{what}", get(pages::send).post(pages::one_click).with_state(self.clone()))
            // Where browsers go to be signed in by a provider, and come back: the one thing that is done by a GET, since the
            // protocol has it so.
            .route("/sign-in/with/{provider}", get(provider::go).with_state(self.clone()))
            .route("/sign-in/with/{provider}/back", get(provider::back).with_state(self.clone()))
            .fallback_service(get(pages::send).with_state(self.clone()))
            // From here on, the last layer named is the first that a request meets.
            .layer(middleware::from_fn_with_state(self.clone(), identify))
            .layer(sessions)
            .layer(CsrfLayer::new())
            // Pages and answers are made anew each time. The site's files come compressed as well as can be in a release, and in a
            // debug build as they are: the scripts of staff alone would take it half a second at every page.
            .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
            .layer(middleware::from_fn(files))
            .route("/healthz", get(async || "ok"))
            .route("/readyz", get(ready).with_state(self.clone()))
            .layer(middleware::from_fn(in_time))
            .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
            .layer(middleware::from_fn_with_state(self.clone(), explain));
        for (name, value) in headers {
            router =
                router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
        }
        if config.secure() {
            let year = HeaderValue::from_static("max-age=31536000");
            router =
                router.layer(SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, year));
        }
        router.layer(middleware::from_fn(note))
    }
}

/// The site's own files, which are the same for everybody: nobody is asked who they are.
async fn files(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match reads.then(|| assets::send(request.uri().path(), request.headers())).flatten() {
        Some(file) => file,
        None => next.run(request).await,
    }
}

/// Answers within a time that is known, with what `explain` puts into words where it is over.
async fn in_time(request: Request, next: Next) -> Response {
    let uploads = *request.method() == Method::POST && request.uri().path().ends_with("/pictures");
    let time = if uploads { api::pictures::DEADLINE } else { DEADLINE };
    let answer = tokio::time::timeout(time, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Puts into words, as a page to a browser that goes there, what one of the layers refused without any.
async fn explain(State(site): State<Site>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let status = response.status();
    let foreign = response.extensions().get::<ProtectionError>().is_some();
    let failed = status.is_client_error() || status.is_server_error();
    if !foreign && (!failed || response.headers().contains_key(header::CONTENT_TYPE)) {
        return response;
    }
    let problem = match status {
        _ if foreign => {
            Problem::not_allowed("This was sent from another site, so nothing was done. Please do it here.")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem::not_allowed("This address cannot be asked in this way, so nothing was done.")
        }
        StatusCode::SERVICE_UNAVAILABLE => Problem::new(
            ProblemKind::Unavailable,
            "This took too long. See whether it was done before you try again.",
        ),
        _ if status.is_client_error() => {
            Problem::new(ProblemKind::Invalid, "This request cannot be understood, so nothing was done.")
        }
        _ => Problem::new(
            ProblemKind::Internal,
            "Something went wrong on our side. See whether it was done before you try again.",
        ),
    };
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut told = if accepts.contains("text/html") {
        pages::refused(site, headers, problem).await
    } else {
        respond(&problem)
    };
    *told.status_mut() = status;
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

/// Finds out who is calling, once for each request.
async fn identify(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    // Whoever says that they are a program is one, or nobody: a cookie that comes with it counts for nothing.
    let program = match tokens::program(&site, request.headers()).await {
        Ok(program) => program.map(Arc::new),
        Err(fault) => return fault.into_response(),
    };
    if program.is_some() {
        request.extensions_mut().remove::<Session>();
    }
    let session = request.extensions().get::<Session>().cloned();
    let (person, guest) = match &session {
        Some(session) => match session::known(session).await {
            Ok((person, guest)) => (person.and_then(|person| site.memory.read().person(person)), guest),
            Err(fault) => return fault.into_response(),
        },
        None => (None, None),
    };
    let guest = guest.filter(|_| person.is_none());
    let who = Who { program, guest, ..who(&site, person, &request) };
    request.extensions_mut().insert(who);
    next.run(request).await
}

fn who(site: &Site, person: Option<Arc<Member>>, request: &Request) -> Who {
    const DEVICE: usize = 200;
    let device =
        request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Who {
        person,
        program: None,
        guest: None,
        from: client(site.config.trusted_proxies, request),
        device: device.chars().take(DEVICE).collect::<String>().into(),
    }
}

/// The client's address: the peer's, or, behind proxies of ours, the entry that the outermost of them wrote.
fn client(proxies: usize, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let Some(back) = proxies.checked_sub(1) else { return peer };
    let values = request.headers().get_all("x-forwarded-for").iter();
    let entries: Vec<&str> = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let entry = entries.len().checked_sub(1 + back).and_then(|place| entries.get(place));
    entry.and_then(|entry| entry.parse().ok()).unwrap_or(peer)
}

/// Whether requests can be answered: the database is there.
async fn ready(State(site): State<Site>) -> Response {
    let asked = match site.db.each() {
        On::Sqlite(pool) => sqlx::query("select 1").execute(pool).await.map(drop),
        On::Postgres(pool) => sqlx::query("select 1").execute(pool).await.map(drop),
    };
    match asked {
        Ok(()) => readiness(&site.checked).into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response(),
    }
}

/// Ready all the same where an adopted version has been altered, since the rest is as it was; but it is said.
fn readiness(checked: &DesignCheck) -> String {
    let versions: Vec<String> = checked.altered.iter().map(|one| one.version.to_string()).collect();
    match versions.is_empty() {
        true => "ready".to_owned(),
        false => format!("ready; not what was signed: design {}", versions.join(", ")),
    }
}

/// A line in the log for every request that fails on our side; for every one at `debug`.
async fn note(request: Request, next: Next) -> Response {
    let start = std::time::Instant::now();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let path = || addresses::without_keys(uri.path());
    let response = next.run(request).await;
    let (status, micros) = (response.status().as_u16(), start.elapsed().as_micros());
    if status >= 500 {
        tracing::warn!(%method, path = path(), status, micros, "request");
    } else {
        tracing::debug!(%method, path = path(), status, micros, "request");
    }
    response
}
