//! What the company sets of the rules on intake: its list of words, and the pace.

use crate::auth::Admin;
use crate::db::events::{self, What};
use crate::db::{company, intake as table};
use crate::error::{Error, Result};
use crate::intake::pace;
use crate::site::Site;
use futures::FutureExt;
use model::api::intake::{Intake, ListBlockedWords, SetBlockedWords, SetPace};
use model::intake::MOST_PACE;
use model::{Name, Problem};

pub async fn list(site: Site, _who: Admin, _request: ListBlockedWords) -> Result<Intake> {
    let world = site.memory.read();
    let words = world.talk.blocked().iter().filter_map(|word| word.parse().ok()).collect();
    Ok(Intake { words, pace: pace(&world) })
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

pub async fn set_pace(site: Site, who: Admin, request: SetPace) -> Result<Intake> {
    if !(1..=MOST_PACE).contains(&request.pace) {
        let message = format!("Choose a number from 1 to {MOST_PACE}.");
        return Err(Problem::field("pace", message).into());
    }
    let (now, by, pace) = (site.clock.now(), who.id, request.pace);
    site.db
        .write(move |tx| {
            async move {
                company::set_pace(tx, pace).await?;
                let what = What::new("company.pace", 0);
                events::record(tx, now, Some(by), what, Some(&pace.to_string())).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    list(site, who, ListBlockedWords {}).await
}
