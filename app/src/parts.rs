//! What pages are made of. A part shows what it is given. The lively ones, named in the table of `start`, also answer to
//! fingers and keys, and follow what others do.

pub mod card;
pub mod choices;
pub mod count;
pub mod counts;
#[cfg(feature = "ssr")]
pub mod declare;
pub mod draft;
pub mod field;
pub mod focus_mode;
#[cfg(feature = "ssr")]
pub mod frame;
pub mod glyph;
pub mod icon;
pub mod keys;
pub mod layout;
pub mod live_part;
pub mod matrix;
pub mod on_the_way;
pub mod phases;
pub mod preview;
#[cfg(feature = "ssr")]
pub mod proposal_form;
pub mod prose;
pub mod renewed;
#[cfg(feature = "staff")]
pub mod selected;
pub mod similar;
pub mod staff;
pub mod support;
pub mod textarea;
pub mod time;
pub mod toast;
pub mod vote_box;
