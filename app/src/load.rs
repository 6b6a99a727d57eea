//! How a page gets its data: the server awaits it in one place, then renders the page in one go. A staff page also
//! carries its data along, so that the browser can render the same again and bring it to life.

#[cfg(feature = "ssr")]
use model::Problem;
use std::str::FromStr;

/// Where a page is: what its address says.
#[derive(Clone, Default, PartialEq)]
pub struct At {
    #[cfg(feature = "ssr")]
    path: leptos_router::params::ParamsMap,
    query: Vec<(String, String)>,
}

impl At {
    /// A part of the path, such as `round` of `/rounds/:round`.
    ///
    /// # Errors
    /// "Not found" when it is missing or does not read as a `T`.
    #[cfg(feature = "ssr")]
    pub fn part<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.path.get_str(name).and_then(|part| part.parse().ok()).ok_or_else(|| Problem::not_found("page"))
    }

    /// A field of the query, if it is there and reads as a `T`.
    #[must_use]
    pub fn field<T: FromStr>(&self, name: &str) -> Option<T> {
        self.find(name).and_then(|field| field.parse().ok())
    }

    /// A field of the query as it is written; empty when missing.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.find(name).unwrap_or_default().to_owned()
    }

    fn find(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::{at, kept, lively, page, still};

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub use browser::{at, page, place};

/// The id of the element whose content is a page that comes to life as a whole, and of the one with its data.
const PAGE: &str = "page";
const DATA: &str = "page-data";
