//! Who is calling, and what that lets them do: each kind of caller is a type that a handler asks for, and that it
//! gets only if the check passes, so that no handler can forget it.

use crate::api::call::Sent;
use crate::memory::Member;
use crate::tokens::Program;
use http::{HeaderMap, HeaderValue};
use model::person::Role;
use model::program::Scope;
use model::{PersonId, Problem, ProblemKind};
use parking_lot::Mutex;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Deref;
use std::sync::Arc;
use tower_sessions::Session;

model::untold!(Cookies);

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

        impl Caller for $name {
            const WHO: &'static str = $who;
            const SCOPE: Option<Scope> = Some($scope);
            fn admit(sent: &Sent) -> Result<Self, Problem> {
                Ok(Self(sent.who.clone()))
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
}

/// Who votes: whoever is signed in, or a guest where the round allows it, which is for the handler to find out.
#[derive(Clone, Debug)]
pub struct Voter {
    pub who: Who,
    /// Where a guest is kept.
    pub session: Option<Session>,
}

impl Caller for Voter {
    const WHO: &'static str = "customer, or guest where the round allows it";
    fn admit(sent: &Sent) -> Result<Self, Problem> {
        Ok(Self { who: sent.who.clone(), session: sent.session().cloned() })
    }
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
    /// Who says how indicators stand.
    Measurer: "designer or account manager", or Scope::ValuesWrite, if |member| member.may(Role::Designer) || member.may(Role::AccountManager);
    /// Who finds accounts by target profile.
    Finder: "moderator or account manager", or Scope::ProfilesRead, if is_host;
    /// Who brings purchases from a CRM.
    Importer: "moderator or account manager", or Scope::PurchasesWrite, if is_host;
    /// Who says that there was a contact.
    Asker: "moderator, designer or account manager", or Scope::ContactsWrite, if is_recorder;
    /// Who reads what activities there are.
    Attendant: "moderator, designer or account manager", or Scope::ActivitiesRead, if is_recorder;
    /// Who reads to whom the company owes a word.
    FollowUpReader: "moderator or designer", or Scope::FollowUpRead, if is_watcher;
    /// Who looks after the vote: moderators and designers.
    Watcher: "moderator or designer", if is_watcher;
    Admin: "admin", if |member| member.may(Role::Admin);
}

/// Cookies that the answer to a call sets. Cheap to clone.
#[derive(Clone, Default)]
pub struct Cookies(Arc<Mutex<Vec<HeaderValue>>>);

impl Cookies {
    pub fn set(&self, cookie: HeaderValue) {
        self.0.lock().push(cookie);
    }

    /// Those set so far.
    #[must_use]
    pub fn take(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.0.lock())
    }
}

/// A caller together with their browser, for what changes what the browser holds: signing in and out, the theme.
#[derive(Clone)]
pub struct Visitor<C> {
    pub caller: C,
    pub who: Who,
    pub session: Session,
    pub headers: HeaderMap,
    pub cookies: Cookies,
}

impl<C: Caller> Caller for Visitor<C> {
    const WHO: &'static str = C::WHO;

    fn admit(sent: &Sent) -> Result<Self, Problem> {
        let caller = C::admit(sent)?;
        let no_session = || Problem::new(ProblemKind::Internal, "This needs a browser's session.");
        Ok(Self {
            caller,
            who: sent.who.clone(),
            session: sent.session().cloned().ok_or_else(no_session)?,
            headers: sent.headers().clone(),
            cookies: sent.cookies.clone(),
        })
    }
}

impl<C> Deref for Visitor<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.caller
    }
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
