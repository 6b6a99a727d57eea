//! The company's lists of activities, functions and tools: putting right what was mistyped. Designers. Adopted designs keep the words
//! that they were signed with; drafts, version 0, sign-off rules and owners of promises take the new name.

use super::Done;
use crate::EntryId;
use crate::Name;
use crate::endpoint::endpoint;
use crate::practice::Listed;
use serde::{Deserialize, Serialize};

/// All entries, by list and in the order of the alphabet, as far as they come from rounds that I may see.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListEntries {}
endpoint!(Get "/lists" ListEntries => Vec<Listed>);

/// Gives an entry another name. The former one stands for it from then on, wherever it is written; renaming it back undoes this.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameEntry {
    pub entry: EntryId,
    /// What it is called, as the writer has read it: refused where it is called otherwise by now.
    pub was: Name,
    pub name: Name,
}
endpoint!(Post "/lists/{entry}/rename" RenameEntry => Done);

/// Makes an entry one with another of its list: what uses it uses the other, with what it can carry and where it signs. Its name stands
/// for the other from then on. This is not taken back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeEntry {
    pub entry: EntryId,
    /// What it is called, as the writer has read it: refused where it is called otherwise by now.
    pub was: Name,
    /// The name of the one that stays.
    pub name: Name,
}
endpoint!(Post "/lists/{entry}/merge" MergeEntry => Done);

/// Takes an entry away that nothing uses.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveEntry {
    pub entry: EntryId,
    /// What it is called, as the writer has read it: refused where it is called otherwise by now.
    pub was: Name,
}
endpoint!(Post "/lists/{entry}/remove" RemoveEntry => Done);

/// Lets a former name stand for an entry no longer: whoever writes it means something else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DropFormerName {
    pub entry: EntryId,
    pub name: Name,
}
endpoint!(Post "/lists/{entry}/former/drop" DropFormerName => Done);
