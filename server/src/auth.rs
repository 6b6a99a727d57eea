//! Who is calling, and what that lets them do: each kind of caller is a type that a handler asks for, and that it
//! gets only if the check passes, so that no handler can forget it.

mod visitor;

pub use visitor::{Cookies, Visitor, Voter};

use crate::api::call::Sent;
use crate::memory::Member;
use crate::tokens::Program;
use model::person::Role;
use model::program::Scope;
use model::{PersonId, Problem, TokenId};
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Deref;
use std::sync::Arc;

/// The caller as the session says, for this one request. Put into the request by `site::identify`.
#[derive(Clone, Debug)]
pub struct Who {
    /// `None` for a stranger.
    pub person: Option<Arc<Member>>,
    /// A program that calls with a token; then nobody is signed in.
    pub program: Option<Arc<Program>>,
    /// The guest that a stranger's browser is, once it has voted.
    pub guest: Option<PersonId>,
    /// The address that limits are counted by.
    pub from: IpAddr,
    /// The browser's description of itself.
    pub device: Arc<str>,
}

impl Who {
    /// Somebody of whom nothing is known.
    #[must_use]
    pub fn stranger() -> Self {
        Self {
            person: None,
            program: None,
            guest: None,
            from: IpAddr::V4(Ipv4Addr::LOCALHOST),
            device: "".into(),
        }
    }

    #[must_use]
    pub fn id(&self) -> Option<PersonId> {
        self.person.as_ref().map(|person| person.id)
    }

    /// Whose votes are theirs: the person's, or those of the guest.
    #[must_use]
    pub fn votes_as(&self) -> Option<PersonId> {
        self.id().or(self.guest)
    }

    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.person.as_ref().is_some_and(|person| person.may(role))
    }

    /// The token that a program calls with.
    #[must_use]
    pub fn token(&self) -> Option<TokenId> {
        self.program.as_ref().map(|program| program.token)
    }

    /// Whether a program that calls may do, or have, what is for this kind of caller. People may, as far as tokens are concerned.
    /// Asked of every operation (`api/table.rs`) and of every file (`api/files.rs`), before who is signed in.
    ///
    /// # Errors
    /// Where its token does not allow it.
    pub fn allowed<C: Caller>(&self) -> Result<(), Problem> {
        let Some(program) = &self.program else { return Ok(()) };
        if C::SCOPE.is_some_and(|scope| program.scopes.contains(&scope)) {
            return Ok(());
        }
        Err(Problem::not_allowed("The token of this program does not allow it to do this."))
    }
}

/// A kind of caller.
pub trait Caller: Sized + Send + 'static {
    /// As the API's documentation says it.
    const WHO: &'static str;
    /// What a program's token has to allow; nothing: no program may.
    const SCOPE: Option<Scope> = None;

    /// # Errors
    /// What a caller of another kind is told.
    fn admit(sent: &Sent) -> Result<Self, Problem>;
}

/// Anybody, signed in or not.
#[derive(Clone, Debug)]
pub struct Anyone(pub Who);

impl Caller for Anyone {
    const WHO: &'static str = "anyone";
    fn admit(sent: &Sent) -> Result<Self, Problem> {
        Ok(Self(sent.who.clone()))
    }
}

impl Deref for Anyone {
    type Target = Who;
    fn deref(&self) -> &Who {
        &self.0
    }
}

/// Declares kinds of callers that are anybody, and programs whose tokens have a scope.
macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident: $who:literal, $scope:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub Who);

        impl $name {
            /// The same for a file.
            #[must_use]
            pub fn of(who: &Who) -> Self {
                // A program sees what whoever made its token sees, as where it writes.
                let program = who.program.as_ref().map(|program| program.person.clone());
                Self(Who { person: who.person.clone().or(program), ..who.clone() })
            }
        }

        impl Caller for $name {
            const WHO: &'static str = $who;
            const SCOPE: Option<Scope> = Some($scope);
            fn admit(sent: &Sent) -> Result<Self, Problem> {
                Ok(Self::of(&sent.who))
            }
        }

        impl Deref for $name {
            type Target = Who;
            fn deref(&self) -> &Who {
                &self.0
            }
        }
    )+};
}

readers! {
    PracticeReader: "anyone", Scope::PracticesRead;
    PromiseReader: "anyone", Scope::PromisesRead;
    SaidReader: "anyone", Scope::SaidRead;
}

/// Declares kinds of callers who are signed in.
macro_rules! callers {
    ($($(#[$doc:meta])* $name:ident: $who:literal, $(or $scope:expr,)? if $admitted:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub Arc<Member>);

        impl Caller for $name {
            const WHO: &'static str = $who;
            $(const SCOPE: Option<Scope> = Some($scope);)?
            fn admit(sent: &Sent) -> Result<Self, Problem> {
                // A program writes in the name of whoever made its token, whose roles must still be those that may.
                let program = sent.who.program.as_ref().filter(|_| Self::SCOPE.is_some());
                let person = sent.who.person.clone().or_else(|| program.map(|program| program.person.clone()));
                let person = person.ok_or_else(Problem::sign_in)?;
                let admitted: fn(&Member) -> bool = $admitted;
                if admitted(&person) {
                    Ok(Self(person))
                } else {
                    Err(Problem::not_allowed(format!("This is for {}.", several($who))))
                }
            }
        }

        impl Deref for $name {
            type Target = Member;
            fn deref(&self) -> &Member {
                &self.0
            }
        }
    )+};
}

/// "designers or signatories", of "designer or signatory".
fn several(who: &str) -> String {
    let one = |name: &str| match name.strip_suffix('y') {
        Some(begins) => format!("{begins}ies"),
        None => format!("{name}s"),
    };
    let some = |part: &str| part.split(", ").map(one).collect::<Vec<_>>().join(", ");
    who.split(" or ").map(some).collect::<Vec<_>>().join(" or ")
}

/// Who looks after people.
fn is_host(member: &Member) -> bool {
    member.may(Role::Moderator) || member.may(Role::AccountManager)
}

/// Who talks with customers.
fn is_recorder(member: &Member) -> bool {
    [Role::Moderator, Role::Designer, Role::AccountManager].into_iter().any(|role| member.may(role))
}

/// Who looks after the vote.
fn is_watcher(member: &Member) -> bool {
    member.may(Role::Moderator) || member.may(Role::Designer)
}

callers! {
    /// Everybody who is signed in.
    Customer: "customer", if |_| true;
    /// Whoever has a role.
    Staff: "staff member", if Member::is_staff;
    Moderator: "moderator", if |member| member.may(Role::Moderator);
    Designer: "designer", if |member| member.may(Role::Designer);
    Signatory: "signatory", if |member| member.may(Role::Signatory);
    /// Who puts a design together, and who signs it.
    Maker: "designer or signatory", if |member| member.may(Role::Designer) || member.may(Role::Signatory);
    AccountManager: "account manager", if |member| member.may(Role::AccountManager);
    /// Who looks after people: moderators and account managers.
    Host: "moderator or account manager", if is_host;
    /// Who talks with customers, and may note what they said.
    Recorder: "moderator, designer or account manager", if is_recorder;
    /// Who reads an account's engagement card.
    CardReader: "moderator or account manager", or Scope::CardsRead, if is_host;
    /// Who says how far promises are.
    Steward: "designer", or Scope::PromisesWrite, if |member| member.may(Role::Designer);
    /// Who says how indicators stand.
    Measurer: "designer or account manager", or Scope::ValuesWrite, if |member| member.may(Role::Designer) || member.may(Role::AccountManager);
    /// Who finds accounts by target profile.
    Finder: "moderator or account manager", or Scope::ProfilesRead, if is_host;
    /// Who brings accounts, one by one or as a list.
    AccountKeeper: "moderator or account manager", or Scope::AccountsWrite, if is_host;
    /// Who brings people from a list.
    PeopleKeeper: "moderator or account manager", or Scope::PeopleWrite, if is_host;
    /// Who reads an account's purchases: those of the account, and whoever looks after it, as the handler finds out.
    BuyingReader: "customer", or Scope::PurchasesRead, if |_| true;
    /// The same who say how they stand.
    Buyer: "customer", or Scope::PurchasesWrite, if |_| true;
    /// Who brings purchases from a CRM.
    Importer: "moderator or account manager", or Scope::PurchasesWrite, if is_host;
    /// Who says that there was a contact.
    Asker: "moderator, designer or account manager", or Scope::ContactsWrite, if is_recorder;
    /// Who reads whom they had asked.
    AskReader: "moderator, designer or account manager", or Scope::ContactsRead, if is_recorder;
    /// Who notes what a customer said of a proposal.
    Noter: "moderator, designer or account manager", or Scope::OnBehalfWrite, if is_recorder;
    /// Who reads what activities there are.
    Attendant: "moderator, designer or account manager", or Scope::ActivitiesRead, if is_recorder;
    /// Who reads which of them an account is invited to.
    AccountAttendant: "moderator or account manager", or Scope::ActivitiesRead, if is_host;
    /// Who plans activities, and says what came of them.
    Organizer: "moderator, designer or account manager", or Scope::ActivitiesWrite, if is_recorder;
    /// Who invites to them whoever fits a profile.
    Inviter: "moderator or account manager", or Scope::ActivitiesWrite, if is_host;
    /// Who reads to whom the company owes a word.
    FollowUpReader: "moderator or designer", or Scope::FollowUpRead, if is_watcher;
    /// Who says the company's word.
    Answerer: "moderator or designer", or Scope::FollowUpWrite, if is_watcher;
    /// Who reads what “You said, we did” is written from.
    SaidDesk: "moderator or designer", or Scope::SaidRead, if is_watcher;
    /// Who writes it.
    SaidWriter: "moderator or designer", or Scope::SaidWrite, if is_watcher;
    /// Who looks after the vote: moderators and designers.
    Watcher: "moderator or designer", if is_watcher;
    Admin: "admin", if |member| member.may(Role::Admin);
}

/// A caller, and whether it is a program that calls in their name, for what people are shown and programs are not.
pub struct Perhaps<C> {
    pub caller: C,
    pub program: bool,
}

impl<C: Caller> Caller for Perhaps<C> {
    const WHO: &'static str = C::WHO;
    const SCOPE: Option<Scope> = C::SCOPE;

    fn admit(sent: &Sent) -> Result<Self, Problem> {
        Ok(Self { caller: C::admit(sent)?, program: sent.who.program.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::several;

    #[test]
    fn for_whom_something_is_is_said_of_several() {
        for (one, many) in [
            ("admin", "admins"),
            ("signatory", "signatories"),
            ("designer or signatory", "designers or signatories"),
            ("moderator, designer or account manager", "moderators, designers or account managers"),
        ] {
            assert_eq!(several(one), many);
        }
    }
}
