//! Every address that can be read: the page table, the operations that read, and the files. Taken from the tables themselves, so
//! that nothing new is left out.

use model::endpoint::{API, Method};

/// The page table as it is written down.
const PAGES: &str = include_str!("../../../app/src/routes.rs");
/// What is sent beside both, with what stands in braces as in the API. What stays open for ever is not among them.
const FILES: [&str; 9] = [
    "/you-said-we-did.atom",
    "/api/v1/scorecard.csv",
    "/api/v1/audit.csv",
    "/api/v1/accounts/profile.csv",
    "/api/v1/designs/{version}/design.csv",
    "/api/v1/designs/{version}/design.md",
    "/api/v1/me/activities/{activity}/calendar.ics",
    "/healthz",
    server::api::openapi::PATH,
];

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

/// The operations that read, and the files.
pub fn reads(fill: impl Fn(&str) -> String) -> Vec<String> {
    let table = server::api::table();
    let operations = table.operations().iter().filter(|one| one.method == Method::Get);
    let operations = operations.map(|one| format!("{API}{}", one.path));
    let name = |part: &str| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')).map(str::to_owned);
    operations
        .chain(FILES.iter().map(|file| (*file).to_owned()))
        .map(|path| {
            let parts =
                path.split('/').map(|part| name(part).map_or_else(|| part.to_owned(), |name| fill(&name)));
            parts.collect::<Vec<_>>().join("/")
        })
        .collect()
}
