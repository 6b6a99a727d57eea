//! A site of its own for each test: a fresh database, a clock that stands still, loaded dice; and people who call
//! it over HTTP (in process) as browsers do.

use axum::body::Body;
use axum::response::Response;
use base64::Engine;
use futures::FutureExt;
use http::{Request, header};
use model::api::designs::Adopt;
use model::api::rounds::GetRound;
use model::endpoint::{Endpoint, Method, parts};
use model::event::Change;
use model::person::Role;
use model::picture::Picture;
use model::round::{Moderation, Round, Scheme};
use model::{PersonId, Problem, RoundId, Timestamp};
use server::api::table::Operation;
use server::clock::{Clock, Dice};
use server::config::Config;
use server::db::events::{self, What};
use server::db::{Db, Tx, company, on, rounds};
use server::mail::{Held, Mail};
use server::session::{COOKIE, Sessions};
use server::site::Site;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tower::ServiceExt;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

/// When every test begins: 3 May 2026, 14:07 in UTC.
pub const START: Timestamp = Timestamp(1_777_817_220_000_000);

/// No round has this number: nothing happens in it but the mark of [`Here::all_told`].
const MARK: RoundId = RoundId(-1);

/// Declares tests that run on both databases. A test gets a [`Here`].
#[macro_export]
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($here:pat_param) $body:block)+) => {
        $($(#[$doc])* async fn $name($here: $crate::harness::Here) $body)+
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::harness::Here::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(here) = $crate::harness::Here::postgres().await {
                    super::$name(here).await;
                }
            })+
        }
    };
}

pub struct Here {
    pub site: Site,
    pub clock: Clock,
    /// What was sent by mail.
    pub mail: Held,
    pub url: String,
    router: axum::Router,
    _folder: Option<tempfile::TempDir>,
}

/// Somebody who calls: signed in, or a stranger.
#[derive(Clone, Debug)]
pub struct Caller {
    pub id: PersonId,
    cookie: Option<String>,
}

impl Caller {
    pub fn stranger() -> Self {
        Self { id: PersonId(0), cookie: None }
    }

    /// A browser with this cookie, whoever it is.
    pub fn with_cookie(cookie: &str) -> Self {
        Self { id: PersonId(0), cookie: Some(cookie.to_owned()) }
    }

    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }
}

static NEXT: AtomicI64 = AtomicI64::new(1);

pub fn config(url: &str) -> Config {
    use clap::Parser;
    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        config: Config,
    }
    let mut config = Flags::parse_from(["accord"]).config;
    config.database_url = Some(url.to_owned().into());
    config
}

/// A file with its tables, made once in a run by whichever test comes first: the others copy it, instead of making the tables again.
async fn file_with_tables(run: &str) -> PathBuf {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = kept.join(format!("tables-{run}.db"));
    if !file.exists() {
        // Several may come first: each makes one of its own, and gives it its name when it is whole.
        let folder = tempfile::tempdir_in(kept).unwrap();
        let made = folder.path().join("tables.db");
        Db::open(&format!("sqlite://{}", made.display())).await.unwrap().close().await;
        assert!(!made.with_extension("db-wal").exists(), "all of it is in the one file");
        forget_earlier_runs(kept);
        std::fs::rename(made, &file).unwrap();
    }
    file
}

fn forget_earlier_runs(kept: &Path) {
    const LONG_OVER: Duration = Duration::from_hours(6);
    for file in std::fs::read_dir(kept).unwrap().flatten() {
        let age = file.metadata().ok().and_then(|about| about.modified().ok()?.elapsed().ok());
        if file.file_name().to_string_lossy().starts_with("tables-") && age.is_some_and(|age| age > LONG_OVER)
        {
            // Another test may have been quicker.
            let _ = std::fs::remove_file(file.path());
        }
    }
}

/// The same on PostgreSQL.
async fn template(admin: &sqlx::PgPool, before: &str, run: &str) -> String {
    const ONE_AT_A_TIME: i64 = 4_711;
    let name = format!("accord_tables_{}", run.replace('-', ""));
    let made = format!("{name}_made");
    let mut held = admin.acquire().await.unwrap();
    sqlx::query("select pg_advisory_lock($1)").bind(ONE_AT_A_TIME).execute(&mut *held).await.unwrap();
    let there: bool = sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut *held)
        .await
        .unwrap();
    if !there {
        // Named in the end, so that nobody copies what was left half made.
        for what in [format!("drop database if exists {made}"), format!("create database {made}")] {
            sqlx::query(sqlx::AssertSqlSafe(what)).execute(&mut *held).await.unwrap();
        }
        Db::open(&format!("{before}/{made}")).await.unwrap().close().await;
        let rename = format!("alter database {made} rename to {name}");
        sqlx::query(sqlx::AssertSqlSafe(rename)).execute(&mut *held).await.unwrap();
    }
    sqlx::query("select pg_advisory_unlock($1)").bind(ONE_AT_A_TIME).execute(&mut *held).await.unwrap();
    name
}

impl Here {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accord.db");
        if let Ok(run) = std::env::var("NEXTEST_RUN_ID") {
            std::fs::copy(file_with_tables(&run).await, &file).unwrap();
        }
        let url = format!("sqlite://{}", file.display());
        Self::at(url, Some(folder)).await
    }

    /// `None`, with a word, where no PostgreSQL was given to test on.
    pub async fn postgres() -> Option<Self> {
        Some(Self::at(Self::new_postgres(true).await?, None).await)
    }

    /// A new database there, in which nothing is yet, or with its tables.
    pub async fn new_postgres(with_tables: bool) -> Option<String> {
        let Ok(server) = std::env::var("ACCORD_TEST_POSTGRES") else {
            eprintln!("skipped: ACCORD_TEST_POSTGRES names no PostgreSQL to test on");
            return None;
        };
        let name = format!("accord_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let admin = sqlx::PgPool::connect(&server).await.unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        let like = match with_tables.then(|| std::env::var("NEXTEST_RUN_ID").ok()).flatten() {
            Some(run) => {
                // Where it can be said (PostgreSQL 15): files are copied with half the work of a log that nobody will read.
                let version = admin.acquire().await.unwrap().server_version_num();
                let how = if version >= Some(150_000) { "strategy file_copy" } else { "" };
                format!(" template {} {how}", template(&admin, before, &run).await)
            }
            None => String::new(),
        };
        // One server may serve several runs, and process ids come round again.
        for what in [format!("drop database if exists {name}"), format!("create database {name}{like}")] {
            sqlx::query(sqlx::AssertSqlSafe(what)).execute(&admin).await.unwrap();
        }
        admin.close().await;
        Some(format!("{before}/{name}"))
    }

    pub async fn at(url: String, folder: Option<tempfile::TempDir>) -> Self {
        let clock = Clock::by_hand(START);
        let (site, mail) = start(config(&url), clock.clone(), Duration::ZERO).await;
        let router = site.router();
        Self { site, clock, mail, url, router, _folder: folder }
    }

    /// A second instance on the same database.
    pub async fn another(&self) -> Self {
        self.patient(Duration::ZERO).await
    }

    /// One that makes a ranking no more often than this.
    pub async fn patient(&self, patience: Duration) -> Self {
        let (site, mail) = start(config(&self.url), self.clock.clone(), patience).await;
        let router = site.router();
        Self { site, clock: self.clock.clone(), mail, url: self.url.clone(), router, _folder: None }
    }

    /// One with other settings, which takes the place of this one.
    pub async fn configured(&self, set: impl FnOnce(&mut Config)) -> Self {
        // Else this one might send a letter that is looked for there.
        self.site.stopping.cancel();
        let mut config = config(&self.url);
        set(&mut config);
        let (site, mail) = start(config, self.clock.clone(), Duration::ZERO).await;
        let router = site.router();
        Self { site, clock: self.clock.clone(), mail, url: self.url.clone(), router, _folder: None }
    }

    /// Runs a change as the server's own code does, and waits until it can be seen.
    pub async fn write<T, F>(&self, what: What, work: F) -> T
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> futures::future::BoxFuture<'t, Result<T, sqlx::Error>>
            + Send
            + 'static,
    {
        let now = self.clock.now();
        let done = self
            .site
            .db
            .write(move |tx| {
                async move {
                    let value = work(tx).await?;
                    events::record(tx, now, None, what, None).await?;
                    Ok::<_, sqlx::Error>(value)
                }
                .boxed()
            })
            .await
            .unwrap();
        self.site.memory.catch_up().await.unwrap();
        done
    }

    /// A company with the ready-made round, in which whatever is proposed is published at once.
    pub async fn company(&self) -> RoundId {
        self.company_with(Moderation::Open).await
    }

    pub async fn company_with(&self, moderation: Moderation) -> RoundId {
        let now = self.clock.now();
        let question = "How would you like us to sell to you?".parse().unwrap();
        let round =
            Round { moderation, ..server::round::ready_made(question, Scheme::default(), now).unwrap() };
        self.write(What::new("company.set_up", 0), move |tx| {
            async move {
                let id = rounds::add(tx, &round, now, None).await?;
                company::put(tx, "Acme", id, now).await?;
                // Without an admin every page would lead to the setting up.
                const BOSS: &str = "insert into person (name, created) values ('The boss', $1) returning id";
                const GIVE: &str = "insert into person_role (person, role, given) values ($1, 'admin', $2)";
                let boss: i64 = on!(tx, c => sqlx::query_scalar(BOSS).bind(now.0).fetch_one(c).await)?;
                on!(tx, c => sqlx::query(GIVE).bind(boss).bind(now.0).execute(c).await.map(drop))?;
                events::record(tx, now, None, What::new("person.added", boss), None).await?;
                events::record(tx, now, None, What::of_round("round.added", id, id.0), None).await?;
                Ok(id)
            }
            .boxed()
        })
        .await
    }

    /// A person of a confirmed account of their own.
    pub async fn customer(&self, name: &str) -> Caller {
        let account = self.account(&format!("{name}'s company")).await;
        self.member(name, Some(account)).await
    }

    pub async fn account(&self, name: &str) -> i64 {
        let (name, now) = (name.to_owned(), self.clock.now());
        self.write(What::new("account.added", 0), move |tx| {
            async move {
                const ADD: &str = "insert into account (name, created) values ($1, $2) returning id";
                on!(tx, c => sqlx::query_scalar(ADD).bind(name).bind(now.0).fetch_one(c).await)
            }
            .boxed()
        })
        .await
    }

    /// A person, signed in, whose account is confirmed, or who has none.
    pub async fn member(&self, name: &str, account: Option<i64>) -> Caller {
        let (name, now) = (name.to_owned(), self.clock.now());
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        let id: i64 = self
            .write(What::new("person.added", 0), move |tx| {
                async move {
                    const ADD: &str = "insert into person (name, email, created) values ($1, $2, $3) returning id";
                    const JOIN: &str = "insert into membership (person, account, confirmed, how) values ($1, $2, $3, 'staff')";
                    let id: i64 =
                        on!(tx, c => sqlx::query_scalar(ADD).bind(name).bind(email).bind(now.0).fetch_one(c).await)?;
                    if let Some(account) = account {
                        on!(tx, c => sqlx::query(JOIN).bind(id).bind(account).bind(now.0).execute(c).await.map(drop))?;
                    }
                    Ok(id)
                }
                .boxed()
            })
            .await;
        self.signed_in(PersonId(id)).await
    }

    /// A person without an account whose words a moderator trusts, so that they are shown at once.
    pub async fn author(&self, name: &str) -> Caller {
        let caller = self.member(name, None).await;
        let (id, now) = (caller.id, self.clock.now());
        self.write(What::new("trust.given", id.0), move |tx| {
            server::db::intake::trust(tx, id, id, now).boxed()
        })
        .await;
        caller
    }

    /// A person with a role and no account, signed in.
    pub async fn staff(&self, name: &str, role: Role) -> Caller {
        let caller = self.member(name, None).await;
        let (id, now) = (caller.id.0, self.clock.now());
        self.write(What::new("person.role", id), move |tx| {
            async move {
                const GIVE: &str = "insert into person_role (person, role, given) values ($1, $2, $3)";
                on!(tx, c => sqlx::query(GIVE).bind(id).bind(role.word()).bind(now.0).execute(c).await.map(drop))
            }
            .boxed()
        })
        .await;
        caller
    }

    async fn signed_in(&self, id: PersonId) -> Caller {
        let key = i128::from(NEXT.fetch_add(1, Ordering::SeqCst)) << 64 | i128::from(id.0);
        let mut record = Record {
            id: Id(key),
            data: [("person".to_owned(), serde_json::json!(id))].into(),
            expiry_date: time::OffsetDateTime::from_unix_timestamp(START.0 / Timestamp::SECOND).unwrap()
                + time::Duration::days(36_500),
        };
        let sessions: &Sessions = &self.site.sessions;
        sessions.create(&mut record).await.unwrap();
        let secret = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(key.to_le_bytes());
        Caller { id, cookie: Some(format!("{COOKIE}={secret}")) }
    }

    /// Calls an operation of the API.
    pub async fn call<E: Endpoint>(&self, who: &Caller, request: E) -> Result<E::Reply, Problem> {
        let parts = parts(&request);
        let response = self.send(who, verb(E::METHOD), &parts.uri, "application/json", parts.body).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        if status.is_success() {
            Ok(serde_json::from_slice(&bytes).unwrap_or_else(|fault| {
                panic!("{}: {fault}: {}", parts.uri, String::from_utf8_lossy(&bytes))
            }))
        } else {
            Err(serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| panic!("{status}: {}", String::from_utf8_lossy(&bytes))))
        }
    }

    /// Uploads a file as a picture.
    pub async fn upload(&self, who: &Caller, round: RoundId, file: Vec<u8>) -> Result<Picture, Problem> {
        let request = Request::post(format!("/api/v1/rounds/{round}/pictures"))
            .header(header::HOST, "localhost:3000")
            .header(header::CONTENT_TYPE, "image/jpeg")
            .header(header::COOKIE, who.cookie());
        let response = self.raw(request.body(Body::from(file)).unwrap()).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        match status.is_success() {
            true => Ok(serde_json::from_slice(&bytes).unwrap()),
            false => Err(serde_json::from_slice(&bytes).unwrap()),
        }
    }

    /// Posts a plain form, as a browser without scripts does.
    pub async fn form(&self, who: &Caller, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(who, "POST", path, "application/x-www-form-urlencoded", Some(body)).await
    }

    /// The same, from a form that stands on `page`.
    pub async fn form_from(&self, who: &Caller, path: &str, page: &str, fields: &[(&str, &str)]) -> Response {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::HOST, "localhost:3000")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::REFERER, format!("http://localhost:3000{page}"))
            .header(header::COOKIE, who.cookie());
        self.raw(request.body(Body::from(body)).unwrap()).await
    }

    /// Writing goes on as ever.
    pub async fn company_still_writes(&self, who: &Caller, round: RoundId) {
        self.call(who, model::api::rounds::DeclareCulture { round, culture: 2 }).await.unwrap();
        let world = self.site.memory.read();
        // Writes that were cut off may still arrive after this one.
        assert_eq!(
            world.person(who.id).unwrap().cultures.iter().map(|(of, _)| *of).collect::<Vec<_>>(),
            [round]
        );
    }

    pub async fn get(&self, who: &Caller, path: &str) -> Response {
        self.send(who, "GET", path, "", None).await
    }

    /// A page's or file's text.
    pub async fn text(&self, who: &Caller, path: &str) -> String {
        body(self.get(who, path).await).await
    }

    pub async fn send(
        &self,
        who: &Caller,
        method: &str,
        uri: &str,
        kind: &str,
        body: Option<String>,
    ) -> Response {
        let mut request = Request::builder().method(method).uri(uri).header(header::HOST, "localhost:3000");
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(cookie) = &who.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = body.map_or_else(Body::empty, Body::from);
        self.raw(request.body(body).unwrap()).await
    }

    /// Any request at all.
    pub async fn raw(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// How much open pages were told.
    pub fn told(&self) -> i64 {
        self.site.live.count(&self.site.live.counts(), |round| round != MARK)
    }

    /// Waits until open pages have been told of all that has happened so far, however busy the machine is.
    pub async fn all_told(&self) {
        self.site.memory.catch_up().await.unwrap();
        // What is told with the first mark has been told when the second one is heard.
        for _ in 0..2 {
            let mut listener = self.site.live.listen();
            self.site.live.tell(vec![Change::Round { round: MARK }]);
            while listener.recv().await.unwrap().1.round() != Some(MARK) {}
        }
    }

    pub async fn round(&self, round: RoundId) -> Round {
        self.call(&Caller::stranger(), GetRound { round }).await.unwrap()
    }
}

/// Instances that this test has started, each of which throws other secrets than those before it: as real ones do.
static INSTANCES: AtomicI64 = AtomicI64::new(0);
/// Secrets that an instance throws before it could come upon another's.
const THROWS: i64 = 1 << 32;

async fn start(config: Config, clock: Clock, patience: Duration) -> (Site, Held) {
    let db = Db::open(&config.database()).await.unwrap();
    let (mail, held) = Mail::held();
    let dice = Dice::loaded(1 + THROWS * INSTANCES.fetch_add(1, Ordering::SeqCst));
    let site = Site::start(config, db, clock, dice, mail, patience).await.unwrap();
    (site, held)
}

pub async fn body(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

/// As tables of operations name it.
pub fn route(operation: &Operation) -> String {
    format!("{} {}", verb(operation.method), operation.path)
}

/// Something said beside a proposal.
pub fn comment(proposal: model::ProposalId, text: &str) -> model::api::comments::AddComment {
    model::api::comments::AddComment {
        follow: false,
        proposal,
        parent: None,
        kind: model::comment::Kind::Comment,
        tone: None,
        text: text.parse().unwrap(),
    }
}

/// A proposal to make, with every field that must be there.
pub fn proposal(title: &str) -> model::proposal::ProposalText {
    model::proposal::ProposalText {
        kind: model::proposal::Kind::Start,
        title: title.parse().unwrap(),
        why: "Every call starts from zero.".parse().unwrap(),
        stages: model::cells::StageSet::of(&[3]),
        cultures: model::cells::CultureSet::of(&[1]),
        who: None,
        how: None,
        tool: None,
        measure: None,
    }
}

/// A signature under the draft of a round, whatever the votes choose.
pub fn signature(round: RoundId) -> Adopt {
    Adopt {
        round,
        signed_by: "Sigrid Sander".parse().unwrap(),
        capacity: "Managing director".parse().unwrap(),
        statement: "This is how we shall treat you.".parse().unwrap(),
        reason_for_the_rest: "Not in this version.".parse().unwrap(),
        against: Some("It has to be done.".parse().unwrap()),
        overrule: None,
    }
}
