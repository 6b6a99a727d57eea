//! One page of a longer list.

use serde::{Deserialize, Serialize};

/// Items on one page of a list.
pub const PAGE_SIZE: usize = 20;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    // Else the description of the API refers to what nothing else may have described.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: usize,
    /// From 1.
    pub page: usize,
}

impl<T> Page<T> {
    /// The page of a whole list that somebody asked for, if any; one beyond the last is empty.
    #[must_use]
    pub fn of(list: Vec<T>, page: Option<usize>) -> Self {
        let (total, page) = (list.len(), page.unwrap_or(1).max(1));
        let before = (page - 1).saturating_mul(PAGE_SIZE);
        Self { items: list.into_iter().skip(before).take(PAGE_SIZE).collect(), total, page }
    }

    /// The number of the last page, from 1.
    #[must_use]
    pub fn last(&self) -> usize {
        self.total.div_ceil(PAGE_SIZE).max(1)
    }
}
