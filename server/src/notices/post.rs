//! Letters with news: what is due for somebody leaves in one letter, and what they have seen here meanwhile does not leave.

use super::words::{self, About};
use crate::db::notices::NoticeRow;
use crate::db::{Tx, hushed, mail, notices as table};
use crate::mail::letters::{self, News};
use crate::site::Site;
use futures::FutureExt;
use model::PersonId;
use model::notice::{Notice, NoticeKind};

/// Begin what a letter's link stops where that is one proposal, or one promise.
pub const PROPOSAL: &str = "proposal-";
pub const PROMISE: &str = "promise-";
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
    let hushed = hushed::within(tx, person).await?;
    let (notices, (item, alone), reader, company) = {
        let world = site.memory.read();
        let wanted = |row: &NoticeRow| {
            let about = words::about(&world, row);
            let wanted = about.is_none_or(|about| !about.is_hushed(&hushed));
            let name = [&row.what, " ", &row.subject.to_string()].concat();
            wanted.then(|| Some((words::notice(&world, row)?, (about, name))))?
        };
        let told: Vec<(Notice, (Option<About>, String))> = rows.iter().filter_map(wanted).collect();
        let (notices, items): (Vec<Notice>, Vec<(Option<About>, String)>) = told.into_iter().unzip();
        let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
        (notices, (one_of(&items), alone(&items)), world.person(person), company)
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
    let item = item.map(|about| page(&named(about)));
    let mut letter = letters::news(&News {
        to: &address.to_string(),
        name: reader.name.as_str(),
        company: &company,
        home: site.config.public_url.trim_end_matches('/'),
        notices: &notices,
        stop_item: item.as_deref(),
        stop: &kind,
    });
    letter.about = alone;
    mail::add(tx, &letter, now).await
}

/// The one proposal or promise that all of a letter is about.
fn one_of(items: &[(Option<About>, String)]) -> Option<About> {
    let same = |about: About| match about {
        About::Proposal { remains, .. } => About::Proposal { told: remains, remains },
        promise @ About::Promise(_) => promise,
    };
    let mut all = items.iter().map(|(about, _)| about.map(same));
    let first = all.next().flatten()?;
    all.all(|about| about == Some(first)).then_some(first)
}

/// What a letter with one piece of news is called, so that it can be taken out again.
fn alone(items: &[(Option<About>, String)]) -> Option<String> {
    match items {
        [(_, name)] => Some(name.clone()),
        _ => None,
    }
}

/// What a letter's link stops.
#[must_use]
pub fn named(about: About) -> String {
    match about {
        About::Proposal { remains, .. } => [PROPOSAL, &remains.to_string()].concat(),
        About::Promise(practice) => [PROMISE, &practice.to_string()].concat(),
    }
}

/// What a letter stops besides, or where it is about several things: this kind of news, or all where the letter has several.
fn about(notices: &[Notice]) -> &'static str {
    let first = notices.first().map(|notice| notice.kind);
    let alike = notices.iter().all(|notice| Some(notice.kind) == first);
    first.filter(|_| alike).map_or("all", NoticeKind::word)
}
