//! What is answered with a file or a stream, beside the route table: where, for whom, and of what kind.

use super::{audit, calendars, events, exported, pictures, profile, said, scorecard};
use crate::auth::{Caller, Finder, PracticeReader, PromiseReader};
use crate::site::Site;
use axum::Router;
use axum::routing::get;
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
}

const fn file(path: &'static str, name: &'static str, who: &'static str, kind: &'static str) -> File {
    File { path, name, who, scope: None, kind, like: None }
}

pub const FILES: [File; 10] = [
    File {
        scope: PracticeReader::SCOPE,
        ..file(exported::CSV, "DesignAsCsv", PracticeReader::WHO, "text/csv")
    },
    File {
        scope: PracticeReader::SCOPE,
        ..file(exported::MARKDOWN, "DesignAsMarkdown", PracticeReader::WHO, "text/markdown")
    },
    File {
        scope: PromiseReader::SCOPE,
        ..file(scorecard::CSV, "ScorecardAsCsv", PromiseReader::WHO, "text/csv")
    },
    File {
        scope: Finder::SCOPE,
        like: Some("FindByProfile"),
        ..file(profile::CSV, "ProfileAsCsv", Finder::WHO, "text/csv")
    },
    File { like: Some("ListAudit"), ..file(audit::CSV, "AuditAsCsv", "admin", "text/csv") },
    file(calendars::OF_LETTER, "CalendarOfInvitation", "anyone", "text/calendar"),
    file(calendars::OF_MINE, "CalendarOfActivity", "customer", "text/calendar"),
    file(events::PATH, "Changes", "anyone", "text/event-stream"),
    file(pictures::PATH, "Picture", "anyone", "image/webp"),
    file(said::FEED, "SaidAsFeed", "anyone", "application/atom+xml"),
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
}
