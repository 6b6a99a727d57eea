//! The company's own product, which hands people over: the table `[hand-over]` in the settings' file.

use super::people::People;
use super::providers::secret;
use super::secret::Secret;
use anyhow::{Context, bail};
use model::Name;
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::pki_types::pem::PemObject;
use serde::Deserialize;
use std::path::PathBuf;

/// Fewest bytes of a secret: as many as the digest that it keys has (RFC 7518, section 3.2).
pub const SHORTEST: usize = 32;
/// What stands before the key itself in a public key of Ed25519 (RFC 8410) and in one of P-256 (RFC 5480).
const BEFORE_ED25519: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const BEFORE_P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// What people call the product.
    pub name: Name,
    /// Where in it people begin, if there is such a place.
    pub start: Option<String>,
    pub key: Key,
    pub people: People,
}

/// What its tokens are checked with; this also says by which algorithm they are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Hs256(Secret),
    /// 32 bytes.
    EdDsa(Vec<u8>),
    /// A point, uncompressed.
    Es256(Vec<u8>),
}

/// As the file has it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    name: Name,
    start: Option<String>,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    secret_env: Option<String>,
    /// PEM.
    public_key: Option<String>,
    public_key_file: Option<PathBuf>,
    #[serde(default)]
    people: People,
}

/// # Errors
/// Names the setting that is wrong.
pub fn read(table: toml::Value) -> anyhow::Result<HandOver> {
    let mut written: Written =
        table.try_into().map_err(|fault: toml::de::Error| anyhow::anyhow!("{}", fault.message()))?;
    written.people.check()?;
    // It is the company's own: whoever it knows has that address.
    written.people.trust_email = true;
    let secret = secret(written.secret, written.secret_file, written.secret_env)?;
    let pem = match (written.public_key, written.public_key_file) {
        (pem, None) => pem,
        (None, Some(path)) => {
            let pem = std::fs::read_to_string(&path);
            Some(pem.with_context(|| format!("reading the public key from {}", path.display()))?)
        }
        _ => bail!("the public key is given in more than one way"),
    };
    let key = match (secret, pem) {
        (Some(secret), None) if secret.reveal().len() < SHORTEST => {
            bail!("the secret has fewer than {SHORTEST} bytes")
        }
        (Some(secret), None) => Key::Hs256(secret),
        (None, Some(pem)) => public(&pem)?,
        _ => bail!("give either a secret or a public key"),
    };
    if let Some(start) = &written.start {
        let url: http::Uri = start.parse().context("start is not an address")?;
        if !matches!(url.scheme_str(), Some("https" | "http")) {
            bail!("start must begin with https://, and is {start:?}");
        }
    }
    Ok(HandOver { name: written.name, start: written.start, key, people: written.people })
}

fn public(pem: &str) -> anyhow::Result<Key> {
    let read = SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes());
    let der = read.map_err(|fault| anyhow::anyhow!("the public key is not one in PEM: {fault}"))?;
    if let Some(key) = der.strip_prefix(BEFORE_ED25519).filter(|key| key.len() == 32) {
        return Ok(Key::EdDsa(key.to_vec()));
    }
    if let Some(key) = der.strip_prefix(BEFORE_P256).filter(|key| key.len() == 65) {
        return Ok(Key::Es256(key.to_vec()));
    }
    bail!("the public key must be one of Ed25519 or of P-256")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    const P256: &str = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n";

    fn read_text(text: &str) -> anyhow::Result<HandOver> {
        read(format!("name = \"Acme Cloud\"\n{text}").parse::<toml::Table>().unwrap().into())
    }

    #[test]
    fn its_key_says_how_it_signs() {
        let secret = "s".repeat(SHORTEST);
        let by_secret = read_text(&format!("secret = \"{secret}\"")).unwrap();
        assert!(matches!(&by_secret.key, Key::Hs256(_)) && by_secret.people.trust_email);
        assert!(!format!("{by_secret:?}").contains("sss"));
        assert!(matches!(read_text(&format!("public-key = '''{ED25519}'''")).unwrap().key, Key::EdDsa(_)));
        assert!(matches!(read_text(&format!("public-key = '''{P256}'''")).unwrap().key, Key::Es256(_)));
        for (text, named) in [
            (format!("secret = \"{}\"", &secret[1..]), "fewer than 32"),
            (String::new(), "either"),
            (format!("secret = \"{secret}\"\npublic-key = '''{P256}'''"), "either"),
            ("public-key = \"x\"".into(), "PEM"),
            (format!("secret = \"{secret}\"\nstart = \"javascript:alert(1)\""), "start"),
            (format!("secrets = \"{secret}\""), "unknown field"),
        ] {
            let told = format!("{:#}", read_text(&text).unwrap_err());
            assert!(told.contains(named) && !told.contains("sss"), "{text}: {told}");
        }
    }
}
