//! The table itself. Callers stand in this order:
//!
//! `S` stranger, `U` customer whose account is not confirmed, `O` customer of another segment, `W` customer within it;
//! `M` moderator, `D` designer, `G` signatory, `A` account manager, `X` admin.
//!
//! `y` let through, `l` asked to sign in, `n` told that it is not theirs, `-` told that there is no such thing.

use model::endpoint::API;

pub struct Row {
    /// As the route table has it.
    pub route: &'static str,
    /// As it is called.
    pub operation: &'static str,
    /// What stands before that.
    pub under: &'static str,
    pub body: &'static str,
    /// In a round for everybody, for customers, for a segment, for staff. What is about no round has the first alone.
    pub expected: [&'static str; 4],
}

type Cells = [&'static str; 4];

//                                everybody     customers     a segment     staff
//                                SUOW MDGAX    SUOW MDGAX    SUOW MDGAX    SUOW MDGAX
#[rustfmt::skip]
const ALL: Cells =               ["yyyy yyyyy", "-yyy yyyyy", "---y yyyyy", "---- yyyyy"];
#[rustfmt::skip]
const SIGNED_IN: Cells =         ["lyyy yyyyy", "lyyy yyyyy", "l--y yyyyy", "l--- yyyyy"];
#[rustfmt::skip]
const NOT_THE_AUTHOR: Cells =    ["lnnn nnnnn", "lnnn nnnnn", "l--n nnnnn", "l--- nnnnn"];
#[rustfmt::skip]
const MAKERS: Cells =            ["nnnn nyyny", "-nnn nyyny", "---n nyyny", "---- nyyny"];
#[rustfmt::skip]
const STAFF: Cells =             ["lnnn yyyyy"; 4];
#[rustfmt::skip]
const MODERATORS: Cells =        ["lnnn ynnny"; 4];
#[rustfmt::skip]
const DESIGNERS: Cells =         ["lnnn nynny"; 4];
#[rustfmt::skip]
const WATCHERS: Cells =          ["lnnn yynny"; 4];
#[rustfmt::skip]
const HOSTS: Cells =             ["lnnn ynnyy"; 4];
#[rustfmt::skip]
const RECORDERS: Cells =         ["lnnn yynyy"; 4];
#[rustfmt::skip]
const SIGNATORIES: Cells =       ["lnnn nnyny"; 4];
#[rustfmt::skip]
const ADMINS: Cells =            ["lnnn nnnny"; 4];
/// A promise of a design that holds and that the caller may see; staff report of none. That of the round for everybody is superseded by
/// that of the round for customers, and where staff alone see the round nothing is adopted.
#[rustfmt::skip]
const PROMISED: Cells =          ["l--- nnnnn", "lyyy nnnnn", "l--y nnnnn", "l--- nnnnn"];
#[rustfmt::skip]
const TAKEN_BACK: Cells =        ["l--- -----", "lyyy nnnnn", "l--y nnnnn", "l--- -----"];
/// One's own, whatever became of the promise; of others' nothing is said.
#[rustfmt::skip]
const CLOSED: Cells =            ["lyyy yyyyy"; 4];
#[rustfmt::skip]
const SET_PROMISE: Cells =       ["lnnn n-nn-", "lnnn nynny", "lnnn nynny", "lnnn n-nn-"];
/// About the account of the customer within, whatever the round: for its own people, and whoever looks after accounts.
#[rustfmt::skip]
const OF_THE_ACCOUNT: Cells =    ["l--y y--yy"; 4];
/// The rounds give their ballots to nobody.
#[rustfmt::skip]
const BALLOTS: Cells =           ["nnnn nnnnn", "-nnn nnnnn", "---n nnnnn", "---- nnnnn"];
/// Asked about something that is not there: who is let through is told so.
#[rustfmt::skip]
const NOTHING: Cells =           ["---- -----"; 4];
#[rustfmt::skip]
const NOTHING_SIGNED_IN: Cells = ["l--- -----"; 4];
#[rustfmt::skip]
const NOTHING_DESIGNERS: Cells = ["lnnn n-nn-"; 4];
#[rustfmt::skip]
const NOTHING_MODERATORS: Cells = ["lnnn -nnn-"; 4];
#[rustfmt::skip]
const NOTHING_STAFF: Cells =     ["lnnn -----"; 4];
#[rustfmt::skip]
const NOTHING_RECORDERS: Cells = ["lnnn --n--"; 4];
#[rustfmt::skip]
const NOTHING_HOSTS: Cells =     ["lnnn -nn--"; 4];

#[rustfmt::skip]
const NOTHING_ADMINS: Cells =    ["lnnn nnnn-"; 4];
#[rustfmt::skip]
const NOTHING_WATCHERS: Cells =  ["lnnn --nn-"; 4];
/// A promise of a design that holds and that the caller may see.
#[rustfmt::skip]
const PROMISE: Cells =           ["y--- -----", "-yyy yyyyy", "---y yyyyy", "---- -----"];
/// One of an earlier design that the caller may see, and of none that holds.
#[rustfmt::skip]
const PAST: Cells =              ["-yyy yyyyy", "---- -----", "---- -----", "---- -----"];
#[rustfmt::skip]
const MEASURED: Cells =          ["lnnn n-n--", "lnnn nynyy", "lnnn nynyy", "lnnn n-n--"];
/// An adopted design; where staff alone see the round nothing is adopted.
#[rustfmt::skip]
const ADOPTED: Cells =           ["yyyy yyyyy", "-yyy yyyyy", "---y yyyyy", "---- -----"];
#[rustfmt::skip]
const ITS_BALLOTS: Cells =       ["nnnn nnnnn", "-nnn nnnnn", "---n nnnnn", "---- -----"];
#[rustfmt::skip]
const BESIDE_A_DRAFT: Cells =    ["nnnn nyyny", "-nnn nyyny", "---n nyyny", "---- n--n-"];
#[rustfmt::skip]
const ITS_PACE: Cells =          ["lnnn yyyyy", "lnnn yyyyy", "lnnn yyyyy", "lnnn -----"];

const fn on(route: &'static str, expected: Cells) -> Row {
    Row { route, operation: route, under: API, body: "{}", expected }
}

const fn with(route: &'static str, body: &'static str, expected: Cells) -> Row {
    Row { route, operation: route, under: API, body, expected }
}

const fn at(route: &'static str, operation: &'static str, body: &'static str, expected: Cells) -> Row {
    Row { route, operation, under: API, body, expected }
}

const fn file(route: &'static str, expected: Cells) -> Row {
    Row { route, operation: route, under: "", body: "", expected }
}

const ACTIVITY: &str = r#"{"round":{round},"kind":"workshop","title":"How we meet","description":"","starts":"2026-06-01T09:00",
    "ends":"2026-06-01T10:00","offset":"+01:00","place":"Hall 2"}"#;
const NOTED_PROPOSAL: &str =
    r#"{"person":1,"kind":"start","title":"Ask us first","why":"Because.","stages":[3],"cultures":[1]}"#;
const PART: &str = r#"{"person":1,"role":"user","part":true}"#;
const PROPOSAL: &str =
    r#"{"kind":"start","title":"Ask us in {round}","why":"Because.","stages":[3],"cultures":[1]}"#;

/// What is answered with a file or a stream.
pub const FILES_TABLE: &[Row] = &[
    file("GET /api/v1/designs/{version}/design.csv", ADOPTED),
    file("GET /api/v1/designs/{version}/design.md", ADOPTED),
    file("GET /api/v1/scorecard.csv", ALL),
    file("GET /api/v1/accounts/profile.csv", HOSTS),
    file("GET /api/v1/audit.csv", ADMINS),
    file("GET /api/v1/events", ALL),
    file("GET /pictures/{picture}", ALL),
    file("GET /you-said-we-did.atom", ALL),
    Row {
        operation: "GET /api/v1/invitations/none/calendar.ics",
        ..file("GET /api/v1/invitations/{key}/calendar.ics", NOTHING)
    },
    Row {
        operation: "GET /api/v1/me/activities/{nothing}/calendar.ics",
        ..file("GET /api/v1/me/activities/{activity}/calendar.ics", NOTHING_SIGNED_IN)
    },
];

/// What changes something for those who come after stands at the end.
pub const TABLE: &[Row] = &[
    on("GET /rounds", ALL),
    on("GET /rounds/{round}", ALL),
    on("GET /rounds/{round}/proposals", ALL),
    at("GET /rounds/{round}/similar", "GET /rounds/{round}/similar?title=one+person&why=", "", ALL),
    on("GET /proposals/{proposal}", ALL),
    on("GET /proposals/{proposal}/comments", ALL),
    on("GET /proposals/{proposal}/writers", ALL),
    at("GET /rounds/{round}/practices/found", "GET /rounds/{round}/practices/found?q=yes", "", ALL),
    at("GET /rounds/{round}/comments", "GET /rounds/{round}/comments?q=yes", "", ALL),
    on("GET /rounds/{round}/draft", ALL),
    on("GET /rounds/{round}/selection", ALL),
    on("GET /practices/{practice}/why", ALL),
    on("GET /proposals/{proposal}/why", ALL),
    on("GET /rounds/{round}/firmness", ALL),
    on("GET /rounds/{round}/common-ground", ALL),
    on("GET /rounds/{round}/exploration", ALL),
    on("GET /rounds/{round}/ballots", BALLOTS),
    on("GET /rounds/{round}/integrity", MAKERS),
    on("GET /rounds/{round}/inside-out", MAKERS),
    on("GET /rounds/{round}/working-list", MAKERS),
    on("GET /designs/latest", ALL),
    on("GET /designs/{version}", ADOPTED),
    on("GET /designs/{version}/ballots", ITS_BALLOTS),
    at("GET /designs/compare", "GET /designs/compare?from={version}&to={version}", "", ADOPTED),
    on("GET /rounds/{round}/reading", MAKERS),
    at(
        "GET /rounds/{round}/draft/compare",
        "GET /rounds/{round}/draft/compare?from={version}",
        "",
        BESIDE_A_DRAFT,
    ),
    on("GET /rounds/{round}/sign-off", ALL),
    on("GET /promises", ALL),
    on("GET /promises/{practice}", PROMISE),
    on("GET /promises/{practice}/past", PAST),
    on("GET /scorecard", ALL),
    on("GET /practices", ALL),
    on("GET /said", ALL),
    on("GET /rounds/{round}/reopened", ALL),
    on("GET /moderation", ALL),
    on("GET /viewer", ALL),
    on("GET /sign-in/ways", ALL),
    on("GET /sign-in/begun", ALL),
    on("POST /sign-in", ALL),
    on("POST /sign-in/code", ALL),
    on("POST /sign-in/link", ALL),
    // Nobody is handed over where the settings name no product.
    at("GET /sign-in/hand-over", "GET /sign-in/hand-over?token=none", "", NOTHING),
    at("POST /sign-in/hand-over", "POST /sign-in/hand-over", r#"{"token":"none"}"#, NOTHING),
    on("POST /sign-in/passkey/begin", ALL),
    on("POST /sign-in/passkey", ALL),
    on("POST /theme", ALL),
    on("POST /setup", ALL),
    // Whoever holds a letter; nobody here does.
    at("GET /letters/{key}/{what}", "GET /letters/none/all", "", NOTHING),
    at("POST /letters/{key}/{what}", "POST /letters/none/all", "{}", NOTHING),
    at("POST /letters/{key}/{what}/again", "POST /letters/none/proposal-1/again", "{}", NOTHING),
    at("GET /on-behalf/{key}", "GET /on-behalf/none", "", NOTHING),
    at("POST /on-behalf/{key}", "POST /on-behalf/none", r#"{"answer":"confirm"}"#, NOTHING),
    at("GET /invitations/{key}", "GET /invitations/none", "", NOTHING),
    at("POST /invitations/{key}", "POST /invitations/none", r#"{"answer":"yes"}"#, NOTHING),
    at("GET /outcomes/{key}", "GET /outcomes/none", "", NOTHING),
    at("POST /outcomes/{key}", "POST /outcomes/none", r#"{"answer":"confirm"}"#, NOTHING),
    at("POST /outcomes/{key}/proposal", "POST /outcomes/none/proposal", PROPOSAL, NOTHING),
    at(
        "POST /outcomes/{key}/story",
        "POST /outcomes/none/story",
        r#"{"tone":"well","text":"It did."}"#,
        NOTHING,
    ),
    at("GET /asks/{key}", "GET /asks/none", "", NOTHING),
    at("POST /asks/{key}", "POST /asks/none", r#"{"kept":true}"#, NOTHING),
    at("POST /asks/{key}/take-back", "POST /asks/none/take-back", "{}", NOTHING),
    at("POST /asks/{key}/close", "POST /asks/none/close", "{}", NOTHING),
    // Customers.
    with("POST /rounds/{round}/proposals", PROPOSAL, SIGNED_IN),
    on("POST /rounds/{round}/pictures", SIGNED_IN),
    with("POST /proposals/{proposal}/vote", r#"{"stance":"agree"}"#, SIGNED_IN),
    with("POST /proposals/{proposal}/comments", r#"{"text":"Mind the people in {round}."}"#, SIGNED_IN),
    with("POST /proposals/{proposal}", PROPOSAL, NOT_THE_AUTHOR),
    with("POST /proposals/{proposal}/writers", r#"{"act":"invite","person":1}"#, NOT_THE_AUTHOR),
    with("POST /comments/{comment}", r#"{"text":"No, in {round}."}"#, NOT_THE_AUTHOR),
    on("POST /comments/{comment}/withdraw", NOT_THE_AUTHOR),
    on("GET /rounds/{round}/votes/mine", SIGNED_IN),
    at(
        "POST /proposals/{proposal}/step-out",
        "POST /proposals/{merged}/step-out",
        r#"{"out":true}"#,
        SIGNED_IN,
    ),
    with("POST /rounds/{round}/culture", r#"{"culture":1}"#, SIGNED_IN),
    on("GET /proposals/{proposal}/follow", SIGNED_IN),
    on("GET /rounds/{round}/followed", SIGNED_IN),
    with("POST /proposals/{proposal}/follow", r#"{"wanted":true}"#, SIGNED_IN),
    with("POST /promises/{practice}/report", r#"{"kept":true}"#, PROMISED),
    on("POST /promises/{practice}/report/take-back", TAKEN_BACK),
    on("POST /promises/{practice}/report/close", CLOSED),
    on("GET /verdicts", SIGNED_IN),
    on("GET /accounts/{account}/purchases", OF_THE_ACCOUNT),
    with("POST /accounts/{account}/purchases", r#"{"name":"Pumps"}"#, OF_THE_ACCOUNT),
    with("POST /purchases/import", r#"{"csv":"account,name"}"#, HOSTS),
    at("POST /purchases/{purchase}", "POST /purchases/{nothing}", r#"{"name":"Pumps"}"#, NOTHING_SIGNED_IN),
    at("POST /purchases/{purchase}/people", "POST /purchases/{nothing}/people", PART, NOTHING_SIGNED_IN),
    // Whoever holds a function that must sign, or signs in its holder's place; nobody here does.
    at(
        "POST /signings/{signing}/sign",
        "POST /signings/{nothing}/sign",
        r#"{"digest":"none","verdict":"signed"}"#,
        NOTHING_SIGNED_IN,
    ),
    at(
        "POST /signings/{signing}/delegate",
        "POST /signings/{nothing}/delegate",
        r#"{"email":"ada@new.example","until":"2026-12-31"}"#,
        NOTHING_SIGNED_IN,
    ),
    at(
        "POST /signings/{signing}/delegate/end",
        "POST /signings/{nothing}/delegate/end",
        "{}",
        NOTHING_SIGNED_IN,
    ),
    on("POST /questions/reply", SIGNED_IN),
    on("GET /me/notices", SIGNED_IN),
    at("POST /me/notices/{notice}/seen", "POST /me/notices/{nothing}/seen", "{}", NOTHING_SIGNED_IN),
    on("POST /me/notices/seen", SIGNED_IN),
    on("POST /me/notices/ways", SIGNED_IN),
    with("POST /me/following", r#"{"wanted":true}"#, SIGNED_IN),
    on("GET /me/sessions", SIGNED_IN),
    at("POST /me/sessions/{session}/revoke", "POST /me/sessions/{nothing}/revoke", "{}", NOTHING_SIGNED_IN),
    on("GET /me/passkeys", SIGNED_IN),
    on("POST /me/passkeys/begin", SIGNED_IN),
    with("POST /me/passkeys", r#"{"name":"My phone"}"#, SIGNED_IN),
    at("POST /me/passkeys/{passkey}/remove", "POST /me/passkeys/{nothing}/remove", "{}", NOTHING_SIGNED_IN),
    on("POST /me/name", SIGNED_IN),
    on("POST /me/account", SIGNED_IN),
    on("GET /me/effect", SIGNED_IN),
    on("GET /me/open-reports", SIGNED_IN),
    on("GET /me/data", SIGNED_IN),
    on("POST /me/leave", SIGNED_IN),
    // Staff, whatever their role.
    on("GET /verdicts/all", STAFF),
    on("GET /designs/{version}/pace", ITS_PACE),
    on("GET /proposals/{proposal}/notes", STAFF),
    on("POST /proposals/{proposal}/notes", STAFF),
    at("GET /accounts/{account}/notes", "GET /accounts/{nothing}/notes", "", NOTHING_STAFF),
    at(
        "POST /accounts/{account}/notes",
        "POST /accounts/{nothing}/notes",
        r#"{"text":"Hm."}"#,
        NOTHING_STAFF,
    ),
    // Moderators. Without what they decide nothing is decided.
    on("GET /queue", MODERATORS),
    on("GET /queue/comments/{comment}", MODERATORS),
    at("GET /queue/join-requests/{request}", "GET /queue/join-requests/{nothing}", "", NOTHING_MODERATORS),
    on("GET /queue/colleagues", MODERATORS),
    on("POST /queue/verdicts", MODERATORS),
    on("POST /queue/undo", MODERATORS),
    on("POST /queue/ask", MODERATORS),
    on("POST /queue/ask/take-back", MODERATORS),
    on("POST /queue/hand", MODERATORS),
    on("POST /proposals/{proposal}/move", MODERATORS),
    at("POST /people/{person}/block", "POST /people/{nothing}/block", "{}", MODERATORS),
    at("POST /people/{person}/unblock", "POST /people/{nothing}/unblock", "{}", NOTHING_MODERATORS),
    on("POST /proposals/{proposal}/verdict", MODERATORS),
    on("POST /comments/{comment}/verdict", MODERATORS),
    on("POST /proposals/{proposal}/merge", MODERATORS),
    on("POST /proposals/{proposal}/unmerge", MODERATORS),
    at("POST /people/{person}/trust", "POST /people/{nothing}/trust", "{}", MODERATORS),
    on("PUT /rounds/{round}", MODERATORS),
    on("GET /rounds/{round}/access", MODERATORS),
    on("PUT /rounds/{round}/access", MODERATORS),
    at("PUT /rounds/{round}/phases/{phase}", "PUT /rounds/{round}/phases/measure", "{}", MODERATORS),
    at(
        "POST /rounds/{round}/phases/{phase}/open",
        "POST /rounds/{round}/phases/measure/open",
        "{}",
        MODERATORS,
    ),
    at(
        "POST /rounds/{round}/phases/{phase}/close",
        "POST /rounds/{round}/phases/measure/close",
        "{}",
        MODERATORS,
    ),
    on("GET /rounds/{round}/gates", MODERATORS),
    at("POST /rounds/{round}/gates/{phase}", "POST /rounds/{round}/gates/measure", "{}", MODERATORS),
    at(
        "POST /rounds/{round}/phases/{phase}/pass",
        "POST /rounds/{round}/phases/measure/pass",
        "{}",
        MODERATORS,
    ),
    on("POST /rounds/{round}/discontinue", MODERATORS),
    on("POST /rounds/{round}/take-up", MODERATORS),
    // Moderators and designers.
    on("GET /rounds/{round}/vote-integrity", WATCHERS),
    on("POST /proposals/{proposal}/answer", WATCHERS),
    on("GET /follow-up", WATCHERS),
    on("POST /follow-up/answers", WATCHERS),
    on("GET /said/desk", WATCHERS),
    on("POST /said", WATCHERS),
    at("POST /said/{said}", "POST /said/{nothing}", "{}", WATCHERS),
    at(
        "POST /said/{said}/publish",
        "POST /said/{nothing}/publish",
        r#"{"published":true}"#,
        NOTHING_WATCHERS,
    ),
    at("POST /said/{said}/remove", "POST /said/{nothing}/remove", "{}", NOTHING_WATCHERS),
    // Moderators, designers and account managers.
    on("GET /me/activities", SIGNED_IN),
    at("GET /me/activities/{activity}", "GET /me/activities/{nothing}", "", NOTHING_SIGNED_IN),
    at(
        "POST /me/activities/{activity}",
        "POST /me/activities/{nothing}",
        r#"{"answer":"yes"}"#,
        NOTHING_SIGNED_IN,
    ),
    on("GET /me/outcomes", SIGNED_IN),
    at("GET /me/outcomes/{outcome}", "GET /me/outcomes/{nothing}", "", NOTHING_SIGNED_IN),
    at(
        "POST /me/outcomes/{outcome}",
        "POST /me/outcomes/{nothing}",
        r#"{"answer":"confirm"}"#,
        NOTHING_SIGNED_IN,
    ),
    at(
        "POST /me/outcomes/{outcome}/proposal",
        "POST /me/outcomes/{nothing}/proposal",
        NOTED_PROPOSAL,
        NOTHING_SIGNED_IN,
    ),
    at(
        "POST /me/outcomes/{outcome}/story",
        "POST /me/outcomes/{nothing}/story",
        r#"{"tone":"well","text":"Well."}"#,
        NOTHING_SIGNED_IN,
    ),
    on("GET /activities", RECORDERS),
    with("POST /activities", ACTIVITY, RECORDERS),
    at("GET /activities/{activity}", "GET /activities/{nothing}", "", NOTHING_RECORDERS),
    at("POST /activities/{activity}", "POST /activities/{nothing}", ACTIVITY, NOTHING_RECORDERS),
    at(
        "POST /activities/{activity}/cancel",
        "POST /activities/{nothing}/cancel",
        r#"{"reason":"Too few."}"#,
        NOTHING_RECORDERS,
    ),
    at("POST /activities/{activity}/held", "POST /activities/{nothing}/held", "{}", NOTHING_RECORDERS),
    at(
        "POST /activities/{activity}/result",
        "POST /activities/{nothing}/result",
        r#"{"result":"Much."}"#,
        NOTHING_RECORDERS,
    ),
    at(
        "POST /activities/{activity}/notes",
        "POST /activities/{nothing}/notes",
        r#"{"text":"Well."}"#,
        NOTHING_RECORDERS,
    ),
    at(
        "POST /activities/{activity}/people",
        "POST /activities/{nothing}/people",
        r#"{"email":"will@example.com"}"#,
        NOTHING_RECORDERS,
    ),
    at(
        "POST /activities/{activity}/people/{person}/uninvite",
        "POST /activities/{nothing}/people/{nothing}/uninvite",
        "{}",
        NOTHING_RECORDERS,
    ),
    at(
        "POST /activities/{activity}/proposals",
        "POST /activities/{nothing}/proposals",
        NOTED_PROPOSAL,
        NOTHING_RECORDERS,
    ),
    at(
        "POST /activities/{activity}/stories",
        "POST /activities/{nothing}/stories",
        r#"{"person":1,"beside":1,"tone":"well","text":"It did."}"#,
        NOTHING_RECORDERS,
    ),
    with("POST /invitations", r#"{"activity":{nothing},"value":"Banks"}"#, NOTHING_HOSTS),
    on("GET /accounts/{account}/activities", HOSTS),
    on("POST /proposals/{proposal}/on-behalf", RECORDERS),
    on("POST /proposals/{proposal}/on-behalf/withdraw", RECORDERS),
    on("GET /on-behalf", RECORDERS),
    on("GET /asks", RECORDERS),
    on("POST /asks", RECORDERS),
    // Designers and account managers.
    with("POST /promises/{practice}/values", r#"{"which":"lead","day":"2026-01-01","value":1}"#, MEASURED),
    with("POST /promises/{practice}/values/remove", r#"{"which":"lead","day":"2026-01-01"}"#, MEASURED),
    on("POST /values/import", ["lnnn nynyy"; 4]),
    // Moderators and account managers.
    // Accounts: what they buy, who speaks for them, and how others join.
    on("GET /accounts/find", HOSTS),
    on("GET /accounts/profile", HOSTS),
    on("GET /segments", HOSTS),
    on("POST /people/import", HOSTS),
    at("GET /accounts/{account}", "GET /accounts/{nothing}", "", NOTHING_HOSTS),
    at("GET /accounts/{account}/card", "GET /accounts/{nothing}/card", "", NOTHING_HOSTS),
    at(
        "POST /people/{person}/decline",
        "POST /people/{nothing}/decline",
        r#"{"reason":"Nobody knows them."}"#,
        NOTHING_HOSTS,
    ),
    at("POST /people/{person}/part", "POST /people/{nothing}/part", "{}", NOTHING_HOSTS),
    at("GET /accounts/{account}/joining", "GET /accounts/{nothing}/joining", "", NOTHING_SIGNED_IN),
    at(
        "POST /accounts/{account}/links",
        "POST /accounts/{nothing}/links",
        r#"{"days":1,"most":1}"#,
        NOTHING_SIGNED_IN,
    ),
    at(
        "POST /accounts/{account}/invitations/{invitation}/take-back",
        "POST /accounts/{nothing}/invitations/{nothing}/take-back",
        "{}",
        NOTHING_SIGNED_IN,
    ),
    on("GET /me/account-invitations", SIGNED_IN),
    at(
        "POST /me/account-invitations/{invitation}",
        "POST /me/account-invitations/{nothing}",
        r#"{"accept":true}"#,
        NOTHING_SIGNED_IN,
    ),
    at("POST /links/{link}/revoke", "POST /links/{nothing}/revoke", "{}", NOTHING_SIGNED_IN),
    at(
        "POST /accounts/{account}/people",
        "POST /accounts/{nothing}/people",
        r#"{"name":"Ada","email":"ada@new.example"}"#,
        NOTHING_SIGNED_IN,
    ),
    at(
        "POST /accounts/{account}/coordinators",
        "POST /accounts/{nothing}/coordinators",
        r#"{"person":1,"coordinator":true}"#,
        NOTHING_SIGNED_IN,
    ),
    at("GET /join/{key}", "GET /join/nothing", "", NOTHING),
    at("POST /join/{key}", "POST /join/nothing", "{}", NOTHING_SIGNED_IN),
    // Customers who wish to be found: by those who may see the round.
    on("GET /rounds/{round}/customers", SIGNED_IN),
    on("GET /me/findable", SIGNED_IN),
    on("GET /me/telling", SIGNED_IN),
    on("GET /me/asked-again", SIGNED_IN),
    on("POST /me/findable", SIGNED_IN),
    on("POST /me/telling", SIGNED_IN),
    on("GET /rounds/{round}/mentionable", SIGNED_IN),
    at(
        "POST /customers/{person}/contact",
        "POST /customers/{nothing}/contact",
        r#"{"words":"Hello there."}"#,
        NOTHING_SIGNED_IN,
    ),
    at("POST /contacts/{contact}", "POST /contacts/{nothing}", "{}", NOTHING_SIGNED_IN),
    on("GET /people", HOSTS),
    on("POST /people", HOSTS),
    at("POST /people/{person}/account", "POST /people/{nothing}/account", "{}", HOSTS),
    on("GET /accounts", HOSTS),
    on("POST /accounts", HOSTS),
    at("PUT /accounts/{account}", "PUT /accounts/{nothing}", "{}", HOSTS),
    on("POST /segments", HOSTS),
    at(
        "POST /segments/{segment}/rename",
        "POST /segments/{nothing}/rename",
        r#"{"name":"Other"}"#,
        NOTHING_HOSTS,
    ),
    at("POST /segments/{segment}/remove", "POST /segments/{nothing}/remove", "{}", NOTHING_HOSTS),
    at(
        "POST /segments/{segment}/values/rename",
        "POST /segments/{nothing}/values/rename",
        r#"{"value":"Steel","name":"Iron"}"#,
        NOTHING_HOSTS,
    ),
    at(
        "POST /segments/{segment}/values/remove",
        "POST /segments/{nothing}/values/remove",
        r#"{"value":"Steel"}"#,
        NOTHING_HOSTS,
    ),
    on("POST /accounts/import", HOSTS),
    // Designers, and signatories.
    on("POST /rounds/{round}/practices", DESIGNERS),
    on("POST /rounds/{round}/inside-out", DESIGNERS),
    on("POST /rounds/{round}/inside-out/import", DESIGNERS),
    on("PUT /practices/{practice}", DESIGNERS),
    on("POST /practices/{practice}/undo", DESIGNERS),
    on("POST /practices/{practice}/put-back", NOTHING_DESIGNERS),
    on("POST /rounds/{round}/begin", DESIGNERS),
    on("GET /practices/{practice}/stories", DESIGNERS),
    with("PUT /practices/{practice}/stories", r#"{"story":999999,"stands":false}"#, DESIGNERS),
    // The one that is there stands in one cell alone, and cannot be split.
    with(
        "POST /practices/{practice}/move",
        r#"{"seen":1,"stage":15,"culture":0,"to_stage":0,"to_culture":0}"#,
        DESIGNERS,
    ),
    on("POST /practices/{practice}/join", DESIGNERS),
    with("POST /practices/{practice}/split", r#"{"seen":1,"stage":3}"#, DESIGNERS),
    on("POST /rounds/{round}/review", DESIGNERS),
    on("POST /rounds/{round}/review/withdraw", DESIGNERS),
    at("DELETE /practices/{practice}", "DELETE /practices/{nothing}", "{}", NOTHING_DESIGNERS),
    on("POST /proposals/{proposal}/left-out", DESIGNERS),
    on("POST /proposals/{proposal}/left-out/undo", DESIGNERS),
    on("GET /lists", DESIGNERS),
    at(
        "POST /lists/{entry}/rename",
        "POST /lists/{nothing}/rename",
        r#"{"was":"Slaes","name":"Sales"}"#,
        NOTHING_DESIGNERS,
    ),
    at(
        "POST /lists/{entry}/merge",
        "POST /lists/{nothing}/merge",
        r#"{"was":"Slaes","name":"Sales"}"#,
        NOTHING_DESIGNERS,
    ),
    at("POST /lists/{entry}/remove", "POST /lists/{nothing}/remove", r#"{"was":"Slaes"}"#, NOTHING_DESIGNERS),
    at(
        "POST /lists/{entry}/former/drop",
        "POST /lists/{nothing}/former/drop",
        r#"{"name":"Sales"}"#,
        NOTHING_DESIGNERS,
    ),
    at("PUT /functions/{entry}/capacity", "PUT /functions/{nothing}/capacity", "{}", NOTHING_DESIGNERS),
    on("POST /rounds/{round}/what-if", DESIGNERS),
    on("GET /rounds/{round}/weightings", DESIGNERS),
    with("POST /promises/{practice}", r#"{"progress":"in_place"}"#, SET_PROMISE),
    with("POST /promises/{practice}/gap/close", r#"{"reason":"It is kept."}"#, NOTHING_DESIGNERS),
    on("POST /promises/{practice}/gap/reopen", NOTHING_DESIGNERS),
    with("POST /promises/{practice}/gap/vote", r#"{"cell":"0-0"}"#, NOTHING_DESIGNERS),
    on("GET /promises/words", ["lnnn nyyny"; 4]),
    on("POST /rounds/{round}/adopt", SIGNATORIES),
    // Admins.
    on("GET /audit", ADMINS),
    on("GET /mail", ADMINS),
    on("POST /mail/again", ADMINS),
    on("GET /audit/designs", ADMINS),
    on("POST /asks/turns", ADMINS),
    on("GET /intake/words", ADMINS),
    on("POST /intake/words", ADMINS),
    on("POST /intake/pace", ADMINS),
    on("GET /ways", ADMINS),
    at(
        "POST /ways/{party}",
        "POST /ways/customers",
        r#"{"mail":true,"providers":true,"hand_over":true}"#,
        ADMINS,
    ),
    on("GET /tokens", ADMINS),
    on("POST /tokens", ADMINS),
    at("POST /tokens/{token}/revoke", "POST /tokens/{nothing}/revoke", "{}", NOTHING_ADMINS),
    on("GET /hooks", ADMINS),
    on("POST /hooks", ADMINS),
    at("POST /hooks/{hook}/stop", "POST /hooks/{nothing}/stop", r#"{"stopped":true}"#, NOTHING_ADMINS),
    at("POST /hooks/{hook}/remove", "POST /hooks/{nothing}/remove", "{}", NOTHING_ADMINS),
    at("POST /deliveries/{delivery}/replay", "POST /deliveries/{nothing}/replay", "{}", NOTHING_ADMINS),
    on("POST /moderation", ADMINS),
    at("POST /people/{person}/roles", "POST /people/{nothing}/roles", r#"{"roles":7}"#, ADMINS),
    on("POST /rounds/{round}/signings", ADMINS),
    at("POST /signings/{signing}/remove", "POST /signings/{nothing}/remove", "{}", NOTHING_ADMINS),
    on("POST /rounds", ADMINS),
    on("POST /rounds/{round}/remove-sample", ADMINS),
    // Enough reports take something out of sight, and who has signed out is a stranger.
    at(
        "POST /proposals/{proposal}/report",
        "POST /proposals/{reported}/report",
        r#"{"reason":"Spam."}"#,
        SIGNED_IN,
    ),
    at(
        "POST /comments/{comment}/report",
        "POST /comments/{reported comment}/report",
        r#"{"reason":"Spam."}"#,
        SIGNED_IN,
    ),
    on("POST /sign-in/begun/drop", ALL),
    on("POST /sign-out", ALL),
];
