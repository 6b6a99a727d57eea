//! A provider of OpenID Connect that says what a test tells it to, on a port of its own. What a real one does is seen in the
//! browser journey; this one can also lie.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::{HeaderMap, StatusCode, header};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use server::clock::Clock;
use server::config::Config;
use server::config::providers;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What Accord and the provider know of each other.
pub const SECRET: &str = "a-secret-of-both";

/// What it does, and what it was asked.
pub struct Play {
    /// What it says of whoever comes.
    pub person: Value,
    /// Only told when asked with the access token.
    pub more: Option<Value>,
    /// What is different about the next token.
    pub lie: Value,
    /// The number of its key.
    pub key: u8,
    /// Signs by another key than it shows.
    pub forged: bool,
    pub algorithm: &'static str,
    pub discovered: usize,
    /// By code: nonce and challenge.
    codes: BTreeMap<String, (String, String)>,
    clock: Clock,
}

#[derive(Clone)]
pub struct OpenId {
    pub issuer: String,
    play: Arc<Mutex<Play>>,
}

/// Where a browser was sent.
pub struct Asked(BTreeMap<String, String>);

impl Asked {
    pub fn read(url: &str) -> Self {
        let (_, query) = url.split_once('?').unwrap();
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

impl OpenId {
    pub async fn start(clock: Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let person = json!({ "sub": "42", "email": "ada@acme.example", "email_verified": true, "name": "Ada Lovelace" });
        let play = Play {
            person,
            more: None,
            lie: json!({}),
            key: 1,
            forged: false,
            algorithm: "EdDSA",
            discovered: 0,
            codes: BTreeMap::new(),
            clock,
        };
        let openid = Self { issuer, play: Arc::new(Mutex::new(play)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discover))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(openid.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        openid
    }

    /// Names it in the settings, as `key`.
    pub fn known_as(&self, config: &mut Config, key: &str, more: &str) {
        let text = format!(
            "[{key}]\nname = \"{key} & Co\"\nissuer = \"{}\"\nclient-id = \"accord\"\nclient-secret = \"{SECRET}\"\n[{key}.people]\n{more}",
            self.issuer
        );
        config.providers.extend(providers::read(text.parse().unwrap()).unwrap());
    }

    pub fn change<T>(&self, change: impl FnOnce(&mut Play) -> T) -> T {
        change(&mut self.play.lock().unwrap())
    }

    /// Somebody has said who they are: a code for whoever sent them.
    pub fn code(&self, asked: &Asked) -> String {
        self.change(|play| {
            let code = format!("code-{}", play.codes.len());
            let kept = (asked.get("nonce").to_owned(), asked.get("code_challenge").to_owned());
            play.codes.insert(code.clone(), kept);
            code
        })
    }
}

async fn discover(State(openid): State<OpenId>) -> Json<Value> {
    let issuer = &openid.issuer;
    let more = openid.change(|play| {
        play.discovered += 1;
        play.more.is_some()
    });
    let mut found = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    if more {
        found["userinfo_endpoint"] = json!(format!("{issuer}/me"));
    }
    Json(found)
}

fn pair(number: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap()
}

async fn keys(State(openid): State<OpenId>) -> Json<Value> {
    let number = openid.change(|play| play.key);
    let x = URL_SAFE_NO_PAD.encode(pair(number).public_key().as_ref());
    Json(json!({ "keys": [{
        "kty": "OKP", "crv": "Ed25519", "x": x, "kid": format!("key-{number}"), "alg": "EdDSA", "use": "sig",
    }] }))
}

async fn token(
    State(openid): State<OpenId>,
    headers: HeaderMap,
    Form(sent): Form<BTreeMap<String, String>>,
) -> axum::response::Response {
    let expected = format!("Basic {}", STANDARD.encode(format!("accord:{SECRET}")));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(sent["code_verifier"].as_bytes()));
    openid.change(|play| {
        let known = play.codes.remove(&sent["code"]).filter(|(_, asked)| *asked == challenge);
        let (Some((nonce, _)), true) = (known, headers[header::AUTHORIZATION] == expected) else {
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
        };
        let now = play.clock.now().0 / 1_000_000;
        let mut claims =
            json!({ "iss": openid.issuer, "aud": "accord", "nonce": nonce, "iat": now, "exp": now + 60 });
        for more in [&play.person, &play.lie] {
            claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        }
        let head = json!({ "alg": play.algorithm, "kid": format!("key-{}", play.key) });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let signature = match play.algorithm {
            "none" => Vec::new(),
            "HS256" => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                ring::hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
            _ => pair(if play.forged { 99 } else { play.key }).sign(signed.as_bytes()).as_ref().to_vec(),
        };
        let id_token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature));
        Json(json!({ "access_token": "let-me-in", "token_type": "Bearer", "id_token": id_token }))
            .into_response()
    })
}

async fn me(State(openid): State<OpenId>, headers: HeaderMap) -> axum::response::Response {
    if headers[header::AUTHORIZATION] != "Bearer let-me-in" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(openid.change(|play| play.more.clone().unwrap())).into_response()
}
