//! An operation of the API as one type: its method, its path, what it takes and what it gives back. The server's
//! route table, the pages, the importers and the tests all speak through these types, so that none can drift.
//!
//! On the wire the fields named in the path travel in the path; of the others, a `Get` carries them in the query
//! and every other method in a body, JSON or a plain form.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

crate::untold!(Parts);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

pub trait Endpoint: Serialize + DeserializeOwned + Send + 'static {
    const METHOD: Method;
    /// Below `/api/v1`, with `{field}` where a field of the request goes.
    const PATH: &'static str;
    type Reply: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
    /// Most bytes of a body that is taken as it is, such as a picture. 0: the body is JSON or a form.
    const RAW: usize = 0;
    /// Fields of which at least one has to be chosen, and what whoever chose none is told: a form says nothing of these at all.
    const CHOSEN: &'static [(&'static str, &'static str)] = &[];

    /// Whether a plain form is told the outcome on the page that it comes back to.
    const TOLD: bool = false;

    /// The request with such a body.
    #[must_use]
    fn with_raw(self, _body: Vec<u8>) -> Self {
        self
    }

    /// The page that shows the outcome, for a plain form; `None` lets the form say.
    fn landing(_reply: &Self::Reply) -> Option<String> {
        None
    }
}

/// Where every endpoint's path hangs.
pub const API: &str = "/api/v1";

/// A request taken apart for sending.
#[derive(PartialEq)]
pub struct Parts {
    /// With the query, from `/api/v1` on.
    pub uri: String,
    /// JSON, for methods other than `Get`.
    pub body: Option<String>,
}

/// Takes a request apart into address and body.
#[must_use]
pub fn parts<E: Endpoint>(request: &E) -> Parts {
    let mut fields = match serde_json::to_value(request) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let mut uri = String::from(API);
    for segment in E::PATH.split('/').skip(1) {
        uri.push('/');
        match segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) {
            Some(name) => encode_into(&mut uri, &plain(&fields.remove(name).unwrap_or_default())),
            None => uri.push_str(segment),
        }
    }
    if E::METHOD != Method::Get {
        return Parts { uri, body: Some(Value::Object(fields).to_string()) };
    }
    let mut mark = '?';
    let mut pair = |name: &str, value: &Value| {
        uri.push(mark);
        mark = '&';
        encode_into(&mut uri, name);
        uri.push('=');
        encode_into(&mut uri, &plain(value));
    };
    for (name, value) in &fields {
        match value {
            Value::Null => {}
            Value::Array(values) => values.iter().for_each(|value| pair(name, value)),
            value => pair(name, value),
        }
    }
    Parts { uri, body: None }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3).
fn encode_into(uri: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            uri.push(byte as char);
        } else {
            uri.push('%');
            uri.push(HEX[usize::from(byte >> 4)] as char);
            uri.push(HEX[usize::from(byte & 15)] as char);
        }
    }
}

/// Percent-encodes a text for use as one part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut uri = String::with_capacity(text.len());
    encode_into(&mut uri, text);
    uri
}

/// A path within this site, and nothing that a browser could read as another site's address.
#[must_use]
pub fn local(path: &str) -> Option<String> {
    let inside = path.starts_with('/')
        // Browsers resolve dots first, and read what then begins with two slashes as another host.
        && !path.split(['?', '#']).next().unwrap_or_default().contains("//")
        && !path.contains('\\')
        && !path.contains(|c: char| c.is_control());
    (inside && !path.starts_with("/api/")).then(|| path.to_owned())
}

/// Declares endpoints: `endpoint!(Get "/rounds/{round}" GetRound => Round);`
/// After the types, a closure may give the page that shows the outcome to a plain form, then what has to be chosen (`CHOSEN`), and
/// then whether a plain form is told the outcome (`TOLD`).
macro_rules! endpoint {
    ($method:ident $path:literal $request:ty => $reply:ty $(, lands: $landing:expr)? $(, chosen: $chosen:expr)? $(, told: $told:literal)?) => {
        impl $crate::endpoint::Endpoint for $request {
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::$method;
            const PATH: &'static str = $path;
            type Reply = $reply;
            $(const TOLD: bool = $told;)?
            $(const CHOSEN: &'static [(&'static str, &'static str)] = $chosen;)?
            $(
                fn landing(reply: &$reply) -> Option<String> {
                    let landing: fn(&$reply) -> String = $landing;
                    Some(landing(reply))
                }
            )?
        }
    };
}
pub(crate) use endpoint;
