//! Every operation, and every file beside them, by the scope that opens it.

use crate::harness::route;
use model::endpoint::API;
use model::program::Scope;
use server::api::files::FILES;

/// What each scope opens; whatever stands with none is for people alone.
const OPENED: [(Scope, &[&str]); 19] = [
    (
        Scope::PracticesRead,
        &[
            "GET /practices",
            "GET /designs/latest",
            "GET /designs/{version}",
            "GET /designs/{version}/design.csv",
            "GET /designs/{version}/design.md",
        ],
    ),
    (
        Scope::PromisesRead,
        &[
            "GET /scorecard",
            "GET /scorecard.csv",
            "GET /promises",
            "GET /promises/{practice}",
            "GET /promises/{practice}/past",
        ],
    ),
    (Scope::PromisesWrite, &["POST /promises/{practice}"]),
    (
        Scope::ValuesWrite,
        &[
            "POST /promises/{practice}/values",
            "POST /promises/{practice}/values/remove",
            "POST /values/import",
        ],
    ),
    (Scope::CardsRead, &["GET /accounts/{account}/card", "GET /accounts/find"]),
    (Scope::ProfilesRead, &["GET /accounts/profile", "GET /accounts/profile.csv"]),
    (Scope::AccountsWrite, &["POST /accounts", "PUT /accounts/{account}", "POST /accounts/import"]),
    (Scope::PeopleWrite, &["POST /people/import"]),
    (Scope::PurchasesRead, &["GET /accounts/{account}/purchases"]),
    (
        Scope::PurchasesWrite,
        &[
            "POST /accounts/{account}/purchases",
            "POST /purchases/{purchase}",
            "POST /purchases/{purchase}/people",
            "POST /purchases/import",
        ],
    ),
    (Scope::ContactsRead, &["GET /asks"]),
    (Scope::ContactsWrite, &["POST /asks"]),
    (
        Scope::OnBehalfWrite,
        &["POST /proposals/{proposal}/on-behalf", "POST /proposals/{proposal}/on-behalf/withdraw"],
    ),
    (Scope::FollowUpRead, &["GET /follow-up"]),
    (Scope::FollowUpWrite, &["POST /follow-up/answers", "POST /proposals/{proposal}/answer"]),
    (
        Scope::ActivitiesRead,
        &["GET /activities", "GET /activities/{activity}", "GET /accounts/{account}/activities"],
    ),
    (
        Scope::ActivitiesWrite,
        &[
            "POST /activities",
            "POST /activities/{activity}",
            "POST /activities/{activity}/cancel",
            "POST /activities/{activity}/held",
            "POST /activities/{activity}/result",
            "POST /activities/{activity}/notes",
            "POST /activities/{activity}/people",
            "POST /activities/{activity}/people/{person}/uninvite",
            "POST /activities/{activity}/proposals",
            "POST /activities/{activity}/stories",
            "POST /invitations",
        ],
    ),
    (Scope::SaidRead, &["GET /said", "GET /said/desk"]),
    (
        Scope::SaidWrite,
        &["POST /said", "POST /said/{said}", "POST /said/{said}/publish", "POST /said/{said}/remove"],
    ),
];

/// Every operation and every file of the API, and the scope that the table above has for it.
pub fn operations() -> Vec<(String, Option<Scope>)> {
    let table = server::api::table();
    let operations = table.operations().iter().map(route);
    // What is beside the API is answered as it is to strangers.
    let files = FILES.iter().filter_map(|file| Some(format!("GET {}", file.path.strip_prefix(API)?)));
    let scope = |operation: &str| OPENED.iter().find(|(_, open)| open.contains(&operation)).map(|one| one.0);
    operations.chain(files).map(|one| (one.clone(), scope(&one))).collect()
}

/// With a number in the place of each name between braces.
pub fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "1".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every scope is in the table once.
#[test]
fn every_scope_opens_something() {
    let listed: Vec<Scope> = OPENED.iter().map(|one| one.0).collect();
    assert_eq!(listed, Scope::ALL);
    let table = server::api::table();
    for one in table.operations() {
        let operation = route(one);
        let listed = operations().into_iter().find(|(name, _)| *name == operation).and_then(|one| one.1);
        assert_eq!(one.scope, listed, "{operation}");
    }
    for (scope, opened) in OPENED {
        for one in opened {
            assert!(operations().iter().any(|(name, of)| name == one && *of == Some(scope)), "{one} is none");
        }
    }
}
