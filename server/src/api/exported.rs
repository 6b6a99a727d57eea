//! Adopted versions as files, at addresses that stay: CSV and Markdown. As JSON they are read like anything else of the API.

use super::designs::{self, Sight};
use crate::auth::{PracticeReader, Who};
use crate::design::export;
use crate::error::{Error, Result};
use crate::site::Site;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header;
use model::{Problem, Version};

pub const CSV: &str = "/api/v1/designs/{version}/design.csv";
pub const MARKDOWN: &str = "/api/v1/designs/{version}/design.md";

pub async fn csv(
    State(site): State<Site>,
    Extension(who): Extension<Who>,
    Path(version): Path<String>,
) -> Response {
    let made = async {
        let design = read(&site, &who, &version).await?;
        Ok::<_, Error>(file("text/csv; charset=utf-8", export::table(&design).csv()?))
    };
    made.await.unwrap_or_else(Error::into_response)
}

pub async fn markdown(
    State(site): State<Site>,
    Extension(who): Extension<Who>,
    Path(version): Path<String>,
) -> Response {
    let made = async {
        let design = read(&site, &who, &version).await?;
        Ok::<_, Error>(file("text/markdown; charset=utf-8", export::markdown(&design).into_bytes()))
    };
    made.await.unwrap_or_else(Error::into_response)
}

/// For whom there is this version, and without the names that staff alone may know: a file is passed on.
async fn read(site: &Site, who: &Who, version: &str) -> Result<model::design::Design> {
    let version = version.parse().map(Version).map_err(|_| Problem::not_found("design"))?;
    let who = PracticeReader::of(who);
    designs::nameless(site, Sight::Of(who.person.as_deref()), version).await
}

/// A list to be kept as a file of this name; or why there is none.
pub(super) fn sheet(name: &str, made: Result<Vec<u8>>) -> Response {
    let heads = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    made.map_or_else(Error::into_response, |bytes| (heads, bytes).into_response())
}

fn file(kind: &'static str, content: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind)], content).into_response()
}
