//! Through which program's token something is written, so that the log names it beside whoever made the token: as long as a call lasts,
//! in whichever task it writes.

use model::TokenId;
use std::future::Future;

tokio::task_local! {
    static TOKEN: Option<TokenId>;
}

/// Does what is written through this token, or through none.
pub async fn through<F: Future>(token: Option<TokenId>, work: F) -> F::Output {
    TOKEN.scope(token, work).await
}

/// The token through which something is written here.
#[must_use]
pub fn token() -> Option<TokenId> {
    TOKEN.try_with(|token| *token).ok().flatten()
}
