//! What people see of Accord: pages that the server renders, and the parts of them that come to life in the browser.
//! They know the API's types and nothing of SQL, mail or HTTP.
//!
//! A customer's page is the server's alone; in it, the parts that answer to a finger are hydrated one by one, and its
//! forms are sent by one piece of code (`enhance`). A staff page is hydrated as a whole. Links change the page within the
//! document (`go`). So the browser is sent only what it runs: no second route table, no page that does not change.
#![recursion_limit = "256"]

pub mod api;
#[cfg(feature = "staff")]
pub mod engine_worker;
#[cfg(feature = "customer")]
mod enhance;
pub mod flash;
pub mod form;
#[cfg(feature = "customer")]
mod go;
pub mod live;
pub mod load;
#[cfg(feature = "customer")]
mod mentions;
pub mod outcome;
pub mod pages;
pub mod parts;
#[cfg(feature = "customer")]
mod passkey;
pub mod reread;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(any(feature = "customer", test))]
mod slides;
#[cfg(feature = "customer")]
mod start;
#[cfg(feature = "customer")]
mod upload;
pub mod viewer;

pub use flash::Flash;
pub use outcome::{PageStatus, Redirect, Refused};
#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{Assets, PageContext, shell};

/// Brings the page that the server rendered to life; called by the script in its head.
#[cfg(feature = "customer")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|fault| {
        go::give_up();
        console_error_panic_hook::hook(fault);
    }));
    start::start();
}
