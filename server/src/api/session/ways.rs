//! Which ways of signing in are open: asked by the page to sign in on, set by admins.

use crate::auth::{Admin, Anyone};
use crate::config::people::Whom;
use crate::config::providers::Provider;
use crate::db::events::{self, What};
use crate::db::ways as table;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::Problem;
use model::api::ways::{GetWayRules, GetWays, Product, ProviderFor, ProviderName, SetWays, WayRules, Ways};
use model::ways::{Open, Party, Rules};

pub async fn get(site: Site, _who: Anyone, _request: GetWays) -> Result<Ways> {
    let rules = site.memory.read().ways();
    let open = site.providers.all().filter(|set| is_open(set, &rules));
    let named = |set: &Provider| ProviderName { key: set.key.clone(), name: set.name.clone() };
    let product = site.hand_over.as_ref().filter(|_| rules.any(|open| open.hand_over));
    Ok(Ways {
        mail: rules.any(|open| open.mail),
        providers: open.map(named).collect(),
        product: product
            .map(|product| Product { name: product.set.name.clone(), start: product.set.start.clone() }),
        passkeys: site.passkeys.is_some() && rules.any(|open| open.passkeys),
    })
}

/// Whether anybody can sign in by this provider.
#[must_use]
pub fn is_open(set: &Provider, rules: &Rules) -> bool {
    let whom = set.people.r#for;
    (whom.customers() && rules.customers.providers) || (whom.staff() && rules.staff.providers)
}

/// Refuses a way that is closed to whoever has come by it.
///
/// # Errors
/// Says what to do instead.
pub fn check(rules: &Rules, party: Party, way: impl Fn(&Open) -> bool) -> Result<()> {
    if way(&rules.of(party)) {
        return Ok(());
    }
    let message = match party {
        Party::Customers => "This way of signing in is closed. Please use another one of those on the page.",
        Party::Staff => {
            "This way of signing in is closed to staff. Please use another one of those on the page."
        }
    };
    Err(Problem::not_allowed(message).into())
}

pub async fn rules(site: Site, _who: Admin, _request: GetWayRules) -> Result<WayRules> {
    let named = |set: &Provider| ProviderFor {
        name: set.name.clone(),
        customers: set.people.r#for.customers(),
        staff: set.people.r#for.staff(),
    };
    Ok(WayRules {
        rules: site.memory.read().ways(),
        providers: site.providers.all().map(named).collect(),
        product: site.hand_over.as_ref().map(|product| ProviderFor {
            name: product.set.name.clone(),
            customers: product.set.people.r#for.customers(),
            staff: product.set.people.r#for.staff(),
        }),
        passkeys: site.passkeys.is_some(),
    })
}

pub async fn set(site: Site, who: Admin, request: SetWays) -> Result<WayRules> {
    let SetWays { party, open } = request;
    if !leads_in(&site, party, open) {
        let message = match party {
            Party::Customers => {
                "Leave a way open by which customers can come: mail, or a provider or product for customers in the settings’ file. A passkey does not do by itself: only who is in can add one."
            }
            Party::Staff => {
                "Leave a way open by which staff can come: mail, or a provider or product for staff in the settings’ file. A passkey does not do by itself: only who is in can add one."
            }
        };
        return Err(Problem::field("mail", message).into());
    }
    let (now, by) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                table::put(tx, party, open, by, now).await?;
                let detail = format!("{}: {}", party.word(), open.words());
                events::record(tx, now, Some(by), What::new("ways.changed", 0), Some(&detail)).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    rules(site, who, GetWayRules {}).await
}

/// Whether anybody could come in. A passkey is no first way: whoever adds one has come by another before, and whoever loses the
/// device that keeps it has to come by another again.
fn leads_in(site: &Site, party: Party, open: Open) -> bool {
    let theirs = |whom: Whom| match party {
        Party::Customers => whom.customers(),
        Party::Staff => whom.staff(),
    };
    let provider = site.providers.all().any(|set| theirs(set.people.r#for));
    let product = site.hand_over.as_ref().is_some_and(|product| theirs(product.set.people.r#for));
    open.mail || (open.providers && provider) || (open.hand_over && product)
}
