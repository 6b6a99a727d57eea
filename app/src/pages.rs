//! One file for each page: it fetches and arranges; what it shows is made of parts. Customers' pages are the server's
//! alone; those of staff come to life in the browser as a whole.

#[cfg(feature = "staff")]
pub mod accounts;
#[cfg(feature = "ssr")]
pub mod board;
#[cfg(feature = "ssr")]
pub mod design;
#[cfg(feature = "ssr")]
pub mod draft;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "staff")]
pub mod manage;
#[cfg(feature = "ssr")]
pub mod me;
#[cfg(feature = "staff")]
pub mod people;
#[cfg(feature = "ssr")]
pub mod proposal;
#[cfg(feature = "ssr")]
pub mod propose;
#[cfg(feature = "staff")]
pub mod queue;
#[cfg(feature = "ssr")]
pub mod setup;
#[cfg(feature = "ssr")]
pub mod sign_in;
#[cfg(feature = "ssr")]
pub mod sign_in_link;
#[cfg(feature = "staff")]
pub mod studio;
#[cfg(feature = "ssr")]
pub mod vote;
#[cfg(feature = "ssr")]
pub mod why;
