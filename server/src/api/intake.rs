//! The company's list of words that make a text wait for a moderator.

use crate::auth::Admin;
use crate::db::events::{self, What};
use crate::db::intake as table;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::intake::{Intake, ListBlockedWords, SetBlockedWords};
use model::{Name, Problem};

pub async fn list(site: Site, _who: Admin, _request: ListBlockedWords) -> Result<Intake> {
    let world = site.memory.read();
    Ok(Intake { words: world.talk.blocked().iter().filter_map(|word| word.parse().ok()).collect() })
}

pub async fn set(site: Site, who: Admin, request: SetBlockedWords) -> Result<Intake> {
    let lines = request.words.as_str().lines().map(str::trim).filter(|line| !line.is_empty());
    let words: Vec<String> = lines
        .map(|line| line.to_lowercase().parse::<Name>().map(String::from))
        .collect::<std::result::Result<_, _>>()
        .map_err(|refused| Problem::field("words", refused.0))?;
    let (now, by) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                table::set_words(tx, &words).await?;
                events::record(tx, now, Some(by), What::new("words.changed", 0), Some(&words.join(", ")))
                    .await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    list(site, who, ListBlockedWords {}).await
}
