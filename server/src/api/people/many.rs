//! Inviting many people at once, from CSV: `name`, `email`, `account`. Who is sound is invited, who is not is told by line, and
//! who speaks for the account already gets no letter.

use super::inviting::{Newcomer, Prepared, STAFF, STOPPED, prepare, put};
use crate::auth::PeopleKeeper;
use crate::db::events::{self, What};
use crate::db::people as table;
use crate::db::{Tx, identities, notices};
use crate::error::{Error, Result};
use crate::site::Site;
use crate::transfer::sheet::{Lines, armed, separator, whole};
use csv::{ReaderBuilder, StringRecord, Trim};
use futures::FutureExt;
use model::api::accounts::{Imported, LineFault};
use model::api::joining::InvitePeople;
use model::notice::{NoticeKind, NoticeWay};
use model::{AccountId, Email, Name, PersonId, Problem};
use std::collections::HashSet;

/// Most people who are invited at once: each is a letter.
pub const MOST_INVITED: usize = 500;

struct Row {
    line: u64,
    name: Name,
    email: Email,
    account: Name,
}

pub async fn import(site: Site, who: PeopleKeeper, request: InvitePeople) -> Result<Imported> {
    let (rows, mut faults) = read(&request.csv)?;
    let mut prepared: Vec<(u64, AccountId, Prepared)> = Vec::new();
    for Row { line, name, email, account } in rows {
        match known(&site, &account) {
            None => {
                faults.push(LineFault { line, message: format!("There is no account called {account}.") })
            }
            Some((id, account)) => {
                let invite = Newcomer { email, name, account: Some(id) };
                prepared.push((line, id, prepare(&site, &who, invite, Some(account))));
            }
        }
    }
    let (now, by, preview) = (site.clock.now(), who.id, request.preview);
    let own = site.clone();
    let done = site
        .db
        .write(move |tx| {
            async move {
                let mut done = Imported { faults, preview, ..Imported::default() };
                for (line, account, one) in prepared {
                    match table::by_email(tx, &one.invite.email).await? {
                        Some(row) if row.confirmed.is_some() && row.account == Some(account.0) => {
                            done.unchanged += 1
                        }
                        Some(row) if row.confirmed.is_some() => {
                            let message = "This person speaks for another account.".to_owned();
                            done.faults.push(LineFault { line, message });
                        }
                        Some(_) if identities::is_staff(tx, &one.invite.email).await? => {
                            done.faults.push(LineFault { line, message: STAFF.to_owned() });
                        }
                        Some(row) if !invitable(tx, row.id).await? => {
                            done.faults.push(LineFault { line, message: STOPPED.to_owned() });
                        }
                        found => {
                            if !preview {
                                put(&own, tx, one, by, now).await?;
                            }
                            match found {
                                Some(_) => done.changed += 1,
                                None => done.added += 1,
                            }
                        }
                    }
                }
                done.faults.sort_by_key(|fault| fault.line);
                if preview {
                    return Ok(done);
                }
                let detail = format!("{} added, {} changed", done.added, done.changed);
                events::record(tx, now, Some(by), What::new("invitation.imported", 0), Some(&detail)).await?;
                Ok::<_, Error>(done)
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(done)
}

/// Whether they take invitations by mail.
async fn invitable(tx: &mut Tx, person: i64) -> std::result::Result<bool, sqlx::Error> {
    Ok(notices::way(tx, PersonId(person), NoticeKind::Invitation).await? != NoticeWay::Here)
}

/// By the rule of every form that names an account, with its name as the company writes it.
fn known(site: &Site, account: &Name) -> Option<(AccountId, Name)> {
    let world = site.memory.read();
    let id = world.directory.account_named(account.as_str())?;
    Some((id, world.directory.account_name(id)?))
}

/// # Errors
/// When the heading cannot be used, or there are too many. Broken rows are told by line.
fn read(csv: &str) -> std::result::Result<(Vec<Row>, Vec<LineFault>), Problem> {
    let csv = whole(csv)?;
    let bytes = csv.as_bytes();
    let mut place = Lines::new(bytes);
    let mut reader =
        ReaderBuilder::new().delimiter(separator(bytes)).flexible(true).trim(Trim::All).from_reader(bytes);
    let broken = |fault: csv::Error| Problem::field("csv", format!("This is not CSV: {fault}."));
    let heading = reader.headers().map_err(broken)?.clone();
    let find = |wanted: &str| {
        let found = heading.iter().position(|column| column.eq_ignore_ascii_case(wanted));
        found.ok_or_else(|| Problem::field("csv", format!("There is no column called {wanted}.")))
    };
    let columns = [find("name")?, find("email")?, find("account")?];
    let (mut rows, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = place.of(record.position());
        let row = row(&record, columns, line).and_then(|row| match seen.insert(row.email.clone()) {
            true => Ok(row),
            false => Err(format!("{} stands there already.", row.email)),
        });
        match row {
            Ok(row) => rows.push(row),
            Err(message) => faults.push(LineFault { line, message }),
        }
    }
    if rows.len() > MOST_INVITED {
        return Err(Problem::field("csv", format!("Please invite {MOST_INVITED} at once at most.")));
    }
    Ok((rows, faults))
}

fn row(record: &StringRecord, columns: [usize; 3], line: u64) -> std::result::Result<Row, String> {
    let [name, email, account] = columns.map(|place| armed(record.get(place).unwrap_or_default()));
    Ok(Row {
        line,
        name: Name::parse(name).map_err(|refused| format!("name: {refused}"))?,
        email: Email::parse(email).map_err(|refused| format!("email: {refused}"))?,
        account: Name::parse(account).map_err(|refused| format!("account: {refused}"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_rows_are_told_and_there_is_an_end() {
        let (rows, faults) = read(
            "Email;Name;Account\na@b.example;Ada;Acme\nA@B.example;Ada;Acme\nx;Bob;Acme\nc@d.example;;\n",
        )
        .unwrap();
        assert_eq!(
            (rows.len(), faults.iter().map(|fault| fault.line).collect::<Vec<_>>()),
            (1, vec![3, 4, 5])
        );
        assert!(read("name,email\n").is_err());
        let many = |count: usize| (0..count).map(|n| format!("p{n}@b.example,P,Acme\n")).collect::<String>();
        assert!(read(&format!("email,name,account\n{}", many(MOST_INVITED))).is_ok());
        assert!(read(&format!("email,name,account\n{}", many(MOST_INVITED + 1))).is_err());
    }
}
