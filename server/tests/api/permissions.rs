//! The permission table: every operation of the route table, and every file beside it × every kind of caller × of whom the round is. Whoever may not see
//! a round is answered byte by byte as if it had never been. An operation that the table leaves out fails the test.

mod acts;
pub mod fixture;
mod roles;
mod signing;
mod states;
mod table;

use crate::harness::{Caller, Here, body, route};
use crate::on_both;
use fixture::{Fixture, ROUNDS};
use http::{StatusCode, header};
use model::endpoint::API;
use server::api::files::FILES;
use std::collections::BTreeSet;
use table::{FILES_TABLE, Row, TABLE};

/// How an answer reads in the table: who is let through, whatever comes of it then.
pub fn sign(status: StatusCode, answer: &str) -> char {
    match status.as_u16() {
        // Asked to sign in.
        401 => 'l',
        // A rule of another kind than who asks.
        403 if answer.contains("Only a sample round can be removed.") => 'y',
        403 => 'n',
        404 => '-',
        500.. => '!',
        _ => 'y',
    }
}

/// Calls an operation that is written "GET /path", and gives back status and body.
pub async fn ask(here: &Here, who: &Caller, operation: &str, sent: &str) -> (StatusCode, String) {
    fetch(here, who, API, operation, sent).await
}

async fn fetch(here: &Here, who: &Caller, under: &str, operation: &str, sent: &str) -> (StatusCode, String) {
    let (method, path) = operation.split_once(' ').unwrap();
    let sent = (method != "GET").then(|| sent.to_owned());
    let answer = here.send(who, method, &format!("{under}{path}"), "application/json", sent).await;
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    match kind {
        // It has no end.
        Some("text/event-stream") => (answer.status(), String::new()),
        Some(kind) if kind.starts_with("image/") => (answer.status(), String::new()),
        _ => (answer.status(), body(answer).await),
    }
}

/// Checks one row, and says in which cells it is otherwise.
async fn differs(here: &Here, fixture: &Fixture, row: &Row) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((name, of), expected) in ROUNDS.iter().zip(&fixture.rounds).zip(row.expected) {
        let mut signs = String::new();
        for (place, (who, caller)) in fixture.callers.iter().enumerate() {
            if place == fixture::CUSTOMERS {
                signs.push(' ');
            }
            let (status, answer) =
                fetch(here, caller, row.under, &of.fill(row.operation), &of.fill(row.body)).await;
            let told = sign(status, &answer);
            signs.push(told);
            // Where nothing could be adopted, the version that is asked about never was.
            if told == '-' && !(of.has_no_version() && row.operation.contains("{version}")) {
                let nowhere = fixture.nowhere.fill(row.operation);
                let never = fetch(here, caller, row.under, &nowhere, &fixture.nowhere.fill(row.body)).await;
                if (status, &answer) != (never.0, &never.1) {
                    wrong.push(format!("{who} can tell {} from what never was: {answer}", row.operation));
                }
            }
        }
        if signs != expected {
            wrong.push(format!("{} in a round for {name}: {signs} and not {expected}", row.operation));
        }
        if !row.operation.contains('{') {
            break;
        }
    }
    wrong
}

on_both! {
    async fn every_operation_is_for_whom_the_table_says(here) {
        let fixture = Fixture::new(&here).await;
        let mut wrong = Vec::new();
        // Files first: what stands at the end of the table changes what comes after.
        for row in FILES_TABLE.iter().chain(TABLE) {
            wrong.extend(differs(&here, &fixture, row).await);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn every_operation_is_in_the_table() {
    let table = server::api::table();
    let operations: BTreeSet<String> = table.operations().iter().map(route).collect();
    let rows: BTreeSet<String> = TABLE.iter().map(|row| row.route.to_owned()).collect();
    same(&operations, &rows);
    let files: BTreeSet<String> = FILES.iter().map(|file| format!("GET {}", file.path)).collect();
    same(&files, &FILES_TABLE.iter().map(|row| row.route.to_owned()).collect());
}

fn same(all: &BTreeSet<String>, rows: &BTreeSet<String>) {
    let missing: Vec<_> = all.difference(rows).collect();
    let gone: Vec<_> = rows.difference(all).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing: {missing:?}, gone: {gone:?}");
}
