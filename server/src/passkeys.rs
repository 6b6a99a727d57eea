//! What WebAuthn has a site ask of authenticators, and how it makes sure of what they answer. Whose a passkey is, and what follows
//! from one, is not decided here (see `api/session/passkeys.rs`).

use crate::config::Config;
use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Problem, ProblemKind, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::time::Duration;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// How long a browser may take to answer.
pub const LIFE: i64 = 5 * Timestamp::MINUTE;
/// Most bytes of the name that an authenticator gives a passkey (WebAuthn, section 4, "credential ID").
const CREDENTIAL_ID: usize = 1023;

pub struct Passkeys(Webauthn);

/// For whom a passkey is to be made, as their authenticator will list it.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// By which the authenticator knows whom it keeps it for.
    pub handle: Uuid,
    pub account: &'a str,
    pub name: &'a str,
    /// What this site is called.
    pub site: &'a str,
}

/// What is remembered of a passkey that is to be made. Its `Debug` would show what only the server may know.
#[derive(Serialize, Deserialize)]
struct Adding {
    handle: Uuid,
    state: PasskeyRegistration,
}

/// What an authenticator has made, as it says it.
pub struct Answer(RegisterPublicKeyCredential);

impl Answer {
    /// # Errors
    /// Says that it cannot be read.
    pub fn read(made: &Value) -> Result<Self> {
        read(made).map(Self)
    }
}

/// A passkey that was made, as it is kept.
#[derive(Clone, Debug)]
pub struct Made {
    pub credential_id: String,
    pub handle: String,
    /// JSON.
    pub credential: String,
}

/// A passkey that is shown; whether it holds is not known yet.
pub struct Shown {
    pub credential_id: String,
    /// Whom its authenticator keeps it for.
    pub handle: String,
    credential: PublicKeyCredential,
}

impl Passkeys {
    /// For our public address. `None` where browsers would keep none for it: it needs HTTPS and a name, or `localhost`; an IP
    /// address is no name.
    #[must_use]
    pub fn of(config: &Config) -> Option<Self> {
        let origin = Url::parse(&config.public_url).ok()?;
        let host = origin.domain()?.to_owned();
        let local = host == "localhost" || host.ends_with(".localhost");
        if !local && !config.secure() {
            return None;
        }
        let patience = Duration::from_micros(LIFE.unsigned_abs());
        let builder = WebauthnBuilder::new(&host, &origin).ok()?.timeout(patience);
        builder.build().ok().map(Self)
    }

    /// Asks for a passkey to be made, other than those that somebody has; gives what to send and what to remember.
    ///
    /// # Errors
    /// Faults of ours alone.
    pub fn offer(&self, owner: Owner<'_>, has: &[String]) -> Result<(Value, String)> {
        let has = has.iter().filter_map(|id| URL_SAFE_NO_PAD.decode(id).ok()).collect();
        let Owner { handle, account, name, site } = owner;
        let (asked, state) =
            self.0.start_passkey_registration(handle, account, name, Some(has)).map_err(fault)?;
        let mut options = plain(&asked)?;
        options["rp"]["name"] = json!(site);
        // Nobody types an address first, so it must be found without.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok((options, written(&Adding { handle, state })?))
    }

    /// Takes in a passkey that was made.
    ///
    /// # Errors
    /// Says that it is not what was asked for.
    pub fn accept(&self, made: &Answer, remembered: &str) -> Result<Made> {
        let Adding { handle, state } = serde_json::from_str(remembered).map_err(anyhow::Error::from)?;
        let passkey = self.0.finish_passkey_registration(&made.0, &state).map_err(|why| {
            tracing::info!(%why, "a passkey that was made is not taken");
            let message = "What your device made could not be made sure of, so nothing was added. Please try again, or with another device.";
            Problem::new(ProblemKind::Invalid, message)
        })?;
        if passkey.cred_id().len() > CREDENTIAL_ID {
            return Err(unreadable().into());
        }
        Ok(Made {
            credential_id: URL_SAFE_NO_PAD.encode(passkey.cred_id()),
            handle: handle.to_string(),
            credential: written(&passkey)?,
        })
    }

    /// Asks for any passkey of this site; gives what to send and what to remember.
    ///
    /// # Errors
    /// Faults of ours alone.
    pub fn ask(&self) -> Result<(Value, String)> {
        let (asked, state) = self.0.start_discoverable_authentication().map_err(fault)?;
        Ok((plain(&asked)?, written(&state)?))
    }

    /// Whose a passkey says it is, before anything is made sure of.
    ///
    /// # Errors
    /// Says that it cannot be read.
    pub fn read(&self, shown: &Value) -> Result<Shown> {
        let credential: PublicKeyCredential = read(shown)?;
        let (handle, id) =
            self.0.identify_discoverable_authentication(&credential).map_err(|_| unreadable())?;
        let (handle, credential_id) = (handle.to_string(), URL_SAFE_NO_PAD.encode(id));
        Ok(Shown { credential_id, handle, credential })
    }

    /// Makes sure of a passkey by what is kept of it; gives what is to be kept from now on, or nothing where it does not hold.
    ///
    /// # Errors
    /// Faults of ours alone.
    pub fn verify(&self, shown: &Shown, remembered: &str, kept: &str) -> Result<Option<String>> {
        let state: DiscoverableAuthentication =
            serde_json::from_str(remembered).map_err(anyhow::Error::from)?;
        let mut passkey: Passkey = serde_json::from_str(kept).map_err(anyhow::Error::from)?;
        match self.0.finish_discoverable_authentication_v2(&shown.credential, state, &passkey) {
            Ok(found) => {
                passkey.update_credential(&found);
                written(&passkey).map(Some)
            }
            Err(WebauthnError::CredentialPossibleCompromise) => {
                tracing::warn!(
                    "a passkey has counted backwards: there may be a copy of it; nobody is let in"
                );
                Ok(None)
            }
            Err(why) => {
                tracing::info!(%why, "a passkey does not hold");
                Ok(None)
            }
        }
    }
}

/// The options themselves, which come in an envelope that browsers' JSON forms do not have.
fn plain(asked: &impl Serialize) -> Result<Value> {
    let mut asked = serde_json::to_value(asked).map_err(anyhow::Error::from)?;
    Ok(asked["publicKey"].take())
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T> {
    if value.is_null() {
        let message = "Passkeys need scripts, which are off in this browser or did not load. Please load the page again.";
        return Err(Problem::new(ProblemKind::Invalid, message).into());
    }
    T::deserialize(value).map_err(|_| unreadable().into())
}

fn unreadable() -> Problem {
    Problem::new(ProblemKind::Invalid, "What your device answered could not be read. Please try again.")
}

fn written(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::from)?)
}

fn fault(fault: WebauthnError) -> Error {
    Error::Fault(anyhow::Error::from(fault).context("asking for a passkey"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args, Command, FromArgMatches};

    #[test]
    fn browsers_keep_passkeys_for_names_over_https_and_for_this_very_machine() {
        let matches = Config::augment_args(Command::new("accord")).get_matches_from(["accord"]);
        let config = Config::from_arg_matches(&matches).unwrap();
        let possible =
            |url: &str| Passkeys::of(&Config { public_url: url.into(), ..config.clone() }).is_some();
        for url in [
            "https://accord.acme.example",
            "https://accord.acme.example:8443/",
            "http://localhost:3000",
            "http://accord.localhost",
        ] {
            assert!(possible(url), "{url}");
        }
        for url in
            ["http://accord.acme.example", "http://127.0.0.1:3000", "https://192.0.2.7", "https://[::1]"]
        {
            assert!(!possible(url), "{url}");
        }
    }
}
