//! Callers together with their browser, and the cookies that it is answered with.

use super::{Caller, Who};
use crate::api::call::Sent;
use http::{HeaderMap, HeaderValue};
use model::{Problem, ProblemKind};
use parking_lot::Mutex;
use std::ops::Deref;
use std::sync::Arc;
use tower_sessions::Session;

model::untold!(Cookies);

/// Who votes: whoever is signed in, or a guest where the round allows it, which is for the handler to find out.
#[derive(Clone, Debug)]
pub struct Voter {
    pub who: Who,
    /// Where a guest is kept.
    pub session: Option<Session>,
}

impl Caller for Voter {
    const WHO: &'static str = "customer, or guest where the round allows it";
    fn admit(sent: &Sent) -> Result<Self, Problem> {
        Ok(Self { who: sent.who.clone(), session: sent.session().cloned() })
    }
}

/// Cookies that the answer to a call sets. Cheap to clone.
#[derive(Clone, Default)]
pub struct Cookies(Arc<Mutex<Vec<HeaderValue>>>);

impl Cookies {
    pub fn set(&self, cookie: HeaderValue) {
        self.0.lock().push(cookie);
    }

    /// Those set so far.
    #[must_use]
    pub fn take(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.0.lock())
    }
}

/// A caller together with their browser, for what changes what the browser holds: signing in and out, the theme.
#[derive(Clone)]
pub struct Visitor<C> {
    pub caller: C,
    pub who: Who,
    pub session: Session,
    pub headers: HeaderMap,
    pub cookies: Cookies,
}

impl<C: Caller> Caller for Visitor<C> {
    const WHO: &'static str = C::WHO;

    fn admit(sent: &Sent) -> Result<Self, Problem> {
        let caller = C::admit(sent)?;
        let no_session = || Problem::new(ProblemKind::Internal, "This needs a browser's session.");
        Ok(Self {
            caller,
            who: sent.who.clone(),
            session: sent.session().cloned().ok_or_else(no_session)?,
            headers: sent.headers().clone(),
            cookies: sent.cookies.clone(),
        })
    }
}

impl<C> Deref for Visitor<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.caller
    }
}
