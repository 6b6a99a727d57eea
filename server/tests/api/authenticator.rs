//! What keeps somebody's passkeys, as far as a site can tell: it makes one when it is asked, and shows it. What a real browser does
//! is seen in the browser journey; this one can also lie.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const WITH_KEY: u8 = 0x40;

pub struct Authenticator {
    /// Where the page is that asks.
    pub origin: &'static str,
    /// The site that it keeps passkeys for.
    pub site: &'static str,
    /// Whether it makes sure who holds it.
    pub verifies: bool,
    pub keys: Vec<Key>,
}

pub struct Key {
    pub id: Vec<u8>,
    pub handle: Vec<u8>,
    /// How often it was shown, as it says.
    pub count: u32,
    pair: EcdsaKeyPair,
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn new_pair() -> EcdsaKeyPair {
    let (alg, chance) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(alg, &chance).unwrap();
    EcdsaKeyPair::from_pkcs8(alg, pkcs8.as_ref(), &chance).unwrap()
}

impl Authenticator {
    pub fn new() -> Self {
        Self { origin: "http://localhost:3000", site: "localhost", verifies: true, keys: Vec::new() }
    }

    /// What the browser says of who asked for what.
    fn asked(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false });
        said.to_string().into_bytes()
    }

    fn begins(&self, more: u8, count: u32) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut said = Sha256::digest(self.site.as_bytes()).to_vec();
        said.push(PRESENT | verified | more);
        said.extend_from_slice(&count.to_be_bytes());
        said
    }

    /// Makes a passkey, unless it has one that is ruled out.
    pub fn make(&mut self, options: &Value) -> Value {
        let has = |id: &Value| self.keys.iter().any(|key| id.as_str() == Some(&text(&key.id)));
        let ruled_out =
            options["excludeCredentials"].as_array().is_some_and(|ids| ids.iter().any(|one| has(&one["id"])));
        assert!(!ruled_out, "it has one already");
        let pair = new_pair();
        let id = Sha256::digest(pair.public_key().as_ref()).to_vec();
        self.answer(options, id, pair)
    }

    /// Makes one under this name, whatever there is.
    pub fn make_as(&mut self, options: &Value, id: Vec<u8>) -> Value {
        self.answer(options, id, new_pair())
    }

    fn answer(&mut self, options: &Value, id: Vec<u8>, pair: EcdsaKeyPair) -> Value {
        let handle = URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let mut said = self.begins(WITH_KEY, 0);
        // It does not say what it is.
        said.extend_from_slice(&[0; 16]);
        said.extend_from_slice(&u16::try_from(id.len()).unwrap().to_be_bytes());
        said.extend_from_slice(&id);
        let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
        // In CBOR: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
        said.extend_from_slice(&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        said.extend_from_slice(x);
        said.extend_from_slice(&[0x22, 0x58, 0x20]);
        said.extend_from_slice(y);
        // {"fmt": "none", "attStmt": {}, "authData": said}.
        let mut attested = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        attested.extend_from_slice(&u16::try_from(said.len()).unwrap().to_be_bytes());
        attested.extend_from_slice(&said);
        let made = json!({
            "id": text(&id), "rawId": text(&id), "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "attestationObject": text(&attested), "authenticatorData": text(&said),
                "clientDataJSON": text(&self.asked("webauthn.create", options)), "transports": ["internal", "carrier-pigeon"],
            },
        });
        self.keys.push(Key { id, handle, count: 0, pair });
        made
    }

    /// Shows the last passkey that it has made.
    pub fn show(&mut self, options: &Value) -> Value {
        let key = self.keys.last_mut().unwrap();
        key.count += 1;
        let key = self.keys.last().unwrap();
        let said = self.begins(0, key.count);
        let asked = self.asked("webauthn.get", options);
        let signed = [said.as_slice(), Sha256::digest(&asked).as_slice()].concat();
        let signature = key.pair.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": text(&key.id), "rawId": text(&key.id), "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": text(&said), "clientDataJSON": text(&asked), "signature": text(signature.as_ref()),
                "userHandle": text(&key.handle),
            },
        })
    }
}
