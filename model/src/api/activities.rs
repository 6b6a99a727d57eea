//! Activities: planning, inviting, answering, noting what came out of them, and presenting it back.

use super::Done;
use super::card::FindByProfile;
use crate::activity::outcome::{MyOutcome, Outcome, Reply};
use crate::activity::{
    ActivityLine, ActivitySheet, ActivityText, Coming, Invitation, Invited, OfAccount, path,
};
use crate::comment::Tone;
use crate::endpoint::endpoint;
use crate::proposal::ProposalText;
use crate::text::blank_is_none;
use crate::{AccountId, ActivityId, Email, OutcomeId, PersonId, ProposalId, Reason, Remark, RoundId};
use serde::{Deserialize, Serialize};

crate::untold!(GetInvitation, AnswerInvitation, GetOutcome, AnswerOutcome, ConfirmProposal, ConfirmStory);

/// All of them, what is due first and then the latest. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListActivities {}
endpoint!(Get "/activities" ListActivities => Vec<ActivityLine>);

/// Plans one. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanActivity {
    pub round: RoundId,
    #[serde(flatten)]
    pub text: ActivityText,
}
endpoint!(Post "/activities" PlanActivity => ActivitySheet, lands: |sheet| path(sheet.id));

/// All that is known of one. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetActivity {
    pub activity: ActivityId,
}
endpoint!(Get "/activities/{activity}" GetActivity => ActivitySheet);

/// Changes one that is planned; those who are invited are told. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeActivity {
    pub activity: ActivityId,
    /// The `revision` that was read. Refused when somebody has changed it since, with what it says now; missing: written over it.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
    #[serde(flatten)]
    pub text: ActivityText,
}
endpoint!(Post "/activities/{activity}" ChangeActivity => ActivitySheet, lands: |sheet| path(sheet.id));

/// Cancels one that is planned; those who are invited are told why. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CancelActivity {
    pub activity: ActivityId,
    pub reason: Reason,
}
endpoint!(Post "/activities/{activity}/cancel" CancelActivity => Done);

/// Says that one was held, and who was present. Again, as long as its result is not presented: what was said before is replaced.
/// Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldActivity {
    pub activity: ActivityId,
    /// Who was noted as present when the list was read, as [`crate::activity::presence`] says it.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub seen: Option<i64>,
    /// Of those who are invited.
    #[serde(default, deserialize_with = "crate::id::several")]
    pub people: Vec<PersonId>,
    /// The same by their addresses, as programs know them that are told no names.
    #[serde(default, deserialize_with = "crate::id::several")]
    pub emails: Vec<Email>,
}
endpoint!(Post "/activities/{activity}/held" HoldActivity => Done);

/// Presents its result back to all who were invited, by notice and letter, with the proposals that came of it. Moderators, designers,
/// account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PresentActivity {
    pub activity: ActivityId,
    /// Markdown.
    pub result: Remark,
}
endpoint!(Post "/activities/{activity}/result" PresentActivity => Done);

/// Notes something for staff alone. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddActivityNote {
    pub activity: ActivityId,
    pub text: Remark,
}
endpoint!(Post "/activities/{activity}/notes" AddActivityNote => Done);

/// Invites somebody who is here already. Once it is over they are added as present, and not written to. Moderators, designers, account
/// managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitePerson {
    pub activity: ActivityId,
    pub email: Email,
}
endpoint!(Post "/activities/{activity}/people" InvitePerson => Done);

/// Takes back an invitation that has not been answered, as long as the activity is not over; whoever it was is told. Moderators,
/// designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UninvitePerson {
    pub activity: ActivityId,
    pub person: PersonId,
}
endpoint!(Post "/activities/{activity}/people/{person}/uninvite" UninvitePerson => Done);

/// Invites the people of all accounts that fit, two hundred at once at most. Moderators, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteByProfile {
    pub activity: ActivityId,
    #[serde(flatten)]
    pub profile: FindByProfile,
}
endpoint!(Post "/invitations" InviteByProfile => Invited, lands: |told| {
    let Invited { activity, invited, before, without_letter } = told;
    format!("{}?invited={invited}&before={before}&without={without_letter}", path(*activity))
});

/// Notes a proposal that somebody made there; they are asked by letter whether it is so. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteProposal {
    pub activity: ActivityId,
    /// One of those present.
    pub person: PersonId,
    #[serde(flatten)]
    pub text: ProposalText,
}
endpoint!(Post "/activities/{activity}/proposals" NoteProposal => Done);

/// Notes a story that somebody told there; they are asked by letter whether it is so. Moderators, designers, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteStory {
    pub activity: ActivityId,
    /// One of those present.
    pub person: PersonId,
    /// The proposal that it is to stand beside.
    pub beside: ProposalId,
    pub tone: Tone,
    pub text: Remark,
}
endpoint!(Post "/activities/{activity}/stories" NoteStory => Done);

/// Those of an account's people, the latest first. Moderators, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListActivitiesOfAccount {
    pub account: AccountId,
}
endpoint!(Get "/accounts/{account}/activities" ListActivitiesOfAccount => Vec<OfAccount>);

/// What I am invited to, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListMyActivities {}
endpoint!(Get "/me/activities" ListMyActivities => Vec<Invitation>);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMyActivity {
    pub activity: ActivityId,
}
endpoint!(Get "/me/activities/{activity}" GetMyActivity => Invitation);

/// Says whether I come; until it is over I may say otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerActivity {
    pub activity: ActivityId,
    pub answer: Coming,
}
endpoint!(Post "/me/activities/{activity}" AnswerActivity => Invitation);

/// What a letter invites to. Known to whoever holds the letter.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetInvitation {
    pub key: String,
}
endpoint!(Get "/invitations/{key}" GetInvitation => Invitation);

/// The answer of whoever holds the letter. It does not sign in, and may be changed until the activity is over.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerInvitation {
    pub key: String,
    pub answer: Coming,
}
endpoint!(Post "/invitations/{key}" AnswerInvitation => Invitation);

/// What a letter asks its reader to confirm. Known to whoever holds the letter.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetOutcome {
    pub key: String,
}
endpoint!(Get "/outcomes/{key}" GetOutcome => Outcome);

/// The answer of whoever holds the letter. It works once and does not sign in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerOutcome {
    pub key: String,
    pub answer: Reply,
}
endpoint!(Post "/outcomes/{key}" AnswerOutcome => Outcome);

/// It is so in other words: the proposal as it is to be.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmProposal {
    pub key: String,
    #[serde(flatten)]
    pub text: ProposalText,
}
endpoint!(Post "/outcomes/{key}/proposal" ConfirmProposal => Outcome);

/// It is so in other words: the story as it is to be.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmStory {
    pub key: String,
    pub tone: Tone,
    pub text: Remark,
}
endpoint!(Post "/outcomes/{key}/story" ConfirmStory => Outcome);

/// What staff noted that I said at activities, and I have not answered yet, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListMyOutcomes {}
endpoint!(Get "/me/outcomes" ListMyOutcomes => Vec<MyOutcome>);

/// One of them; also once I have answered it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMyOutcome {
    pub outcome: OutcomeId,
}
endpoint!(Get "/me/outcomes/{outcome}" GetMyOutcome => Outcome);

/// Says whether it is so: once, here or behind the link in the letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerMyOutcome {
    pub outcome: OutcomeId,
    pub answer: Reply,
}
endpoint!(Post "/me/outcomes/{outcome}" AnswerMyOutcome => Outcome);

/// It is so in other words: the proposal as it is to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmMyProposal {
    pub outcome: OutcomeId,
    #[serde(flatten)]
    pub text: ProposalText,
}
endpoint!(Post "/me/outcomes/{outcome}/proposal" ConfirmMyProposal => Outcome);

/// It is so in other words: the story as it is to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmMyStory {
    pub outcome: OutcomeId,
    pub tone: Tone,
    pub text: Remark,
}
endpoint!(Post "/me/outcomes/{outcome}/story" ConfirmMyStory => Outcome);
