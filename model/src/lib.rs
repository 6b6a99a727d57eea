//! What Accord's two sides say to each other: the domain's nouns as types that cannot be wrong, and the API as
//! types. No input or output, no framework; the same on the server and in the browser.

pub mod access;
pub mod account;
pub mod activity;
pub mod api;
pub mod ask;
pub mod audit;
pub mod card;
pub mod cells;
pub mod comment;
pub mod complaint;
pub mod design;
pub mod effect;
pub mod endpoint;
pub mod event;
pub mod finding;
pub mod follow_up;
pub mod gate;
pub mod id;
pub mod intake;
pub mod integrity;
pub mod joining;
pub mod mention;
pub mod merging;
pub mod note;
pub mod notice;
pub mod on_behalf;
pub mod page;
pub mod passkey;
pub mod person;
pub mod picture;
pub mod practice;
pub mod problem;
pub mod program;
pub mod promise;
pub mod proposal;
pub mod purchase;
pub mod queue;
pub mod round;
pub mod said;
pub mod scorecard;
pub mod selection;
pub mod sign_off;
pub mod stale;
pub mod text;
pub mod time;
pub mod untold;
pub mod value;
pub mod verdict;
pub mod vote;
pub mod ways;
pub mod writing;

pub use endpoint::{API, Endpoint, Method};
pub use id::{
    AccountId, AccountInvitationId, ActivityId, CommentId, ContactId, DeliveryId, EntryId, HookId,
    JoinRequestId, LinkId, NoticeId, OutcomeId, PasskeyId, PersonId, PictureId, PracticeId, ProposalId,
    PurchaseId, ResourceId, RoundId, SaidId, SegmentId, SessionId, SigningId, TokenId, Version,
};
pub use page::{PAGE_SIZE, Page};
pub use problem::{FieldProblem, Problem, ProblemKind};
pub use text::{Alt, Email, Explanation, Html, Name, Particular, Question, Reason, Remark, Title, Unit, Why};
pub use time::Timestamp;
