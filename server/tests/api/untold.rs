//! Whatever carries a code, a key or a link that lets somebody in writes neither into a log, should anything write it there.

use http::HeaderValue;
use model::Timestamp;
use model::api::on_behalf::GetNoted;
use model::api::session::{SignInWithCode, SignInWithLink};
use model::endpoint::parts;
use server::auth::Cookies;
use server::mail::{Letter, Parcel};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const KEY: &str = "zyzzyva-012345";

#[test]
fn secrets_do_not_show_themselves() {
    let letter = Letter {
        subject: KEY.into(),
        text: KEY.into(),
        html: Some(KEY.into()),
        unsubscribe: Some(KEY.into()),
        ..Letter::default()
    };
    let sender = String::new();
    let parcel = Parcel { id: 1, written: Timestamp(0), now: Timestamp(0), sender, letter: letter.clone() };
    let cookies = Cookies::default();
    cookies.set(HeaderValue::from_static(KEY));
    let code =
        SignInWithCode { email: "ada@example.com".parse().unwrap(), code: KEY.into(), next: String::new() };
    let noted = GetNoted { key: KEY.into() };
    for (shown, name) in [
        (format!("{letter:?}"), "Letter"),
        (format!("{parcel:#?}"), "Parcel"),
        (format!("{cookies:?}"), "Cookies"),
        (format!("{:?}", parts(&noted)), "Parts"),
        (format!("{noted:?}"), "GetNoted"),
        (format!("{code:?}"), "SignInWithCode"),
        (format!("{:?}", SignInWithLink { token: KEY.into() }), "SignInWithLink"),
    ] {
        assert_eq!(shown, format!("{name} [secret]"));
    }
}

/// Fields that are called so hold a secret, wherever they hold text.
const SECRET: [&str; 12] = [
    "code",
    "code_hash",
    "cookies",
    "credential",
    "headers",
    "key",
    "link",
    "nonce",
    "secret",
    "token",
    "unsubscribe",
    "verifier",
];

/// What is called so and lets nobody in, and what it is.
const HARMLESS: [&str; 11] = [
    // What another system calls an account or a person.
    "CrmId.key",
    "NewPerson.key",
    // What the settings call a provider.
    "Provider.key",
    "ProviderName.key",
    "Voucher.key",
    // What a conversation of Polis calls its statements and votes.
    "Cast.key",
    "Statement.key",
    // Columns of a table.
    "Table.key",
    // A digest of 256 bits.
    "NewInvitation.link",
    // Public keys alone.
    "Made.credential",
    "NewPasskey.credential",
];

#[test]
fn nothing_new_that_holds_a_secret_shows_itself() {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in [server.join("src"), server.join("../model/src"), server.join("../app/src")] {
        sources(&folder, &mut files);
    }
    assert!(files.len() > 300, "{}", files.len());
    let shown: BTreeSet<String> =
        files.iter().flat_map(|file| showing(&std::fs::read_to_string(file).unwrap())).collect();
    let allowed: BTreeSet<String> = HARMLESS.iter().map(|one| (*one).to_owned()).collect();
    assert_eq!(shown, allowed, "use model::untold!, or say why it lets nobody in");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

/// The fields that hold a secret of those types that derive `Debug`, as `Type.field`.
fn showing(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut derives, mut within) = (false, None::<String>);
    for line in source.lines().map(str::trim) {
        if let Some(derived) = line.strip_prefix("#[derive(") {
            derives = derived.contains("Debug");
        } else if let Some((_, rest)) = line.split_once("struct ") {
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            within = (derives && rest.ends_with('{')).then(|| name.to_owned());
            derives = false;
        } else if line.starts_with('}') {
            within = None;
        } else if let (Some(name), Some((field, kind))) = (&within, line.split_once(':')) {
            let field = field.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            let text =
                ["String", "str", "Value", "HeaderMap", "Cookies"].iter().any(|text| kind.contains(text));
            if SECRET.contains(&field) && text {
                found.push(format!("{name}.{field}"));
            }
        }
    }
    found
}
