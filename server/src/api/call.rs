//! One call as it comes over the wire: path, query and body (JSON or a plain form) read into one request, and the
//! outcome sent back as JSON, or, to a plain form, as a redirect to the page that shows it.

mod faults;
mod fields;

use super::concealed;
use crate::addresses;
use crate::auth::{Cookies, Who};
use crate::error::{Error, respond};
use crate::pictures;
use crate::session::{self, Flash};
use crate::site::Site;
use app::api::server::{FromWithin, Unwritten};
use app::flash::SENT_TO;
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use faults::faults;
use fields::{gather, json, read, take_pairs};
use http::{HeaderMap, Method, Uri, header};
use model::api::accounts::IMPORTED;
use model::endpoint::{Endpoint, encoded, local};
use model::{Problem, ProblemKind};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use tower_sessions::Session;

/// Most bytes of a request's body. A CSV of accounts is the largest thing that people send.
pub const BODY: usize = 2 * 1024 * 1024;

/// What a handler answers: something made for this call, or something that many calls are answered with.
pub enum Answer<T> {
    New(T),
    Kept(Arc<Kept<T>>),
}

impl<T> From<T> for Answer<T> {
    fn from(reply: T) -> Self {
        Self::New(reply)
    }
}

/// A reply that is written down once.
pub struct Kept<T> {
    reply: T,
    json: OnceLock<Bytes>,
}

impl<T: Serialize> Kept<T> {
    #[must_use]
    pub fn new(reply: T) -> Self {
        Self { reply, json: OnceLock::new() }
    }

    fn json(&self) -> Bytes {
        self.json.get_or_init(|| serde_json::to_vec(&self.reply).unwrap_or_default().into()).clone()
    }
}

pub struct Sent {
    pub who: Who,
    /// What the answer sets besides its body.
    pub cookies: Cookies,
    session: Option<Session>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    /// Whether a plain form was sent, by a browser without scripts.
    is_form: bool,
    from_within: bool,
    fields: Map<String, Value>,
    /// A body that is taken as it is.
    raw: Vec<u8>,
}

impl Sent {
    pub async fn read(request: Request) -> Result<Self, Problem> {
        Self::read_with(request, 0).await
    }

    /// The same, where up to so many bytes of body are taken as they are: from nobody but whoever is signed in.
    pub async fn read_with(request: Request, most_raw: usize) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let path = RawPathParams::from_request_parts(&mut parts, &())
            .await
            .map_err(|_| Problem::not_found("page"))?;
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_form = kind.starts_with("application/x-www-form-urlencoded");
        let who = parts.extensions.get::<Who>().cloned().ok_or_else(Problem::sign_in)?;
        let (mut fields, mut raw) = (Map::new(), Vec::new());
        if parts.method == Method::GET {
            take_pairs(&mut fields, parts.uri.query().unwrap_or_default().as_bytes());
        } else if most_raw > 0 {
            if who.person.is_some() {
                let taken = axum::body::to_bytes(body, most_raw).await;
                raw = taken.map_err(|_| pictures::too_heavy())?.into();
            }
        } else {
            let bytes = axum::body::to_bytes(body, BODY).await.map_err(|_| {
                Problem::new(
                    ProblemKind::TooLarge,
                    "This is too large to be taken; please send less at once.",
                )
            })?;
            if is_form {
                take_pairs(&mut fields, &bytes);
            } else if !bytes.is_empty() {
                fields = json(&bytes)?;
            }
            gather(&mut fields, pictures::FIELD);
        }
        for (name, value) in &path {
            fields.insert(name.to_owned(), Value::String(value.to_owned()));
        }
        let session = parts.extensions.get::<Session>().cloned();
        Ok(Self {
            who,
            cookies: Cookies::default(),
            session,
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            is_form,
            from_within: parts.extensions.get::<FromWithin>().is_some(),
            fields,
            raw,
        })
    }

    /// Takes out what it names and its caller may not see.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn conceal(&mut self, site: &Site) -> Result<(), Problem> {
        concealed::conceal(site, &self.who, &mut self.fields).await.map_err(Error::told)
    }

    /// The body that was taken as it is.
    #[must_use]
    pub fn take_raw(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.raw)
    }

    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Whether a page that is being made asks.
    #[must_use]
    pub fn is_from_within(&self) -> bool {
        self.from_within
    }

    /// Method and path, for the log: without what was asked for there, and without keys.
    #[must_use]
    pub fn sent_to(&self) -> String {
        format!("{} {}", self.method, addresses::without_keys(self.uri.path()))
    }

    /// The fields as the request that the handler takes; whatever is at fault is named by its field.
    pub fn request<E: Endpoint>(&self) -> Result<E, Problem> {
        read(&self.fields).map_err(|fault| faults::<E>(&self.fields, fault))
    }

    /// Keeps this call with the session, to be made again once its caller has signed in.
    pub async fn keep_for_sign_in(&self, site: &Site, problem: Problem) -> Problem {
        let Some(session) = &self.session else { return problem };
        let mut fields = self.fields.clone();
        fields.remove("next");
        let begun = session::Begun {
            uri: self.uri.path().to_owned(),
            body: Value::Object(fields).to_string(),
            for_email: None,
        };
        match session::keep(site, session, self.who.from, begun).await {
            Ok(()) => problem,
            Err(fault) => fault.told(),
        }
    }

    /// A page of this site named in the form, or else where the form stood.
    fn next(&self) -> String {
        let named = self.fields.get("next").and_then(Value::as_str).and_then(local);
        named.unwrap_or_else(|| self.origin())
    }

    /// The page that the form stood on.
    fn origin(&self) -> String {
        let referer = self.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
        let page = referer.and_then(|referer| referer.parse::<Uri>().ok());
        let page = page.and_then(|uri| uri.path_and_query().map(|path| path.as_str().to_owned()));
        page.as_deref().and_then(local).unwrap_or_else(|| "/".into())
    }
}

/// Answers a call that succeeded.
pub async fn reply<E: Endpoint>(sent: &Sent, answer: Answer<E::Reply>) -> Response {
    if sent.from_within {
        let unwritten = match answer {
            Answer::New(reply) => Unwritten::new(reply),
            Answer::Kept(kept) => Unwritten::new(kept.reply.clone()),
        };
        return Extension(unwritten).into_response();
    }
    if !sent.is_form {
        return match answer {
            Answer::New(reply) => Json(reply).into_response(),
            Answer::Kept(kept) => ([(header::CONTENT_TYPE, "application/json")], kept.json()).into_response(),
        };
    }
    let outcome = match &answer {
        Answer::New(reply) => reply,
        Answer::Kept(kept) => &kept.reply,
    };
    if let (true, Some(session)) = (E::TOLD, &sent.session)
        && let Err(fault) = tell(sent, session, outcome).await
    {
        return fault.into_response();
    }
    let landing = E::landing(outcome);
    let landing = landing.as_deref().and_then(local);
    Redirect::to(&landing.unwrap_or_else(|| sent.next())).into_response()
}

/// Leaves the outcome for the page that the form comes back to; and what was typed, where that is to be sent again.
async fn tell<T: Serialize>(sent: &Sent, session: &Session, outcome: &T) -> Result<(), Error> {
    let again = sent.fields.contains_key("preview");
    let mut typed = if again { typed(&sent.fields) } else { BTreeMap::new() };
    typed.insert(SENT_TO.to_owned(), sent.uri.path().to_owned());
    typed.insert(IMPORTED.to_owned(), serde_json::to_string(outcome).unwrap_or_default());
    session::flash(session, &Flash { problem: None, done: None, typed }).await
}

/// Answers a call that failed. A plain form is sent back to its page, which shows the problem and what was typed.
pub async fn refuse(sent: &Sent, problem: Problem) -> Response {
    let (true, Some(session)) = (sent.is_form && sent.method != Method::GET, &sent.session) else {
        return respond(&problem);
    };
    if problem.kind == ProblemKind::SignInNeeded {
        let here = encoded(&sent.next());
        // This sign-in is asked for in order to go on with what was begun.
        return Redirect::to(&format!("/sign-in?next={here}&begun=1")).into_response();
    }
    let origin = sent.origin();
    let mut typed = typed(&sent.fields);
    typed.insert(SENT_TO.to_owned(), sent.uri.path().to_owned());
    let flash = Flash { problem: Some(problem), done: None, typed };
    match session::flash(session, &flash).await {
        Ok(()) => Redirect::to(&origin).into_response(),
        Err(fault) => fault.into_response(),
    }
}

/// What was typed, to fill the form again. Secrets are not given back.
pub fn typed(fields: &Map<String, Value>) -> BTreeMap<String, String> {
    let kept = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "key" | "code" | "token"));
    kept.map(|(name, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(values) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
            value => value.to_string(),
        };
        (name.clone(), text)
    })
    .collect()
}
