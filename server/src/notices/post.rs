//! Letters with news: what is due for somebody leaves in one letter, and what they have seen here meanwhile does not leave.

use super::words;
use crate::db::{Tx, mail, notices as table};
use crate::mail::letters::{self, News};
use crate::site::Site;
use futures::FutureExt;
use model::PersonId;
use model::notice::{Notice, NoticeKind};

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
    let (notices, reader, company) = {
        let world = site.memory.read();
        let notices: Vec<Notice> = rows.iter().filter_map(|row| words::notice(&world, row)).collect();
        let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
        (notices, world.person(person), company)
    };
    let Some((reader, address)) = reader.and_then(|one| Some((one.clone(), one.email.clone()?))) else {
        return Ok(());
    };
    if notices.is_empty() {
        return Ok(());
    }
    let key = table::letter_key(tx, person, &site.dice.secret()).await?;
    let letter = letters::news(&News {
        to: &address.to_string(),
        name: reader.name.as_str(),
        company: &company,
        home: site.config.public_url.trim_end_matches('/'),
        notices: &notices,
        stop: &format!("/letters/{key}/{}", about(&notices)),
    });
    mail::add(tx, &letter, now).await
}

/// What one click in a mail program stops: this kind of news, or all where the letter has several.
fn about(notices: &[Notice]) -> &'static str {
    let first = notices.first().map(|notice| notice.kind);
    let alike = notices.iter().all(|notice| Some(notice.kind) == first);
    first.filter(|_| alike).map_or("all", NoticeKind::word)
}
