//! The providers of OpenID Connect that people sign in with: tables `[providers.KEY]` in the settings' file.

use super::people::People;
use super::secret::Secret;
use anyhow::{Context, bail};
use model::Name;
use serde::Deserialize;
use std::path::PathBuf;

/// A key stands in addresses and in the log.
const KEY: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// What it is called in addresses.
    pub key: String,
    /// What people call it: "Continue with NAME".
    pub name: Name,
    pub issuer: String,
    pub client_id: String,
    pub secret: Option<Secret>,
    /// Asked for besides `openid`, `email` and `profile`.
    pub scopes: Vec<String>,
    pub people: People,
}

/// As the file has it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    name: Name,
    issuer: String,
    client_id: String,
    client_secret: Option<Secret>,
    client_secret_file: Option<PathBuf>,
    client_secret_env: Option<String>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    people: People,
}

/// Reads the tables.
///
/// # Errors
/// Names the provider and the setting that is wrong.
pub fn read(tables: toml::Table) -> anyhow::Result<Vec<Provider>> {
    let each = tables.into_iter();
    each.map(|(key, value)| one(&key, value).with_context(|| format!("providers.{key}"))).collect()
}

fn one(key: &str, value: toml::Value) -> anyhow::Result<Provider> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if key.is_empty() || key.len() > KEY || !key.bytes().all(fits) {
        bail!("a provider's key has small letters, digits and hyphens, at most {KEY}");
    }
    let mut written: Written = value.try_into().map_err(|fault: toml::de::Error| {
        // Without the line that it quotes, which may be the secret's.
        anyhow::anyhow!("{}", fault.message())
    })?;
    written.people.check()?;
    check_issuer(&written.issuer)?;
    Ok(Provider {
        key: key.to_owned(),
        secret: secret(written.client_secret, written.client_secret_file, written.client_secret_env)?,
        name: written.name,
        issuer: written.issuer,
        client_id: written.client_id,
        scopes: written.scopes,
        people: written.people,
    })
}

fn check_issuer(issuer: &str) -> anyhow::Result<()> {
    let url: http::Uri = issuer.parse().context("issuer is not an address")?;
    let here = matches!(url.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if here => Ok(()),
        _ => bail!("issuer must begin with https:// (http:// only on this machine), and is {issuer:?}"),
    }
}

/// A secret stands in the file itself, in a file of its own, or in the environment.
///
/// # Errors
/// When there are several, or the one that is named cannot be read.
pub fn secret(
    here: Option<Secret>,
    file: Option<PathBuf>,
    variable: Option<String>,
) -> anyhow::Result<Option<Secret>> {
    match (here, file, variable) {
        (here, None, None) => Ok(here),
        (None, Some(path), None) => {
            let text = std::fs::read_to_string(&path);
            let text = text.with_context(|| format!("reading the secret from {}", path.display()))?;
            Ok(Some(Secret::from(text.trim_end().to_owned())))
        }
        (None, None, Some(name)) => {
            let text = std::env::var(&name).ok().filter(|text| !text.is_empty());
            let text = text.with_context(|| format!("the environment has no secret {name}"))?;
            Ok(Some(Secret::from(text)))
        }
        _ => bail!("the secret is given in more than one way"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::people::{AccountBy, Whom};

    const LEAST: &str =
        "[acme]\nname = \"Acme\"\nissuer = \"https://login.acme.example\"\nclient-id = \"accord\"\n";

    fn read_text(text: &str) -> anyhow::Result<Vec<Provider>> {
        read(text.parse().unwrap())
    }

    #[test]
    fn a_provider_needs_little_and_can_say_much() {
        let least = read_text(LEAST).unwrap().remove(0);
        assert_eq!((least.key.as_str(), least.name.as_str(), least.secret), ("acme", "Acme", None));
        assert_eq!(
            (least.people.r#for, least.people.add, least.people.add_accounts),
            (Whom::Customers, true, false)
        );

        let more = format!(
            "{LEAST}client-secret = \"s3cret\"\nscopes = [\"groups\"]\n[acme.people]\nfor = \"both\"\ndomains = [\"@Acme.example\"]\n\
             account-claim = \"org\"\naccount-by = \"domain\"\nroles-claim = \"groups\"\nroles = {{ mods = [\"moderator\"] }}\n\
             segments = {{ Industry = \"industry\" }}\n"
        );
        let more = read_text(&more).unwrap().remove(0);
        assert!(more.people.lets_in("ACME.example") && !more.people.lets_in("other.example"));
        assert_eq!((more.people.account_by, more.people.named_roles().len()), (AccountBy::Domain, 1));
        assert_eq!(more.secret.as_ref().map(Secret::reveal), Some("s3cret"));
        assert!(!format!("{more:?}").contains("s3cret"), "{more:?}");
    }

    #[test]
    fn what_is_wrong_is_named_and_no_secret_is() {
        for (more, named) in [
            ("client-secret = \"s3cret\"\nclient-secret-env = \"X\"", "more than one way"),
            ("client-secret-file = \"/nowhere/s\"", "/nowhere/s"),
            ("client-secret-env = \"ACCORD_TEST_NO_SUCH\"", "ACCORD_TEST_NO_SUCH"),
            ("client-secret = [\"s3cret\"]", "invalid type"),
            ("clientsecret = \"s3cret\"", "unknown field"),
            ("[acme.people]\nfor = \"everybody\"", "unknown variant"),
            ("[acme.people]\nfor = \"staff\"\nroles-claim = \"g\"\nroles = { a = [\"king\"] }", "king"),
            ("[acme.people]\nfor = \"staff\"\nroles = { a = [\"admin\"] }", "roles-claim"),
            ("[acme.people]\nroles-claim = \"g\"\nroles = { a = [\"admin\"] }", "customers"),
            ("[acme.people]\nadd-accounts = true", "account-claim"),
            ("[acme.people]\naccount-crm = \"sap\"", "account-by"),
            ("[acme.people]\nsegments = { Size = \"size\" }", "account-claim"),
        ] {
            let refused = format!("{:#}", read_text(&format!("{LEAST}{more}")).unwrap_err());
            assert!(refused.contains(named) && refused.contains("providers.acme"), "{more}: {refused}");
            assert!(!refused.contains("s3cret"), "{refused}");
        }
        for issuer in ["http://login.acme.example", "login.acme.example", "ftp://x"] {
            let text = LEAST.replace("https://login.acme.example", issuer);
            assert!(format!("{:#}", read_text(&text).unwrap_err()).contains("issuer"), "{issuer}");
        }
        assert!(read_text(&LEAST.replace("https://login.acme.example", "http://localhost:9000")).is_ok());
        assert!(read_text(&LEAST.replace("[acme]", "[\"Ac/me\"]")).is_err());
    }
}
