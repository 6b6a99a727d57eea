//! Turns handlers into routes. A handler is `async fn(Site, Caller, Request) -> Result<Reply>`; the request's type
//! says method and path, the caller's who may.

use super::call::{self, Answer, Sent};
use crate::auth::Caller;
use crate::db::acting;
use crate::error::{Result, respond};
use crate::site::Site;
use crate::watch;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use http::header;
use model::endpoint::{API, Endpoint, Method};
use model::program::Scope;
use model::{Problem, ProblemKind};
use std::future::Future;
use utoipa::openapi::{RefOr, schema::Schema};
use utoipa::{PartialSchema, ToSchema};

/// An operation as its documentation needs it.
pub struct Operation {
    pub method: Method,
    pub path: &'static str,
    pub name: String,
    pub who: &'static str,
    /// What a program's token has to allow; nothing: no program may.
    pub scope: Option<Scope>,
    /// Whether the body is taken as it is.
    pub raw: bool,
    /// Made when somebody wants them: few who start a server ever do, and all of them together are large.
    pub shapes: fn() -> Shapes,
}

/// What is asked and what is answered.
pub struct Shapes {
    pub request: RefOr<Schema>,
    pub reply: RefOr<Schema>,
    /// Every named schema that the two refer to.
    pub named: Vec<(String, RefOr<Schema>)>,
}

impl Shapes {
    fn of<E>() -> Self
    where
        E: Endpoint + ToSchema,
        E::Reply: ToSchema,
    {
        let mut named = Vec::new();
        E::schemas(&mut named);
        E::Reply::schemas(&mut named);
        Self { request: E::schema(), reply: E::Reply::schema(), named }
    }
}

pub struct Table {
    router: Router<Site>,
    operations: Vec<Operation>,
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    #[must_use]
    pub fn new() -> Self {
        Self { router: Router::new(), operations: Vec::new() }
    }

    /// Adds an operation.
    #[must_use]
    pub fn on<C, E, H, F, R>(self, handler: H) -> Self
    where
        C: Caller,
        E: Endpoint + ToSchema,
        E::Reply: ToSchema,
        H: Fn(Site, C, E) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
        R: Into<Answer<E::Reply>> + Send + 'static,
    {
        self.add(handler, false)
    }

    /// Adds an operation that a stranger may begin: it is kept with the session and done after signing in.
    #[must_use]
    pub fn kept_for_sign_in<C, E, H, F, R>(self, handler: H) -> Self
    where
        C: Caller,
        E: Endpoint + ToSchema,
        E::Reply: ToSchema,
        H: Fn(Site, C, E) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
        R: Into<Answer<E::Reply>> + Send + 'static,
    {
        self.add(handler, true)
    }

    fn add<C, E, H, F, R>(mut self, handler: H, kept: bool) -> Self
    where
        C: Caller,
        E: Endpoint + ToSchema,
        E::Reply: ToSchema,
        H: Fn(Site, C, E) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<R>> + Send + 'static,
        R: Into<Answer<E::Reply>> + Send + 'static,
    {
        self.operations.push(Operation {
            method: E::METHOD,
            path: E::PATH,
            name: name_of::<E>().to_owned(),
            raw: E::RAW > 0,
            who: C::WHO,
            scope: C::SCOPE,
            shapes: Shapes::of::<E>,
        });
        let method = match E::METHOD {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        let route = on(method, move |State(site): State<Site>, request: Request| {
            let handler = handler.clone();
            async move { answer::<C, E, H, F, R>(site, request, handler, kept).await }
        });
        self.router = self.router.route(&format!("{API}{}", E::PATH), route);
        self
    }

    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    pub fn into_parts(self) -> (Router<Site>, Vec<Operation>) {
        (self.router, self.operations)
    }
}

async fn answer<C, E, H, F, R>(site: Site, request: Request, handler: H, kept: bool) -> Response
where
    C: Caller,
    E: Endpoint,
    H: Fn(Site, C, E) -> F,
    F: Future<Output = Result<R>>,
    R: Into<Answer<E::Reply>> + Send + 'static,
{
    let mut sent = match Sent::read_with(request, E::RAW).await {
        Ok(sent) => sent,
        Err(problem) => return respond(&problem),
    };
    if let Err(problem) = sent.who.allowed::<C>() {
        return respond(&problem);
    }
    let caller = match C::admit(&sent) {
        Ok(caller) => caller,
        Err(problem) if kept && problem.kind == ProblemKind::SignInNeeded => {
            // Only what could be done at once is worth keeping.
            let outcome = match sent.request::<E>() {
                Ok(_) => sent.keep_for_sign_in(&site, problem).await,
                Err(problem) => problem,
            };
            return call::refuse(&sent, outcome).await;
        }
        Err(problem) => {
            tell_refused::<E>(&site, &sent, &problem, true).await;
            return call::refuse(&sent, problem).await;
        }
    };
    if let Err(fault) = sent.conceal(&site).await {
        return respond(&fault);
    }
    let raw = sent.take_raw();
    let mut outcome: std::result::Result<R, Problem> = match sent.request::<E>() {
        Ok(request) => {
            let done = handler(site.clone(), caller, request.with_raw(raw));
            acting::through(sent.who.token(), done).await.map_err(crate::error::Error::told)
        }
        Err(problem) => Err(problem),
    };
    // Some learn only from the handler that they have to sign in.
    let begun = outcome.as_ref().err().filter(|problem| kept && problem.kind == ProblemKind::SignInNeeded);
    if let Some(problem) = begun.cloned() {
        outcome = Err(sent.keep_for_sign_in(&site, problem).await);
    }
    let mut response = match outcome {
        Ok(reply) => call::reply::<E>(&sent, reply.into()).await,
        Err(problem) => {
            tell_refused::<E>(&site, &sent, &problem, false).await;
            call::refuse(&sent, problem).await
        }
    };
    for cookie in sent.cookies.take() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Keeps in the log what is of staff and was refused to whoever is signed in: `barred` are those of another kind than an operation is
/// for; to the others something was refused by its handler, of which only what concerns staff is kept. Pages that are made within ask
/// for what they may show.
async fn tell_refused<E: Endpoint>(site: &Site, sent: &Sent, problem: &Problem, barred: bool) {
    let Some(person) = sent.who.person.as_ref().filter(|_| problem.kind == ProblemKind::NotAllowed) else {
        return;
    };
    if sent.is_from_within() || !(barred || person.is_staff()) {
        return;
    }
    watch::refused(site, person.id, name_of::<E>(), &sent.sent_to()).await;
}

/// That which is written with pictures goes by its own name.
fn name_of<E>() -> &'static str {
    let full = std::any::type_name::<E>();
    full.rsplit("::").next().unwrap_or(full).trim_end_matches('>')
}
