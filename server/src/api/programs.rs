//! Tokens and hooks for other programs.

use super::accounts;
use super::designs::{self, Sight};
use crate::auth::{Admin, PracticeReader};
use crate::clock::digest;
use crate::db::events::{self, What};
use crate::db::hooks::{self as table, DeliveryRow, HookRow};
use crate::db::tokens;
use crate::error::{Error, Result};
use crate::hooks::{address, sign};
use crate::memory::World;
use crate::site::Site;
use crate::tokens::scopes;
use base64::Engine;
use futures::FutureExt;
use model::account::WhichAccount;
use model::api::Done;
use model::api::programs::{
    AddHook, AddToken, AdoptedPractices, FindPractices, ListHooks, ListTokens, RemoveHook, ReplayDelivery,
    RevokeToken, StopHook,
};
use model::program::{Delivery, Hook, HookKind, NewHook, NewToken, TOKEN_PREFIX, Token};
use model::{AccountId, DeliveryId, HookId, PersonId, Problem, Timestamp, TokenId};

/// Deliveries shown of each hook.
const SHOWN: i64 = 20;

pub async fn list_tokens(site: Site, _who: Admin, _request: ListTokens) -> Result<Vec<Token>> {
    let rows = tokens::list(&site.db).await?;
    let world = site.memory.read();
    Ok(rows.iter().filter_map(|row| token(row, &world)).collect())
}

fn token(row: &tokens::TokenRow, world: &World) -> Option<Token> {
    let by = world.person(PersonId(row.by_person)).map(|by| by.name.clone());
    Some(Token {
        id: TokenId(row.id),
        name: row.name.parse().ok()?,
        scopes: scopes(&row.scopes),
        // Who has left is nobody, and their tokens let nobody in.
        by: by.or_else(|| "nobody any more".parse().ok())?,
        created: Timestamp(row.created),
        last_used: row.last_used.map(Timestamp),
        revoked: row.revoked.map(Timestamp),
    })
}

pub async fn add_token(site: Site, who: Admin, request: AddToken) -> Result<NewToken> {
    let AddToken { name, scopes } = request;
    if scopes.is_empty() {
        return Err(Problem::field("scopes", "Choose what it may do.").into());
    }
    let bytes = site.dice.bytes::<32>();
    let secret = format!("{TOKEN_PREFIX}{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
    let words = scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(" ");
    let (by, now, hash, label) = (who.id, site.clock.now(), digest(&secret), name.clone());
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = tokens::add(tx, label.as_str(), &hash, &words, by.0, now).await?;
                events::record(tx, now, Some(by), What::new("token.added", id), Some(&words)).await?;
                Ok::<_, Error>(id)
            }
            .boxed()
        })
        .await?;
    let token = Token {
        id: TokenId(id),
        name,
        scopes,
        by: who.name.clone(),
        created: now,
        last_used: None,
        revoked: None,
    };
    Ok(NewToken { token, secret })
}

pub async fn revoke_token(site: Site, who: Admin, request: RevokeToken) -> Result<Done> {
    let (by, now, id) = (who.id, site.clock.now(), request.token.0);
    site.db
        .write(move |tx| {
            async move {
                if !tokens::revoke(tx, id, now).await? {
                    return Err(Error::from(Problem::not_found("token")));
                }
                Ok(events::record(tx, now, Some(by), What::new("token.revoked", id), None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

pub async fn list_hooks(site: Site, _who: Admin, _request: ListHooks) -> Result<Vec<Hook>> {
    let mut hooks = Vec::new();
    for row in table::list(&site.db).await? {
        hooks.push(hook(&site, row).await?);
    }
    Ok(hooks)
}

async fn hook(site: &Site, row: HookRow) -> Result<Hook> {
    let deliveries = table::deliveries(&site.db, row.id, SHOWN).await?;
    Ok(Hook {
        id: HookId(row.id),
        url: row.url,
        kinds: row.kinds.split(' ').filter_map(|word| word.parse().ok()).collect(),
        created: Timestamp(row.created),
        stopped: row.stopped.map(Timestamp),
        deliveries: deliveries.iter().filter_map(delivery).collect(),
    })
}

fn delivery(row: &DeliveryRow) -> Option<Delivery> {
    Some(Delivery {
        id: DeliveryId(row.id),
        message: row.message.clone(),
        kind: row.kind.parse::<HookKind>().ok()?,
        at: Timestamp(row.at),
        tries: u32::try_from(row.tries).unwrap_or(u32::MAX),
        sent: row.sent.map(Timestamp),
        due: (row.sent.is_none() && row.due < i64::MAX).then_some(Timestamp(row.due)),
        problem: row.problem.clone(),
    })
}

pub async fn add_hook(site: Site, who: Admin, request: AddHook) -> Result<NewHook> {
    let AddHook { url, kinds } = request;
    let url = url.trim().to_owned();
    if kinds.is_empty() {
        return Err(Problem::field("kinds", "Choose what it is told of.").into());
    }
    let private = site.config.hooks_to_private;
    let refused = |message: String| Error::from(Problem::field("url", message));
    let target = address::parse(&url, private).map_err(refused)?;
    let capital = |why: String| format!("Nothing can be sent there: {why}.");
    address::resolve(&target, private).await.map_err(capital).map_err(refused)?;
    let secret = sign::secret(&site.dice.bytes());
    let words = kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" ");
    let (by, now, kept) = (who.id, site.clock.now(), secret.clone());
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = table::add(tx, &url, &kept, &words, by.0, now).await?;
                // The address may hold a secret of the receiver's: only its host is told.
                events::record(tx, now, Some(by), What::new("hook.added", id), Some(&target.host)).await?;
                Ok::<_, Error>(id)
            }
            .boxed()
        })
        .await?;
    let row = table::one(&site.db, id).await?.ok_or_else(|| Problem::not_found("hook"))?;
    Ok(NewHook { hook: hook(&site, row).await?, secret })
}

pub async fn stop_hook(site: Site, who: Admin, request: StopHook) -> Result<Done> {
    let (by, now, id) = (who.id, site.clock.now(), request.hook.0);
    let at = request.stopped.then_some(now);
    site.db
        .write(move |tx| {
            async move {
                if !table::stop(tx, id, at).await? {
                    return Err(Error::from(Problem::not_found("hook")));
                }
                let kind = if at.is_some() { "hook.stopped" } else { "hook.resumed" };
                Ok(events::record(tx, now, Some(by), What::new(kind, id), None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

pub async fn remove_hook(site: Site, who: Admin, request: RemoveHook) -> Result<Done> {
    let (by, now, id) = (who.id, site.clock.now(), request.hook.0);
    site.db
        .write(move |tx| {
            async move {
                if !table::remove(tx, id).await? {
                    return Err(Error::from(Problem::not_found("hook")));
                }
                Ok(events::record(tx, now, Some(by), What::new("hook.removed", id), None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

pub async fn replay(site: Site, who: Admin, request: ReplayDelivery) -> Result<Done> {
    let (by, now, id) = (who.id, site.clock.now(), request.delivery.0);
    site.db
        .write(move |tx| {
            async move {
                if !table::replay(tx, id, now).await? {
                    return Err(Error::from(Problem::not_found("delivery")));
                }
                Ok(events::record(tx, now, Some(by), What::new("hook.replayed", id), None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

pub async fn practices(site: Site, who: PracticeReader, request: FindPractices) -> Result<AdoptedPractices> {
    let gone = || Problem::not_found("design");
    let sight = Sight::Of(who.person.as_deref());
    let holding = match &request.account {
        None => designs::holding(&site, sight),
        Some(account) => {
            let account = of_whom(&site, &who, account).await?;
            designs::holding_for(&site, sight, account)
        }
    };
    let mut wanted = holding.iter().filter(|one| request.version.is_none_or(|version| version == **one));
    let version = *wanted.next().ok_or_else(gone)?;
    let design = designs::seen_by(&site, sight, version).await?;
    if design.sample && !request.sample {
        return Err(gone().into());
    }
    let stage = place(
        &request.stage,
        "stage",
        design.stages.iter().map(|one| (one.name.as_str(), Some(one.letter.to_string()))),
    )?;
    let culture =
        place(&request.culture, "culture", design.cultures.iter().map(|one| (one.name.as_str(), None)))?;
    let within = |practice: &model::design::AdoptedPractice| {
        stage.is_none_or(|at| practice.text.stages.has(at))
            && culture.is_none_or(|at| practice.text.cultures.has(at))
    };
    Ok(AdoptedPractices {
        version: design.version,
        adopted: design.adopted,
        sample: design.sample,
        practices: design.practices.into_iter().filter(within).collect(),
        stages: design.stages,
        cultures: design.cultures,
        holds_too: design.holds_too.into_iter().filter(|other| holding.contains(&other.version)).collect(),
    })
}

/// The account that is asked about, for staff and for its own people; for others there is none.
async fn of_whom(site: &Site, who: &PracticeReader, account: &WhichAccount) -> Result<AccountId> {
    let found = accounts::called(site, account).await?;
    let theirs = |id: &AccountId| {
        let reader = who.person.as_deref();
        reader.is_some_and(|reader| reader.is_staff() || reader.confirmed && reader.account == Some(*id))
    };
    Ok(found.filter(theirs).ok_or_else(|| Problem::not_found("account"))?)
}

/// The place of what is asked for by place, name or letter; nothing where nothing is.
fn place<'a>(
    asked: &str,
    field: &str,
    list: impl Iterator<Item = (&'a str, Option<String>)>,
) -> Result<Option<usize>> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(None);
    }
    let alike = |(at, (name, letter)): &(usize, (&str, Option<String>))| {
        name.eq_ignore_ascii_case(asked) || letter.as_deref() == Some(asked) || at.to_string() == asked
    };
    let found = list.enumerate().find(alike).map(|(at, _)| at);
    Ok(Some(found.ok_or_else(|| Problem::field(field, "The design that holds now has none of this name."))?))
}
