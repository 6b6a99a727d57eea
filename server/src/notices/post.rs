//! Letters with news: what is due for somebody leaves in one letter, and what they have seen here meanwhile does not leave.

use super::words;
use crate::db::{Tx, mail, notices as table};
use crate::mail::letters::{self, News};
use crate::site::Site;
use futures::FutureExt;
use model::notice::{Notice, NoticeKind};
use model::{PersonId, ProposalId};

/// Begins what a letter's link stops where that is news of one proposal.
pub const ITEM: &str = "proposal-";
/// People whose letters are looked for at once.
const PEOPLE: i64 = 100;

/// Writes some of the letters that are due, and says whether there may be more.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> anyhow::Result<bool> {
    let people = table::due(&site.db, site.clock.now(), PEOPLE).await?;
    for &person in &people {
        let own = site.clone();
        site.db.write(move |tx| async move { write(&own, tx, person).await }.boxed()).await?;
    }
    if !people.is_empty() {
        site.mail.wake();
    }
    Ok(!people.is_empty())
}

/// In one transaction: what is due is taken, and the letter waits to leave.
async fn write(site: &Site, tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    let now = site.clock.now();
    let rows = table::take_due(tx, person, now).await?;
    let (notices, item, reader, company) = {
        let world = site.memory.read();
        let told: Vec<(Notice, Option<ProposalId>)> = rows
            .iter()
            .filter_map(|row| Some((words::notice(&world, row)?, words::followed(&world, row))))
            .collect();
        let (notices, items): (Vec<Notice>, Vec<Option<ProposalId>>) = told.into_iter().unzip();
        let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
        (notices, one_of(&items), world.person(person), company)
    };
    let Some((reader, address)) = reader.and_then(|one| Some((one.clone(), one.email.clone()?))) else {
        return Ok(());
    };
    if notices.is_empty() {
        return Ok(());
    }
    let key = table::letter_key(tx, person, &site.dice.secret()).await?;
    let page = |what: &str| site.config.link(&["/letters/", &key, "/", what].concat());
    let kind = page(about(&notices));
    let item = item.map(|proposal| page(&[ITEM, &proposal.to_string()].concat()));
    let letter = letters::news(&News {
        to: &address.to_string(),
        name: reader.name.as_str(),
        company: &company,
        home: site.config.public_url.trim_end_matches('/'),
        notices: &notices,
        stop_item: item.as_deref(),
        stop: &kind,
    });
    mail::add(tx, &letter, now).await
}

/// The one proposal that all of a letter is about, if its reader gets it because they follow that.
fn one_of(items: &[Option<ProposalId>]) -> Option<ProposalId> {
    let first = items.first().copied().flatten();
    first.filter(|_| items.iter().all(|item| *item == first))
}

/// What a letter stops that is not about one proposal: this kind of news, or all where the letter has several.
fn about(notices: &[Notice]) -> &'static str {
    let first = notices.first().map(|notice| notice.kind);
    let alike = notices.iter().all(|notice| Some(notice.kind) == first);
    first.filter(|_| alike).map_or("all", NoticeKind::word)
}
