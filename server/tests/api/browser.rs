//! A browser as far as signing in needs one: it keeps cookies, and sends JSON like our pages or plain forms.

use crate::harness::{Here, body, proposal, verb};
use axum::body::Body;
use axum::response::Response;
use http::{Request, StatusCode, header};
use model::api::proposals::Propose;
use model::api::session::{SignInWithCode, SignInWithLink, SignedIn, StartSignIn};
use model::endpoint::{Endpoint, parts};
use model::{Problem, RoundId};
use server::mail::Letter;
use std::collections::BTreeMap;
use std::sync::Mutex;

pub struct Browser<'a> {
    here: &'a Here,
    router: axum::Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    pub fn new(here: &'a Here) -> Self {
        Self { here, router: here.site.router(), cookies: Mutex::default() }
    }

    /// A second browser with the same cookies, as a thief of them has.
    pub fn copy(&self) -> Self {
        let cookies = Mutex::new(self.cookies.lock().unwrap().clone());
        Self { here: self.here, router: self.router.clone(), cookies }
    }

    /// The same browser, answered by another instance.
    pub fn copy_at(&self, there: &'a Here) -> Self {
        Self { here: there, router: there.site.router(), ..self.copy() }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub async fn send(&self, method: &str, uri: &str, kind: &str, page: &str, body: String) -> Response {
        let cookies =
            self.cookies.lock().unwrap().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>();
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::HOST, "localhost:3000")
            .header(header::USER_AGENT, "A test's browser")
            .header(header::REFERER, format!("http://localhost:3000{page}"))
            .header(header::COOKIE, cookies.join("; "));
        if method != "GET" {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let response = {
            use tower::ServiceExt;
            self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
        };
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send("GET", path, "", "/", String::new()).await
    }

    /// Calls an operation as our pages' scripts do.
    pub async fn call<E: Endpoint>(&self, request: E) -> Result<E::Reply, Problem> {
        let parts = parts(&request);
        let json = parts.body.unwrap_or_default();
        let response = self.send(verb(E::METHOD), &parts.uri, "application/json", "/", json).await;
        let succeeded = response.status().is_success();
        let text = body(response).await;
        if succeeded {
            Ok(serde_json::from_str(&text).unwrap())
        } else {
            Err(serde_json::from_str(&text).unwrap())
        }
    }

    /// Posts a plain form that stands on `page`, and gives where it leads.
    pub async fn form(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> String {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let response = self.send("POST", path, "application/x-www-form-urlencoded", page, form).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// Asks for a mail, and reads it.
    pub async fn ask(&self, email: &str, next: &str) -> Sent {
        self.ask_with(email, next, false).await
    }

    /// The same, in order to go on with what was begun.
    pub async fn ask_to_go_on(&self, email: &str, next: &str) -> Sent {
        self.ask_with(email, next, true).await
    }

    async fn ask_with(&self, email: &str, next: &str, begun: bool) -> Sent {
        self.call(StartSignIn { email: email.parse().unwrap(), next: next.into(), begun }).await.unwrap();
        Sent::read(&self.here.mail.to(email).await)
    }

    pub async fn enter_code(&self, email: &str, code: &str) -> Result<SignedIn, Problem> {
        let email = email.parse().unwrap();
        self.call(SignInWithCode { email, code: code.into(), next: String::new() }).await
    }

    pub async fn open_link(&self, sent: &Sent) -> Result<SignedIn, Problem> {
        self.call(SignInWithLink { token: sent.token.clone() }).await
    }

    /// Signs in by mail.
    pub async fn sign_in(&self, email: &str) -> SignedIn {
        let sent = self.ask(email, "").await;
        self.enter_code(email, &sent.code.unwrap()).await.unwrap()
    }
}

/// What a mail to sign in with carries.
#[derive(Clone, Debug)]
pub struct Sent {
    pub code: Option<String>,
    pub token: String,
}

impl Sent {
    pub fn read(letter: &Letter) -> Self {
        let code = letter.text.lines().find_map(|line| line.strip_prefix("Your code is "));
        let link = letter.text.lines().find(|line| line.starts_with("http")).unwrap();
        let (page, token) = link.split_once("?token=").unwrap();
        assert_eq!(page, "http://localhost:3000/sign-in/link");
        Self { code: code.map(str::to_owned), token: token.to_owned() }
    }

    /// A code that is not this mail's.
    pub fn wrong(&self) -> String {
        let code: u32 = self.code.as_ref().unwrap().parse().unwrap();
        format!("{:06}", (code + 1) % 1_000_000)
    }
}

/// A proposal as a customer makes it.
pub fn proposing(round: RoundId, title: &str) -> Propose {
    Propose { round, text: proposal(title) }
}
