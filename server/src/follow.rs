//! Follows what others commit: other instances on PostgreSQL say so as they do; another process on the same SQLite
//! file, such as an import, is noticed by looking.

use crate::db::{Db, events};
use crate::site::Site;
use sqlx::postgres::PgListener;
use std::time::Duration;

/// How often to look whether something was committed unsaid.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait before listening again after the connection broke.
const RETRY: Duration = Duration::from_secs(1);

pub fn start(site: &Site) {
    tokio::spawn(look(site.clone()));
    if let Db::Postgres(_) = site.db {
        tokio::spawn(listen(site.clone()));
    }
}

async fn catch_up(site: &Site) {
    if let Err(fault) = site.memory.catch_up().await {
        tracing::warn!(error = format!("{fault:#}"), "following the log failed; trying again");
    }
}

async fn look(site: Site) {
    loop {
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => catch_up(&site).await,
        }
    }
}

async fn listen(site: Site) {
    while !site.stopping.is_cancelled() {
        if let Err(fault) = hear(&site).await {
            tracing::warn!(error = %fault, "listening to PostgreSQL broke off; trying again");
        }
        tokio::time::sleep(RETRY).await;
    }
}

async fn hear(site: &Site) -> Result<(), sqlx::Error> {
    let Db::Postgres(pool) = &site.db else { return Ok(()) };
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(events::CHANNEL).await?;
    catch_up(site).await;
    loop {
        tokio::select! {
            () = site.stopping.cancelled() => return Ok(()),
            heard = listener.recv() => {
                heard?;
                catch_up(site).await;
            }
        }
    }
}
