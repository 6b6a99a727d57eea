//! Other programs: tokens that let them in as far as their scopes say, and hooks that tell them what has happened.

use crate::activities::{invite, planned, text};
use crate::harness::{Caller, Here, body, config, proposal, signature};
use crate::on_both;
use crate::permissions::fixture::{open, set};
use crate::practices::practice;
use crate::promises::Scene;
use axum::body::Body;
use http::{Request, header};
use model::api::access::{SetAccess, Who};
use model::api::activities::{HoldActivity, PresentActivity};
use model::api::comments::AddComment;
use model::api::practices::{AddPractice, ChangePractice, RemovePractice};
use model::api::programs::{
    AddHook, AddToken, FindPractices, ListHooks, ListTokens, RemoveHook, ReplayDelivery, RevokeToken,
    StopHook,
};
use model::api::proposals::{AnswerProposal, Judge, Propose};
use model::api::rounds::{AddRound, ClosePhase, SetWindow};
use model::api::session::GetViewer;
use model::person::Role;
use model::program::{Delivery, HookKind, NewToken, Scope, TOKEN_PREFIX};
use model::promise::Progress;
use model::round::{Phase, Scheme};
use model::verdict::Decision;
use model::{ProblemKind, Timestamp};
use server::clock::Dice;
use server::db::{Db, on};
use server::hooks::{self, send::BACKOFF, sign};
use server::mail::Mail;
use server::notices::{self, phases::PATIENCE};
use server::site::Site;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

pub async fn token(here: &Here, admin: &Caller, scopes: &[Scope]) -> NewToken {
    let request = AddToken { name: "CRM".parse().unwrap(), scopes: scopes.to_vec() };
    here.call(admin, request).await.unwrap()
}

/// A request with this in `Authorization`, and perhaps a cookie.
pub async fn with(
    here: &Here,
    given: &str,
    cookie: &str,
    method: &str,
    path: &str,
    sent: &str,
) -> (u16, String) {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000");
    let request = request.header(header::AUTHORIZATION, given).header(header::COOKIE, cookie);
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let answer = here.raw(request.body(Body::from(sent.to_owned())).unwrap()).await;
    assert!(answer.headers().get(header::SET_COOKIE).is_none());
    (answer.status().as_u16(), body(answer).await)
}

/// A receiver that answers each request in turn with one of these, and gives what it was sent.
async fn receiver(answers: &'static [&'static str]) -> (String, Arc<parking_lot::Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?a=b", listener.local_addr().unwrap());
    let sent = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let kept = sent.clone();
    tokio::spawn(async move {
        for answer in answers.iter().cycle() {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut bytes = Vec::new();
            let mut part = [0; 4096];
            // Whoever sends says how long it is.
            loop {
                let read = stream.read(&mut part).await.unwrap();
                bytes.extend_from_slice(&part[..read]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let length = text
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
                if let (Some((head, _)), Some(length)) = (text.split_once("\r\n\r\n"), length)
                    && bytes.len() >= head.len() + 4 + length
                {
                    kept.lock().push(text);
                    break;
                }
                assert!(read > 0, "{text}");
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, sent)
}

/// An instance that sends to neighbours, too.
async fn neighbourly(here: &Here) -> Site {
    let config = server::config::Config { hooks_to_private: true, ..config(&here.url) };
    let (mail, _) = Mail::held();
    let db = Db::open(&here.url).await.unwrap();
    Site::start(config, db, here.clock.clone(), Dice::loaded(9), mail, std::time::Duration::ZERO)
        .await
        .unwrap()
}

/// A hook at an address that people could not give it.
pub async fn hook(here: &Here, url: &str, secret: &str, kinds: &str) -> i64 {
    let (url, secret, kinds, now) = (url.to_owned(), secret.to_owned(), kinds.to_owned(), here.clock.now());
    here.write(server::db::events::What::new("hook.added", 1), move |tx| {
        Box::pin(async move {
            let by: i64 = on!(tx, c => sqlx::query_scalar("select min(id) from person").fetch_one(c).await)?;
            server::db::hooks::add(tx, &url, &secret, &kinds, by, now).await
        })
    })
    .await
}

async fn deliveries(here: &Here, admin: &Caller) -> Vec<Delivery> {
    here.call(admin, ListHooks {}).await.unwrap().remove(0).deliveries
}

on_both! {
    async fn a_token_does_what_its_scopes_say_and_nothing_else(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        for who in [&scene.dee, &here.staff("Mo2", Role::Moderator).await, &here.customer("Cy").await, &Caller::stranger()] {
            assert!(here.call(who, AddToken { name: "CRM".parse().unwrap(), scopes: vec![Scope::PracticesRead] }).await.is_err());
            assert!(here.call(who, ListTokens {}).await.is_err());
        }
        assert!(here.call(&admin, AddToken { name: "CRM".parse().unwrap(), scopes: vec![] }).await.unwrap_err().about("scopes").is_some());
        let reads = token(here, &admin, &[Scope::PracticesRead]).await;
        let writes = token(here, &admin, &[Scope::ValuesWrite, Scope::PromisesRead]).await;
        assert!(reads.secret.starts_with(TOKEN_PREFIX) && reads.secret.len() == TOKEN_PREFIX.len() + 43);
        // Its text is nowhere any more.
        let listed = here.call(&admin, ListTokens {}).await.unwrap();
        assert!(!serde_json::to_string(&listed).unwrap().contains(&reads.secret));
        let hashes: Vec<String> = on!(here.site.db, c => sqlx::query_scalar("select hash from token").fetch_all(c).await).unwrap();
        assert!(hashes.iter().all(|hash| *hash != reads.secret && hash.len() == 64));

        let bearer = |token: &NewToken| format!("Bearer {}", token.secret);
        let practices = "/api/v1/practices?stage=A&culture=value%20added";
        let (status, text) = with(here, &bearer(&reads), "", "GET", practices, "").await;
        assert!(status == 200 && text.contains("One face"), "{status} {text}");
        let (status, text) = with(here, &bearer(&reads), "", "GET", "/api/v1/practices?stage=I", "").await;
        assert!(status == 200 && !text.contains("One face"), "{status} {text}");
        assert_eq!(with(here, &bearer(&reads), "", "GET", "/api/v1/practices?stage=Moon", "").await.0, 422);
        assert_eq!(with(here, &bearer(&writes), "", "GET", practices, "").await.0, 403);
        assert_eq!(with(here, &bearer(&writes), "", "GET", "/api/v1/scorecard", "").await.0, 200);
        assert_eq!(with(here, &bearer(&reads), "", "GET", "/api/v1/scorecard", "").await.0, 403);
        // Not even what anybody may, nor what its maker may.
        for path in ["/api/v1/rounds", "/api/v1/viewer", "/api/v1/tokens", "/api/v1/me/data"] {
            assert_ne!(with(here, &bearer(&reads), "", "GET", path, "").await.0, 200, "{path}");
        }
        // Each of the others opens what it names.
        let paths = [
            (Scope::ProfilesRead, "/api/v1/accounts/profile"),
            (Scope::FollowUpRead, "/api/v1/follow-up"),
            (Scope::ActivitiesRead, "/api/v1/activities"),
        ];
        for (scope, path) in paths {
            let one = token(here, &admin, &[scope]).await;
            assert_eq!(with(here, &bearer(&reads), "", "GET", path, "").await.0, 403, "{path}");
            let (status, text) = with(here, &bearer(&one), "", "GET", path, "").await;
            assert_eq!(status, 200, "{path}: {text}");
        }
        // A cookie beside it counts for nothing, and a wrong token is nobody, whatever cookie comes with it.
        assert_eq!(with(here, &bearer(&reads), admin.cookie(), "GET", "/api/v1/tokens", "").await.0, 403);
        for wrong in ["Bearer accord_wrong", "Bearer ", "Basic YTpi", "accord_wrong", &reads.secret] {
            assert_eq!(with(here, wrong, admin.cookie(), "GET", "/api/v1/tokens", "").await.0, 401, "{wrong}");
        }
        assert!(here.call(&admin, GetViewer {}).await.unwrap().person.is_some());
        // A value needs its scope, and its maker's role.
        let value = serde_json::json!({ "which": "lead", "day": "2026-05-01", "value": 4.5 }).to_string();
        let path = format!("/api/v1/promises/{}/values", scene.practice);
        assert_eq!(with(here, &bearer(&reads), "", "POST", &path, &value).await.0, 403);
        let (status, text) = with(here, &bearer(&writes), "", "POST", &path, &value).await;
        assert!(status == 422 && text.contains("no such indicator"), "{status} {text}");
        // When it was used is written once a minute.
        let used = async || here.call(&admin, ListTokens {}).await.unwrap().into_iter().find(|one| one.id == reads.token.id).unwrap().last_used;
        let first = used().await.unwrap();
        here.clock.advance(Timestamp::MINUTE - 1);
        with(here, &bearer(&reads), "", "GET", practices, "").await;
        assert_eq!(used().await, Some(first));
        here.clock.advance(1);
        with(here, &bearer(&reads), "", "GET", practices, "").await;
        assert_eq!(used().await, Some(first.plus(Timestamp::MINUTE)));
        // Void is void at once.
        here.call(&admin, RevokeToken { token: reads.token.id }).await.unwrap();
        assert_eq!(here.call(&admin, RevokeToken { token: reads.token.id }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(with(here, &bearer(&reads), "", "GET", practices, "").await.0, 401);
        let page = here.text(&admin, "/programs").await;
        assert!(page.contains("Make a token") && page.contains("values:write") && !page.contains(&writes.secret), "{page}");
        // Anybody reads what was adopted without one.
        assert_eq!(here.call(&Caller::stranger(), FindPractices::default()).await.unwrap().practices.len(), 1);
    }

    async fn hooks_lead_to_no_private_address(here) {
        here.company().await;
        let admin = here.staff("Ann", Role::Admin).await;
        let add = |url: &str| AddHook { url: url.to_owned(), kinds: vec![HookKind::PromiseStatus] };
        for url in ["", "http://1.1.1.1/", "https://127.0.0.1/", "https://10.0.0.7/x", "https://[::1]/", "https://localhost/", "https://169.254.169.254/", "https://u:p@1.1.1.1/", "ftp://1.1.1.1/"] {
            let refused = here.call(&admin, add(url)).await.unwrap_err();
            assert!(refused.about("url").is_some(), "{url}: {refused:?}");
        }
        let made = here.call(&admin, add("https://1.1.1.1/hooks")).await.unwrap();
        assert!(made.secret.starts_with("whsec_"));
        let listed = serde_json::to_string(&here.call(&admin, ListHooks {}).await.unwrap()).unwrap();
        assert!(!listed.contains("whsec_") && !here.text(&admin, "/programs").await.contains(&made.secret));
        for who in [&here.staff("Dee", Role::Designer).await, &here.customer("Cy").await, &Caller::stranger()] {
            assert!(here.call(who, ListHooks {}).await.is_err());
            assert!(here.call(who, add("https://1.1.1.1/")).await.is_err());
        }
        here.call(&admin, RemoveHook { hook: made.hook.id }).await.unwrap();
        assert_eq!(here.call(&admin, ListHooks {}).await.unwrap(), []);
    }

    async fn what_happens_is_sent_signed_until_it_is_taken_and_once(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        // At first it fails, and a redirect is not followed.
        let (url, sent) = receiver(&["HTTP/1.1 500 No\r\n\r\n", "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"]).await;
        let secret = sign::secret(&[7; 32]);
        let id = hook(here, &url, &secret, "promise.status").await;
        // What has happened before it was there is not told.
        hooks::catch_up(&here.site).await.unwrap();
        assert_eq!(deliveries(here, &admin).await, []);
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        // This instance does not send to neighbours, whoever added the hook.
        let site = neighbourly(here).await;
        let (one, two) = tokio::join!(hooks::tell::step(&site), hooks::tell::step(&here.site));
        assert!(one.is_ok() && two.is_ok());
        let told = deliveries(here, &admin).await;
        assert_eq!((told.len(), told[0].kind), (1, HookKind::PromiseStatus));
        site.stopping.cancel();
        here.site.stopping.cancel();
        let mut tries = 0;
        while sent.lock().len() < 3 {
            hooks::catch_up(&site).await.unwrap();
            let told = deliveries(here, &admin).await.remove(0);
            if let Some(due) = told.due {
                here.clock.advance(due.since(here.clock.now()).max(1));
            }
            tries += 1;
            assert!(tries < 12, "{told:?}");
        }
        let told = deliveries(here, &admin).await.remove(0);
        assert!(told.sent.is_some() && told.problem.is_none(), "{told:?}");
        // The same id each time, and a signature that its receiver can check.
        let all = sent.lock().clone();
        for request in &all {
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            let get = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap().to_owned();
            assert!(head.starts_with("POST /hook?a=b HTTP/1.1\r\n") && head.contains("content-type: application/json"), "{head}");
            assert_eq!(get("webhook-id"), told.message);
            let at = Timestamp(get("webhook-timestamp").parse::<i64>().unwrap() * Timestamp::SECOND);
            assert_eq!(get("webhook-signature"), sign::signature(&secret, &told.message, at, body).unwrap());
            let json: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!((&json["type"], &json["data"]["title"], &json["data"]["status"]), (&"promise.status".into(), &"One face".into(), &"in_place".into()));
        }
        // Sent again by hand, it has the same id.
        for who in [&scene.dee, &Caller::stranger()] {
            assert!(here.call(who, ReplayDelivery { delivery: told.id }).await.is_err());
        }
        here.call(&admin, ReplayDelivery { delivery: told.id }).await.unwrap();
        hooks::catch_up(&site).await.unwrap();
        let all = sent.lock().clone();
        assert_eq!((all.len(), all[3].contains(&told.message)), (4, true));
        // Stopped, nothing is told, and nothing of it comes later.
        let stop = |stopped| StopHook { hook: model::HookId(id), stopped };
        here.call(&admin, stop(true)).await.unwrap();
        assert_eq!(here.call(&admin, stop(true)).await.unwrap_err().kind, ProblemKind::NotFound);
        here.call(&scene.dee, scene.stated(Progress::Planned)).await.unwrap();
        hooks::catch_up(&site).await.unwrap();
        here.call(&admin, stop(false)).await.unwrap();
        hooks::catch_up(&site).await.unwrap();
        assert_eq!(deliveries(here, &admin).await.len(), 1);
    }

    /// A CRM that keeps what is promised is to know what is not any longer.
    async fn what_leaves_the_design_is_told_as_dropped(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        here.site.stopping.cancel();
        let from = scene.proposed("Two faces").await;
        let text = practice("Two faces", &[from]);
        here.call(&scene.dee, AddPractice { round: scene.round, text }).await.unwrap();
        here.call(&scene.dee, RemovePractice { practice: scene.practice, seen: None }).await.unwrap();
        hook(here, "https://1.1.1.1/", &sign::secret(&[3; 32]), "promise.status").await;
        scene.adopt().await;
        while hooks::tell::step(&here.site).await.unwrap() {}
        let bodies: Vec<String> =
            on!(here.site.db, c => sqlx::query_scalar("select body from hook_delivery").fetch_all(c).await).unwrap();
        let [body] = bodies.as_slice() else { panic!("{bodies:?}") };
        let data = &serde_json::from_str::<serde_json::Value>(body).unwrap()["data"];
        assert_eq!((&data["practice"], &data["status"]), (&scene.practice.0.into(), &"dropped".into()));
        assert_eq!(data["reason"], "It is not in version 2 of the design.");
        assert!(data["becomes"].is_null());
    }

    async fn what_goes_on_under_another_number_is_told_with_it(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        here.site.stopping.cancel();
        let from = scene.proposed("One face for us").await;
        here.call(&scene.dee, RemovePractice { practice: scene.practice, seen: None }).await.unwrap();
        let add = AddPractice { round: scene.round, text: practice("One Face", &[from]) };
        let again = here.call(&scene.dee, add).await.unwrap().id;
        hook(here, "https://1.1.1.1/", &sign::secret(&[3; 32]), "promise.status").await;
        scene.adopt().await;
        while hooks::tell::step(&here.site).await.unwrap() {}
        let bodies: Vec<String> =
            on!(here.site.db, c => sqlx::query_scalar("select body from hook_delivery").fetch_all(c).await).unwrap();
        let [body] = bodies.as_slice() else { panic!("{bodies:?}") };
        let data = &serde_json::from_str::<serde_json::Value>(body).unwrap()["data"];
        assert_eq!((&data["practice"], &data["becomes"]), (&scene.practice.0.into(), &again.0.into()));
    }

    async fn what_becomes_of_rounds_proposals_and_designs_is_told_as_far_as_everybody_may_read_it(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        here.site.stopping.cancel();
        let question = "And now?".parse().unwrap();
        let read_first = here.call(&admin, AddRound { question, scheme: Scheme::default() }).await.unwrap().id;
        scene.decides(false).await;
        here.clock.advance(2 * PATIENCE);
        notices::catch_up(&here.site).await.unwrap();
        while hooks::tell::step(&here.site).await.unwrap() {}
        hook(here, "https://1.1.1.1/", &sign::secret(&[3; 32]), "design.adopted proposal.answered proposal.published round.phase").await;
        let told = async || {
            while hooks::tell::step(&here.site).await.unwrap() {}
            notices::catch_up(&here.site).await.unwrap();
            const BODIES: &str = "select body from hook_delivery order by id";
            let bodies: Vec<String> = on!(here.site.db, c => sqlx::query_scalar(BODIES).fetch_all(c).await).unwrap();
            bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect::<Vec<serde_json::Value>>()
        };
        assert_eq!(told().await.len(), 0, "what was there before");
        // What everybody can read is told at once; what a moderator reads first, once they have let it through.
        let ada = here.customer("Ada").await;
        let propose = async |round| {
            here.call(&ada, Propose { round, text: proposal("Call before you come") }).await.unwrap().id
        };
        let open_to_all = propose(scene.round).await;
        assert_eq!(told().await.len(), 1);
        let asked = propose(read_first).await;
        assert_eq!(told().await.len(), 1, "nobody can read it yet");
        here.call(&admin, Judge { proposal: asked, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        let text = "We will.".parse().unwrap();
        here.call(&admin, AnswerProposal { proposal: asked, text }).await.unwrap();
        let all = told().await;
        let kinds: Vec<&str> = all.iter().map(|one| one["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["proposal.published", "proposal.published", "proposal.answered"]);
        assert_eq!((&all[0]["data"]["proposal"], &all[1]["data"]["proposal"]), (&open_to_all.0.into(), &asked.0.into()));
        assert_eq!((&all[1]["data"]["title"], &all[2]["data"]["answer"]), (&"Call before you come".into(), &"We will.".into()));
        assert!(all[0]["data"]["page"].as_str().is_some_and(|page| page.starts_with("http") && page.contains("/proposals/")));
        assert!(all[0]["data"].get("answer").is_none());
        // A phase, by hand or by its date, when it has stood for a moment.
        here.call(&admin, ClosePhase { round: scene.round, phase: Phase::Refine }).await.unwrap();
        let later = here.clock.now().plus(10 * PATIENCE);
        let dated = SetWindow { round: scene.round, phase: Phase::Measure, opens: Some(later), closes: None };
        here.call(&admin, dated).await.unwrap();
        assert_eq!(told().await.len(), 3);
        here.clock.advance(2 * PATIENCE);
        let all = told().await;
        assert_eq!((all.len(), &all[3]["data"]["closed"], &all[3]["data"]["opened"]), (4, &serde_json::json!(["refine"]), &serde_json::json!([])));
        here.clock.advance(20 * PATIENCE);
        let all = told().await;
        assert_eq!((all.len(), &all[4]["type"], &all[4]["data"]["opened"]), (5, &"round.phase".into(), &serde_json::json!(["measure"])));
        // A design as a whole.
        here.call(&admin, ClosePhase { round: scene.round, phase: Phase::Measure }).await.unwrap();
        scene.decides(true).await;
        let from = scene.proposed("Two faces").await;
        here.call(&scene.dee, AddPractice { round: scene.round, text: practice("Two faces", &[from]) }).await.unwrap();
        scene.adopt().await;
        let all = told().await;
        let last = all.last().unwrap();
        assert_eq!((&last["type"], &last["data"]["version"], &last["data"]["practices"]), (&"design.adopted".into(), &2.into(), &2.into()));
        let before = all.len();
        // Nothing of what is not for everybody.
        set(here, &admin, SetAccess { see: Who::Customers.into(), ..open(scene.round) }).await;
        here.call(&admin, AnswerProposal { proposal: open_to_all, text: "And more.".parse().unwrap() }).await.unwrap();
        scene.decides(false).await;
        here.clock.advance(2 * PATIENCE);
        assert_eq!(told().await.len(), before);
    }

    async fn activities_and_who_waits_are_told_without_names(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let (admin, ada) = (here.staff("Ann", Role::Admin).await, here.customer("Ada").await);
        here.site.stopping.cancel();
        while hooks::tell::step(&here.site).await.unwrap() {}
        hook(here, "https://1.1.1.1/", &sign::secret(&[3; 32]), "activity.held activity.planned activity.presented follow-up.answered follow-up.waits").await;
        let told = async || {
            while hooks::tell::step(&here.site).await.unwrap() {}
            const BODIES: &str = "select body from hook_delivery order by id";
            let bodies: Vec<String> = on!(here.site.db, c => sqlx::query_scalar(BODIES).fetch_all(c).await).unwrap();
            bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect::<Vec<serde_json::Value>>()
        };
        scene.decides(false).await;
        let asked = here.call(&ada, Propose { round: scene.round, text: proposal("Call before you come") }).await.unwrap().id;
        let say = async |who: &Caller, text: &str| {
            here.clock.advance(1);
            let (kind, text) = (model::comment::Kind::Comment, text.parse().unwrap());
            let comment = AddComment { follow: false, proposal: asked, parent: None, kind, tone: None, text };
            here.call(who, comment).await.unwrap();
            told().await;
        };
        told().await;
        // Who waits already does not begin to wait; the company's word ends it, and the next one begins it again.
        say(&ada, "Please.").await;
        here.call(&admin, AnswerProposal { proposal: asked, text: "We will.".parse().unwrap() }).await.unwrap();
        say(&ada, "When?").await;
        say(&ada, "Still?").await;
        say(&admin, "In May.").await;
        let all = told().await;
        let kinds = |all: &[serde_json::Value]| all.iter().map(|one| one["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(kinds(&all), ["follow-up.waits", "follow-up.answered", "follow-up.waits", "follow-up.answered"]);
        assert_eq!((&all[0]["data"]["turn"], &all[2]["data"]["turn"]), (&"unanswered".into(), &"written_since".into()));
        assert_eq!(all[0]["data"]["proposal"], asked.0);
        let id = planned(here, &admin, scene.round, text()).await;
        invite(here, &admin, id, "ada@example.com").await;
        let starts = text().when().start();
        here.clock.advance(starts.since(here.clock.now()) + Timestamp::DAY);
        here.call(&admin, HoldActivity { activity: id, seen: None, people: vec![ada.id], emails: vec![] }).await.unwrap();
        here.call(&admin, PresentActivity { activity: id, result: "We come in pairs.".parse().unwrap() }).await.unwrap();
        let all = told().await;
        assert_eq!(kinds(&all[4..]), ["activity.planned", "activity.held", "activity.presented"]);
        assert_eq!((&all[4]["data"]["starts"], &all[6]["data"]["result"]), (&starts.iso().into(), &"We come in pairs.".into()));
        assert!(all.iter().all(|one| !one.to_string().contains("Ada")), "{all:?}");
    }

    async fn what_is_never_taken_is_given_up_and_gone_is_gone(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        // Nobody listens there.
        hook(here, "http://127.0.0.1:1/", &sign::secret(&[1; 32]), "promise.status").await;
        let site = neighbourly(here).await;
        site.stopping.cancel();
        here.site.stopping.cancel();
        hooks::catch_up(&site).await.unwrap();
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        hooks::catch_up(&site).await.unwrap();
        for wait in BACKOFF {
            let told = deliveries(here, &admin).await.remove(0);
            assert!(told.problem.is_some() && told.due.is_some_and(|due| due.since(here.clock.now()) <= wait), "{told:?}");
            here.clock.advance(wait);
            hooks::catch_up(&site).await.unwrap();
        }
        let told = deliveries(here, &admin).await.remove(0);
        assert_eq!((told.due, told.sent, told.tries as usize), (None, None, BACKOFF.len() + 1));
        // One whose receiver says that it is gone is stopped.
        let (url, _) = receiver(&["HTTP/1.1 410 Gone\r\n\r\n"]).await;
        let id = hook(here, &url, &sign::secret(&[2; 32]), "promise.status").await;
        here.call(&scene.dee, scene.stated(Progress::Planned)).await.unwrap();
        hooks::catch_up(&site).await.unwrap();
        let all = here.call(&admin, ListHooks {}).await.unwrap();
        assert!(all.iter().find(|hook| hook.id.0 == id).unwrap().stopped.is_some());
    }

    async fn an_adopted_design_tells_what_is_new_and_what_has_changed(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        hooks::catch_up(&here.site).await.unwrap();
        hook(here, "https://1.1.1.1/", &sign::secret(&[3; 32]), "practice.adopted practice.changed").await;
        let one = scene.proposed("Two faces").await;
        here.call(&scene.dee, AddPractice { round: scene.round, text: practice("Two faces", &[one]) }).await.unwrap();
        here.call(&scene.sig, signature(scene.round)).await.unwrap();
        hooks::tell::step(&here.site).await.unwrap();
        let kinds = async || deliveries(here, &admin).await.into_iter().map(|one| one.kind).collect::<Vec<_>>();
        while kinds().await.is_empty() {
            hooks::tell::step(&here.site).await.unwrap();
        }
        assert_eq!(kinds().await, [HookKind::PracticeAdopted], "the other one is as it was");
        let from = here.call(&scene.dee, model::api::designs::GetLatestDesign {}).await.unwrap().practices;
        let text = from.iter().find(|one| one.id == scene.practice).unwrap().text.clone();
        let text = model::practice::PracticeText { title: "One face, always".parse().unwrap(), ..text };
        here.call(&scene.dee, ChangePractice { practice: scene.practice, seen: None, sitting: false, text }).await.unwrap();
        here.call(&scene.sig, signature(scene.round)).await.unwrap();
        while kinds().await.len() < 2 {
            hooks::tell::step(&here.site).await.unwrap();
        }
        assert_eq!(kinds().await[0], HookKind::PracticeChanged);
    }
}
