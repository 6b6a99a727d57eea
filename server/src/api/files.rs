//! What is answered with a file or a stream, beside the route table: where, for whom, and of what kind.

use super::{audit, calendars, events, exported, pictures, profile, said, scorecard};
use crate::auth::{Admin, Anyone, Caller, Customer, Finder, PracticeReader, PromiseReader, Who};
use crate::error::respond;
use crate::site::Site;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use model::Problem;
use model::program::Scope;

pub struct File {
    pub path: &'static str,
    /// As the API's description calls it.
    pub name: &'static str,
    pub who: &'static str,
    /// What a program's token has to allow; nothing: no program may.
    pub scope: Option<Scope>,
    pub kind: &'static str,
    /// The operation whose query it takes.
    pub like: Option<&'static str>,
    /// Whether a program that calls may have it, as of an operation.
    allowed: fn(&Who) -> Result<(), Problem>,
}

/// For whoever may call such an operation.
const fn file<C: Caller>(path: &'static str, name: &'static str, kind: &'static str) -> File {
    File { path, name, who: C::WHO, scope: C::SCOPE, kind, like: None, allowed: Who::allowed::<C> }
}

/// What pages link to, beside the API: whoever reads them has it, and who calls as a program has it as a stranger.
const fn of_pages(path: &'static str, name: &'static str, kind: &'static str) -> File {
    File { allowed: |_| Ok(()), ..file::<Anyone>(path, name, kind) }
}

pub const FILES: [File; 10] = [
    file::<PracticeReader>(exported::CSV, "DesignAsCsv", "text/csv"),
    file::<PracticeReader>(exported::MARKDOWN, "DesignAsMarkdown", "text/markdown"),
    file::<PromiseReader>(scorecard::CSV, "ScorecardAsCsv", "text/csv"),
    File { like: Some("FindByProfile"), ..file::<Finder>(profile::CSV, "ProfileAsCsv", "text/csv") },
    File { like: Some("ListAudit"), ..file::<Admin>(audit::CSV, "AuditAsCsv", "text/csv") },
    file::<Anyone>(calendars::OF_LETTER, "CalendarOfInvitation", "text/calendar"),
    file::<Customer>(calendars::OF_MINE, "CalendarOfActivity", "text/calendar"),
    file::<Anyone>(events::PATH, "Changes", "text/event-stream"),
    of_pages(pictures::PATH, "Picture", "image/webp"),
    of_pages(said::FEED, "SaidAsFeed", "application/atom+xml"),
];

/// Their routes; the API's description is added to them where the operations are known.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(exported::CSV, get(exported::csv))
        .route(exported::MARKDOWN, get(exported::markdown))
        .route(scorecard::CSV, get(scorecard::csv))
        .route(profile::CSV, get(profile::csv))
        .route(audit::CSV, get(audit::csv))
        .route(calendars::OF_LETTER, get(calendars::by_letter))
        .route(calendars::OF_MINE, get(calendars::mine))
        .route(events::PATH, get(events::stream))
        .route(pictures::PATH, get(pictures::send))
        .route(said::FEED, get(said::feed))
        .route_layer(from_fn(only_allowed))
}

/// Programs have a file as they may call an operation; who they are asked to be besides, its handler finds out.
async fn only_allowed(
    path: MatchedPath,
    Extension(who): Extension<Who>,
    request: Request,
    next: Next,
) -> Response {
    let file = FILES.iter().find(|file| file.path == path.as_str());
    match file.map_or(Ok(()), |file| (file.allowed)(&who)) {
        Ok(()) => next.run(request).await,
        Err(problem) => respond(&problem),
    }
}
