//! Every route of the page table is one of those that browsers look at (`end2end/pages.mjs`), with eyes of every kind.

use std::path::Path;

/// Routes that are looked at elsewhere, or under another address.
const EXCEPTIONS: [(&str, &str); 2] = [
    (
        "/setup",
        "there only while there is no company: a newcomer's journey, `newcomer.spec.mjs`, looks at it",
    ),
    ("/proposals/:proposal/:slug", "where the address without its title leads"),
];
/// What stands for an address that no page has.
const NOWHERE: &str = "/nowhere";

fn read(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::read_to_string(root.join(file)).unwrap()
}

fn routes() -> Vec<String> {
    let table = read("app/src/routes.rs");
    let routes = table.split("path!(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    routes.collect()
}

/// The addresses that are visited, with what is only known there as one word.
fn visited() -> Vec<String> {
    let pages = read("end2end/pages.mjs");
    let (_, pages) = pages.split_once("export async function pagesOf").unwrap();
    let (_, pages) = pages.split_once("return {").unwrap();
    let (pages, _) = pages.split_once("export async function").unwrap();
    let mut visited = Vec::new();
    for line in pages.lines() {
        let Some((_, address)) = line.split_once(": ").filter(|(_, rest)| rest.starts_with(['\'', '`']))
        else {
            continue;
        };
        let address = address.trim_matches([',', '\'', '`']);
        // Either kind of thing that there are reasons for.
        let kinds = if address.contains("${of(") { &["practices/", "proposals/"][..] } else { &[""][..] };
        visited.extend(kinds.iter().map(|kind| with_words(address, kind)));
    }
    visited
}

/// "/rounds/${round.id}?stage=3" as "/rounds/x".
fn with_words(address: &str, kind: &str) -> String {
    let (mut path, mut depth) = (String::new(), 0);
    for sign in address.chars() {
        match sign {
            '{' => {
                depth += 1;
                path.truncate(path.len() - usize::from(depth == 1));
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    path.extend([kind, "x"]);
                }
            }
            '?' if depth == 0 => break,
            _ if depth == 0 => path.push(sign),
            _ => {}
        }
    }
    path
}

/// The route that an address leads to: of those that fit, the one with most words of its own.
fn leads_to<'r>(routes: &'r [String], address: &str) -> Option<&'r String> {
    let fits = |route: &&String| {
        let (route, address): (Vec<_>, Vec<_>) = (route.split('/').collect(), address.split('/').collect());
        route.len() == address.len()
            && route.iter().zip(&address).all(|(one, other)| one == other || one.starts_with(':'))
    };
    routes.iter().filter(fits).min_by_key(|route| route.matches(':').count())
}

#[test]
fn every_route_is_looked_at_in_a_browser() {
    let (routes, visited) = (routes(), visited());
    assert!(routes.len() > 50 && visited.len() > 80, "both are read: {}, {}", routes.len(), visited.len());
    let found: Vec<_> = visited.iter().filter_map(|address| leads_to(&routes, address)).collect();
    let lost = visited.iter().filter(|address| leads_to(&routes, address).is_none() && *address != NOWHERE);
    assert_eq!(lost.collect::<Vec<_>>(), [""; 0], "each address leads to a page");
    let excepted = |route: &String| EXCEPTIONS.iter().any(|(one, _)| one == route);
    let missing: Vec<_> = routes.iter().filter(|route| !found.contains(route) && !excepted(route)).collect();
    assert_eq!(missing, [""; 0], "pages that nobody looks at");
    for (route, why) in EXCEPTIONS {
        let there = routes.iter().any(|one| one == route);
        assert!(there && !found.iter().any(|one| *one == route), "{route} is no exception: {why}");
    }
}
