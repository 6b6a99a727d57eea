//! What the permission table is tried on: a round for everybody, one for customers, one for a segment, one for staff, each with
//! the same in it; and a caller of every kind.

use crate::harness::{Caller, Here, proposal, signature};
use crate::pictures::{named, uploaded};
use crate::practices::practice;
use model::access::NOT_FOR_CUSTOMERS;
use model::account::{AccountText, Attribute};
use model::api::access::{SetAccess, Wanted, Who};
use model::api::accounts::{AddAccount, AddSegment};
use model::api::comments::AddComment;
use model::api::designs::Adopt;
use model::api::merging::MergeProposal;
use model::api::practices::AddPractice;
use model::api::proposals::{Judge, Propose};
use model::api::rounds::{AddRound, GetRound, OpenPhase};
use model::comment::Kind;
use model::person::Role;
use model::picture::With;
use model::round::{Phase, Scheme};
use model::verdict::Decision;
use model::{CommentId, PictureId, PracticeId, ProposalId, RoundId, Version};

/// Of whom each round of the fixture is.
pub const ROUNDS: [&str; 4] = ["everybody", "customers", "a segment", "staff"];
/// The callers before staff.
pub const CUSTOMERS: usize = 4;

/// What one round has to ask about.
pub struct Of {
    pub round: RoundId,
    pub proposal: ProposalId,
    /// Merged into the one above.
    merged: ProposalId,
    comment: CommentId,
    /// To report: enough of that takes it out of sight.
    reported: (ProposalId, CommentId),
    pub practice: PracticeId,
    picture: PictureId,
    version: Version,
    /// That of the customer within; the same in every round.
    account: i64,
}

impl Of {
    pub fn has_no_version(&self) -> bool {
        self.version.0 == NEVER
    }

    /// What never was, with an account.
    pub fn nowhere(account: i64) -> Self {
        Self {
            round: RoundId(NEVER),
            proposal: ProposalId(NEVER),
            merged: ProposalId(NEVER),
            comment: CommentId(NEVER),
            reported: (ProposalId(NEVER), CommentId(NEVER)),
            practice: PracticeId(NEVER),
            picture: PictureId(NEVER),
            version: Version(NEVER),
            account,
        }
    }

    /// A path or body with what stands in braces filled in.
    pub fn fill(&self, text: &str) -> String {
        let fields = [
            ("{round}", self.round.0),
            ("{proposal}", self.proposal.0),
            ("{merged}", self.merged.0),
            ("{comment}", self.comment.0),
            ("{reported}", self.reported.0.0),
            ("{reported comment}", self.reported.1.0),
            ("{practice}", self.practice.0),
            ("{picture}", self.picture.0),
            ("{version}", self.version.0),
            ("{account}", self.account),
            ("{nothing}", NEVER),
        ];
        fields.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, &id.to_string()))
    }
}

/// No key is so large.
const NEVER: i64 = 999_999;

pub struct Fixture {
    pub callers: Vec<(&'static str, Caller)>,
    pub rounds: Vec<Of>,
    /// What never was.
    pub nowhere: Of,
}

impl Fixture {
    pub async fn new(here: &Here) -> Self {
        let first = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        let attribute = segment(here, &admin).await;
        let within = account(here, &admin, "Second Bank", Some(attribute.clone())).await;
        let mut rounds = Vec::new();
        for (place, who) in [Who::Public, Who::Customers, Who::Chosen, Who::Staff].into_iter().enumerate() {
            let round = if place == 0 { first } else { another(here, &admin).await };
            let see = Wanted { segments: vec![attribute.clone()], ..Wanted::from(who) };
            set(here, &admin, SetAccess { see, ..open(round) }).await;
            rounds.push(fill(here, &admin, round, within).await);
        }
        let callers = callers(here, &admin, within).await;
        let nowhere = Of::nowhere(NEVER);
        Self { callers, rounds, nowhere }
    }
}

/// The rule as it is where nobody has set one.
pub fn open(round: RoundId) -> SetAccess {
    SetAccess {
        round,
        see: Who::Public.into(),
        propose: Who::Customers.into(),
        vote: Who::Customers.into(),
        comment: Who::Customers.into(),
    }
}

pub async fn set(here: &Here, who: &Caller, request: SetAccess) {
    here.call(who, request).await.unwrap();
}

/// A segment attribute, with an account in it so that it can be chosen.
pub async fn segment(here: &Here, admin: &Caller) -> Attribute {
    let segment = here.call(admin, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap().id;
    let attribute = Attribute { segment, value: "Banks".parse().unwrap() };
    account(here, admin, "First Bank", Some(attribute.clone())).await;
    attribute
}

pub async fn account(here: &Here, admin: &Caller, name: &str, attribute: Option<Attribute>) -> i64 {
    let text = AccountText { attributes: attribute.into_iter().collect(), ..crate::accounts::text(name) };
    here.call(admin, AddAccount { text, part_of: None }).await.unwrap().id.0
}

pub async fn another(here: &Here, admin: &Caller) -> RoundId {
    let question = "How should we treat you?".parse().unwrap();
    here.call(admin, AddRound { question, scheme: Scheme::default() }).await.unwrap().id
}

/// Strangers, customers, and every role of staff, in the order of the table.
async fn callers(here: &Here, admin: &Caller, within: i64) -> Vec<(&'static str, Caller)> {
    let other = account(here, admin, "Corner Shop", None).await;
    vec![
        ("a stranger", Caller::stranger()),
        ("an unconfirmed customer", here.member("Una", None).await),
        ("a customer of another segment", here.member("Olga", Some(other)).await),
        ("a customer within", here.member("Will", Some(within)).await),
        ("a moderator", here.staff("Mo", Role::Moderator).await),
        ("a designer", here.staff("Dee", Role::Designer).await),
        ("a signatory", here.staff("Gus", Role::Signatory).await),
        ("an account manager", here.staff("Ann", Role::AccountManager).await),
        ("an admin", admin.clone()),
    ]
}

async fn published(here: &Here, admin: &Caller, round: RoundId, title: &str) -> ProposalId {
    let id = here.call(admin, Propose { round, text: proposal(title) }).await.unwrap().id;
    let judge = Judge { proposal: id, decision: Decision::Publish, reason: None, trust: false };
    // In an open round it is published already.
    drop(here.call(admin, judge).await);
    id
}

async fn said(here: &Here, admin: &Caller, proposal: ProposalId, text: &str) -> CommentId {
    let text = text.parse().unwrap();
    let comment = AddComment { follow: false, proposal, parent: None, kind: Kind::Comment, tone: None, text };
    here.call(admin, comment).await.unwrap().id
}

/// With a picture.
async fn shown(
    here: &Here,
    admin: &Caller,
    (round, proposal): (RoundId, ProposalId),
    text: &str,
) -> (CommentId, PictureId) {
    let picture = uploaded(here, admin, round).await;
    let text = text.parse().unwrap();
    let comment = AddComment { follow: false, proposal, parent: None, kind: Kind::Comment, tone: None, text };
    let pictures = Some(named(&[(&picture, "The gate")]));
    (here.call(admin, With { request: comment, pictures }).await.unwrap().id, picture.id)
}

/// Nothing is adopted where customers may not see it: there is no version to ask about.
async fn adopted(here: &Here, admin: &Caller, round: RoundId) -> Version {
    let signed: Adopt = signature(round);
    let signed = here.call(admin, signed).await;
    if here.call(admin, GetRound { round }).await.unwrap().not_for_customers {
        assert_eq!(signed.unwrap_err().message, NOT_FOR_CUSTOMERS);
        return Version(NEVER);
    }
    signed.unwrap().version
}

/// Puts into a round what the table asks about.
pub async fn fill(here: &Here, admin: &Caller, round: RoundId, account: i64) -> Of {
    // Not one of the callers: what is one's own is another matter.
    let fay = here.staff(&format!("Fay {round}"), Role::Moderator).await;
    let one = published(here, &fay, round, &format!("Send one person to {round}")).await;
    let merged = published(here, &fay, round, &format!("The same face at {round}")).await;
    let reported = published(here, &fay, round, &format!("Call us on Mondays in {round}")).await;
    here.call(admin, MergeProposal { proposal: merged, into: one }).await.unwrap();
    let (comment, picture) = shown(here, &fay, (round, one), &format!("Yes, in {round}.")).await;
    let reported = (reported, said(here, &fay, reported, &format!("Never in {round}.")).await);
    let text = practice(&format!("One person for {round}"), &[one]);
    let practice = here.call(admin, AddPractice { round, text }).await.unwrap().id;
    here.call(admin, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
    let version = adopted(here, admin, round).await;
    Of { round, proposal: one, merged, comment, reported, practice, picture, version, account }
}
