//! Whether somebody lets staff be told how they vote.

use crate::auth::Customer;
use crate::db::events::{self, What};
use crate::db::telling as table;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::telling::{GetTelling, SetTelling, Telling};

pub async fn mine(site: Site, who: Customer, _request: GetTelling) -> Result<Telling> {
    Ok(Telling { told: table::of(&site.db, who.id).await? })
}

pub async fn set(site: Site, who: Customer, request: SetTelling) -> Result<Done> {
    let (now, person) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                let kind = if request.told { "person.telling" } else { "person.telling_no_more" };
                let is_new = match request.told {
                    true => table::tell(tx, person, now).await?,
                    false => table::hush(tx, person).await?,
                };
                if is_new {
                    events::record(tx, now, Some(person), What::new(kind, person.0), None).await?;
                }
                Ok::<_, Error>(Done {})
            }
            .boxed()
        })
        .await
}
