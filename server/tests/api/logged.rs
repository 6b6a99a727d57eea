//! Every act of staff is in the log: each operation for staff that changes something is done here once, and each time the log has more of
//! whoever did it than before. An operation that is in none of the lists fails the test.

mod customers;
mod moderating;
mod setting_up;
mod studio;

use crate::harness::{Caller, Here, route, verb};
use crate::permissions::ask;
use model::endpoint::{API, Endpoint, Method, parts};
use serde_json::Value;
use server::db::on;
use std::collections::BTreeSet;

/// What changes nothing, although it is no GET, and why it is none.
const CHANGES_NOTHING: [&str; 1] = [
    // Computes what would be chosen by other rules; they are too long for an address.
    "POST /rounds/{round}/what-if",
];

/// For whom operations are that are not for staff alone.
const NOT_STAFF: [&str; 3] = ["anyone", "customer", "customer, or guest where the round allows it"];

#[test]
fn every_act_of_staff_is_done_once() {
    let table = server::api::table();
    let of_staff = table.operations().iter().filter(|one| !NOT_STAFF.contains(&one.who));
    let all: BTreeSet<String> = of_staff.filter(|one| one.method != Method::Get).map(route).collect();
    assert!(all.len() > 90, "{all:?}");
    let lists = [moderating::DONE, customers::DONE, studio::DONE, setting_up::DONE, &CHANGES_NOTHING];
    let done: Vec<String> = lists.into_iter().flatten().map(|one| (*one).to_owned()).collect();
    let once: BTreeSet<String> = done.iter().cloned().collect();
    assert_eq!(once.len(), done.len(), "each once");
    assert_eq!(once, all);
}

/// Acts, and what of them is not in the log.
pub struct Acts<'a> {
    here: &'a Here,
    done: BTreeSet<String>,
    wrong: Vec<String>,
}

impl<'a> Acts<'a> {
    pub fn new(here: &'a Here) -> Self {
        Self { here, done: BTreeSet::new(), wrong: Vec::new() }
    }

    /// Entries of the log that have somebody as who did it.
    async fn entries(&self, who: &Caller) -> i64 {
        const ENTRIES: &str =
            "select count(*) from event e join audit a on a.seq = e.seq where e.person = $1";
        let id = who.id.0;
        on!(self.here.site.db, c => sqlx::query_scalar(ENTRIES).bind(id).fetch_one(c).await).unwrap()
    }

    /// Does what is written "POST /path", and gives what is answered.
    pub async fn act(&mut self, who: &Caller, operation: &str, body: Value) -> Value {
        let before = self.entries(who).await;
        let (status, answer) = ask(self.here, who, operation, &body.to_string()).await;
        if !status.is_success() {
            self.wrong.push(format!("{operation} {body}: {status} {answer}"));
        } else if self.entries(who).await == before {
            self.wrong.push(format!("{operation} is not in the log"));
        }
        self.done.insert(of(operation));
        serde_json::from_str(&answer).unwrap_or_default()
    }

    /// The same, as a request.
    pub async fn call<E: Endpoint>(&mut self, who: &Caller, request: E) -> Value {
        let sent = parts(&request);
        let path = sent.uri.strip_prefix(API).unwrap();
        let body = serde_json::from_str(&sent.body.unwrap()).unwrap();
        self.act(who, &format!("{} {path}", verb(E::METHOD)), body).await
    }

    pub fn end(self, expected: &[&str]) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
        let expected: BTreeSet<String> = expected.iter().map(|one| (*one).to_owned()).collect();
        assert_eq!(self.done, expected);
    }
}

/// The route that an operation is of: of several that fit the one with the fewest braces.
fn of(operation: &str) -> String {
    let parts: Vec<&str> = operation.split('/').collect();
    let table = server::api::table();
    let fits = table.operations().iter().map(route).filter(|route| {
        let own: Vec<&str> = route.split('/').collect();
        own.len() == parts.len()
            && own.iter().zip(&parts).all(|(own, part)| own == part || own.starts_with('{'))
    });
    fits.min_by_key(|route| route.matches('{').count()).unwrap_or_else(|| panic!("there is no {operation}"))
}
