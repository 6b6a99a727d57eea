//! Whom staff note something for: a customer who is here already, or one whom they bring along with it. Such a one gets no
//! other letter than the one about what was noted.

use super::super::accounts::which;
use super::super::people::Newcomer;
use crate::error::Result;
use crate::memory::Member;
use crate::site::Site;
use model::api::on_behalf::NoteVote;
use model::person::Role;
use model::{FieldProblem, PersonId, Problem, ProblemKind};

/// Who said it.
pub struct Whom {
    /// Of whoever is new, as they will be.
    pub member: Member,
    pub new: Option<Newcomer>,
}

pub fn whom(site: &Site, by: &Member, request: &NoteVote) -> Result<Whom> {
    let here = {
        let world = site.memory.read();
        let mut people = world.directory.people();
        people.find(|member| member.email.as_ref() == Some(&request.email)).cloned()
    };
    match here {
        None => newcomer(site, by, request),
        Some(member) if member.is_staff() => {
            Err(Problem::field("email", "They are staff, and vote for no customer.").into())
        }
        Some(member) => Ok(Whom { member: Member::clone(&member), new: None }),
    }
}

/// Whoever may invite somebody may bring them along; they speak for their account as if they had been invited.
fn newcomer(site: &Site, by: &Member, request: &NoteVote) -> Result<Whom> {
    if !by.may(Role::Moderator) && !by.may(Role::AccountManager) {
        let message =
            "Nobody here has this address. A moderator or account manager can note it, or invite them first.";
        return Err(Problem::field("email", message).into());
    }
    let (Some(name), Some(account)) = (&request.name, &request.account) else {
        return Err(unknown(request).into());
    };
    let account = which(site, "account", account)?;
    let (email, name) = (request.email.clone(), name.clone());
    let member = Member {
        id: PersonId(0),
        name: name.clone(),
        email: Some(email.clone()),
        since: site.clock.now(),
        roles: Vec::new(),
        account: Some(account),
        declared: None,
        confirmed: true,
        guest: false,
        asked: None,
        follows: None,
        cultures: Vec::new(),
    };
    Ok(Whom { member, new: Some(Newcomer { email, name, account: Some(account) }) })
}

/// What is to be said of somebody whom nobody knows.
fn unknown(request: &NoteVote) -> Problem {
    let missing = [
        ("name", request.name.is_none(), "Nobody here has this address yet. What are they called?"),
        ("account", request.account.is_none(), "Nobody here has this address yet. Whom do they speak for?"),
    ];
    let fields = missing.into_iter().filter(|(_, missing, _)| *missing);
    let fields =
        fields.map(|(field, _, message)| FieldProblem { field: field.into(), message: message.into() });
    Problem {
        kind: ProblemKind::Invalid,
        message: "Please look at the marked fields.".into(),
        fields: fields.collect(),
    }
}
