//! What the company's own product says of somebody whom it hands over: a signed token that lives a minute and counts once.
//! Whose it is here is not decided in this file (see `api/session/arrival.rs`).

mod ring;

use crate::config::Config;
use crate::config::hand_over::{HandOver as Settings, Key};
use crate::providers::told::Told;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use model::Timestamp;
use serde_json::{Map, Value};

/// The longest that a token may live, in seconds.
pub const LIFE: i64 = 60;
/// By how many seconds the product's clock may be off.
pub const SKEW: i64 = 10;
/// What stands for the issuer in the table of identities: no address, so that no provider has it.
pub const ISSUER: &str = "hand-over";
/// Most bytes of a token.
const MOST: usize = 8 * 1024;
/// Most bytes of its key.
const JTI: usize = 200;

pub struct HandOver {
    pub set: Settings,
    key: DecodingKey,
    algorithm: Algorithm,
    /// Us, as the product names us.
    audience: [String; 2],
}

/// What a token says.
#[derive(Clone, Debug)]
pub struct Handed {
    pub told: Told,
    /// Its own key, by which it counts once.
    pub jti: String,
    /// From when on it need not be remembered.
    pub forgotten: Timestamp,
}

/// Why a token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its time is over.
    Late,
    /// Anything else: said to the log and not to whoever brings it.
    Unsound(&'static str),
}

impl HandOver {
    /// As the settings say; `None` where no product hands anybody over.
    ///
    /// # Errors
    /// When the secret cannot be used.
    pub fn of(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(set) = config.hand_over.clone() else { return Ok(None) };
        ring::install();
        let (key, algorithm) = match &set.key {
            Key::Hs256(secret) => (DecodingKey::from_secret(secret.reveal().as_bytes())?, Algorithm::HS256),
            Key::EdDsa(key) => (DecodingKey::from_ed_der(key), Algorithm::EdDSA),
            Key::Es256(key) => (DecodingKey::from_ec_der(key), Algorithm::ES256),
        };
        let us = config.link("");
        Ok(Some(Self { set, key, algorithm, audience: [format!("{us}/"), us] }))
    }

    /// Reads a token, and makes sure of everything but that it comes for the first time.
    ///
    /// # Errors
    /// Why it does not hold.
    pub fn read(&self, token: &str, now: Timestamp) -> Result<Handed, Refused> {
        if token.len() > MOST {
            return Err(Refused::Unsound("it is too long"));
        }
        let mut rules = Validation::new(self.algorithm);
        // Times are compared below, with our own clock.
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["aud"]);
        rules.set_audience(&self.audience);
        let read = decode::<Map<String, Value>>(token, &self.key, &rules);
        let claims = read.map_err(|_| Refused::Unsound("signature, form or audience"))?.claims;
        let expires = in_time(&claims, now)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let jti = text("jti").filter(|jti| jti.len() <= JTI).ok_or(Refused::Unsound("it has no jti"))?;
        let email = text("email").ok_or(Refused::Unsound("it has no email"))?;
        let subject = text("sub").map_or_else(|| email.to_lowercase(), str::to_owned);
        let told = Told::read(&self.set.people, ISSUER, &subject, &claims);
        if told.email.is_none() {
            return Err(Refused::Unsound("its email is no address"));
        }
        let forgotten = Timestamp((expires + SKEW + 1) * Timestamp::SECOND);
        Ok(Handed { told, jti: jti.to_owned(), forgotten })
    }
}

/// When it expires, in seconds, if now lies in its time and that is short.
fn in_time(claims: &Map<String, Value>, now: Timestamp) -> Result<i64, Refused> {
    let seconds = |name: &str| claims.get(name).and_then(Value::as_i64);
    let (Some(issued), Some(expires)) = (seconds("iat"), seconds("exp")) else {
        return Err(Refused::Unsound("it has no iat or no exp"));
    };
    let now = now.0.div_euclid(Timestamp::SECOND);
    if expires.checked_sub(issued).is_none_or(|life| !(1..=LIFE).contains(&life)) {
        return Err(Refused::Unsound("it lives longer than a minute"));
    }
    if issued > now.saturating_add(SKEW) {
        return Err(Refused::Unsound("it was issued in the future"));
    }
    if now >= expires.saturating_add(SKEW) {
        return Err(Refused::Late);
    }
    Ok(expires)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_token_lives_a_minute_and_a_little_for_the_clocks() {
        let claims =
            |issued: i64, expires: i64| json!({ "iat": issued, "exp": expires }).as_object().unwrap().clone();
        let at = |second: i64| Timestamp(second * Timestamp::SECOND);
        let read = |issued, expires, now| in_time(&claims(issued, expires), at(now));
        assert_eq!(read(1000, 1000 + LIFE, 1000), Ok(1000 + LIFE));
        assert!(matches!(read(1000, 1001 + LIFE, 1000), Err(Refused::Unsound(_))));
        assert!(matches!(read(1000, 1000, 1000), Err(Refused::Unsound(_))));
        assert_eq!(read(1000, 1060, 1000 - SKEW), Ok(1060));
        assert!(matches!(read(1000, 1060, 999 - SKEW), Err(Refused::Unsound(_))));
        assert_eq!(read(1000, 1060, 1059 + SKEW), Ok(1060));
        assert_eq!(read(1000, 1060, 1060 + SKEW), Err(Refused::Late));
        assert!(in_time(&claims(i64::MIN, i64::MAX), at(0)).is_err());
        assert!(in_time(&json!({ "exp": 60 }).as_object().unwrap().clone(), at(0)).is_err());
    }
}
