//! Every address that can be read: the page table, the operations that read, and the files. Taken from the tables themselves, so
//! that nothing new is left out.

use axum::response::Response;
use futures::StreamExt;
use http::header;
use model::endpoint::{API, Method};
use server::api::files;
use server::api::table::Operation;
use std::time::Duration;

/// The page table as it is written down.
const PAGES: &str = include_str!("../../../app/src/routes.rs");
/// What is sent beside the tables.
const BESIDE: [&str; 2] = ["/healthz", server::api::openapi::PATH];

/// A path with what stands in braces filled in by its name.
fn filled(path: &str, fill: &impl Fn(&str) -> String) -> String {
    let name = |part: &str| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')).map(fill);
    path.split('/').map(|part| name(part).unwrap_or_else(|| part.to_owned())).collect::<Vec<_>>().join("/")
}

/// The pages, with each part of an address that stands for something filled in by its name.
pub fn pages(fill: impl Fn(&str) -> String) -> Vec<String> {
    let written = PAGES.split("path!(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let pages: Vec<String> = written
        .map(|path| {
            let parts =
                path.split('/').map(|part| part.strip_prefix(':').map_or_else(|| part.to_owned(), &fill));
            parts.collect::<Vec<_>>().join("/")
        })
        .collect();
    assert!(pages.len() > 50, "the page table is read as it is written: {pages:?}");
    pages
}

fn operations(which: impl Fn(&Operation) -> bool, fill: &impl Fn(&str) -> String) -> Vec<String> {
    let table = server::api::table();
    let chosen = table.operations().iter().filter(|one| which(one));
    chosen.map(|one| filled(&format!("{API}{}", one.path), fill)).collect()
}

/// The operations that read, and the files.
pub fn reads(fill: impl Fn(&str) -> String) -> Vec<String> {
    let mut all = operations(|one| one.method == Method::Get, &fill);
    all.extend(files::FILES.iter().map(|file| filled(file.path, &fill)));
    all.extend(BESIDE.map(str::to_owned));
    all
}

/// What is answered, whatever it is; of what stays open for ever, what comes at once.
pub async fn text(answer: Response) -> String {
    /// How long it is waited for more.
    const PATIENCE: Duration = Duration::from_millis(20);
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let open = kind == Some("text/event-stream");
    let mut body = answer.into_body().into_data_stream();
    let mut bytes = Vec::new();
    loop {
        let more = match open {
            true => tokio::time::timeout(PATIENCE, body.next()).await.unwrap_or(None),
            false => body.next().await,
        };
        match more {
            Some(part) => bytes.extend_from_slice(&part.unwrap()),
            None => return String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// Whatever can be asked for, by whatever method.
pub fn all(fill: impl Fn(&str) -> String) -> Vec<String> {
    // What the router has besides, for browsers on their way to a provider.
    const PROVIDER: [&str; 2] = ["/sign-in/with/{provider}", "/sign-in/with/{provider}/back"];
    let mut all = operations(|_| true, &fill);
    all.extend(
        files::FILES
            .iter()
            .map(|file| file.path)
            .chain(BESIDE)
            .chain(PROVIDER)
            .map(|path| filled(path, &fill)),
    );
    all.extend(pages(fill));
    all
}
