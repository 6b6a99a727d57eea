//! The site's files, inside the binary: scripts, styles, fonts, icons. Each goes out already compressed where the
//! browser takes it. Files below `/pkg/<version>/` have an address that changes with their content, and so never
//! need to be asked for again; so have those below `/staff/<version>/` and `/engine/<version>/`.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Files;

/// A word for this build's scripts and styles.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for name in [
        "pkg/accord.js",
        "pkg/accord.wasm",
        "pkg/accord.css",
        "staff/accord.js",
        "staff/accord.wasm",
        "engine/worker.js",
        "engine/engine.js",
        "engine/engine_bg.wasm",
    ] {
        if let Some(file) = Files::get(name) {
            hasher.update(file.metadata.sha256_hash());
        }
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
});

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A thread of its own has a policy of its own: of the site's files it may load its module, and compile that.
const WORKER: &str = "engine/worker.js";
const WORKER_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The addresses that a page's head names.
#[must_use]
pub fn addresses() -> app::Assets {
    let file = |folder: &str, name: &str| format!("/{folder}/{}/{name}", VERSION.as_str());
    // While somebody works on the site there is one script for all.
    static HAS_STAFF: LazyLock<bool> = LazyLock::new(|| Files::get("staff/accord.js").is_some());
    app::Assets {
        js: file("pkg", "accord.js"),
        wasm: file("pkg", "accord.wasm"),
        css: file("pkg", "accord.css"),
        staff: HAS_STAFF.then(|| (file("staff", "accord.js"), file("staff", "accord.wasm"))),
        engine: file("engine", "worker.js"),
        font: "/inter.woff2".into(),
    }
}

/// The file at `path`, if there is one.
#[must_use]
pub fn send(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.strip_prefix('/')?;
    let versioned = ["pkg", "staff", "engine"].into_iter().find_map(|folder| {
        let rest = path.strip_prefix(folder)?.strip_prefix('/')?.strip_prefix(VERSION.as_str())?;
        Some((folder, rest))
    });
    let (name, cache) = match versioned {
        Some((folder, rest)) => (format!("{folder}{rest}"), FOREVER),
        None => (path.to_owned(), ASK_AGAIN),
    };
    let plain = Files::get(&name)?;
    let accepts =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ready = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(encoding, ending)| {
        let taken = accepts.split(',').any(|one| one.trim().split(';').next() == Some(encoding));
        taken.then(|| Files::get(&format!("{name}.{ending}"))).flatten().map(|file| (file, encoding))
    });
    let tag = tag(&plain);
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Some((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let (file, encoding) = match ready {
        Some((file, encoding)) => (file, Some(encoding)),
        None => (plain, None),
    };
    let body = match file.data {
        std::borrow::Cow::Borrowed(bytes) => bytes::Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => bytes::Bytes::from(bytes),
    };
    let mut response = body.into_response();
    let out = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        out.insert(header::CONTENT_TYPE, kind);
    }
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if name == WORKER {
        out.insert(header::CONTENT_SECURITY_POLICY, WORKER_POLICY);
    }
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(header::CACHE_CONTROL, cache);
    out.insert(header::ETAG, tag);
    Some(response)
}

fn tag(file: &EmbeddedFile) -> HeaderValue {
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}
