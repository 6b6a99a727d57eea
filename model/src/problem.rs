//! The one error on the wire: what went wrong, in words for the person it happened to, and which field it is
//! about. Causes stay in the server's log.

use serde::{Deserialize, Serialize};

/// What kind of trouble; each has one HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    Invalid,
    SignInNeeded,
    NotAllowed,
    NotFound,
    Conflict,
    TooLarge,
    TooMany,
    Unavailable,
    Internal,
}

impl ProblemKind {
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Invalid => 422,
            Self::SignInNeeded => 401,
            Self::NotAllowed => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    pub kind: ProblemKind,
    /// A sentence that says what to do.
    pub message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's name in the request, with dots into nested ones: `costs.0.amount`.
    pub field: String,
    pub message: String,
}

impl Problem {
    #[must_use]
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), fields: Vec::new() }
    }

    /// A field that cannot be taken as it is.
    #[must_use]
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            kind: ProblemKind::Invalid,
            message: "Please look at the marked field.".into(),
            fields: vec![FieldProblem { field: field.into(), message }],
        }
    }

    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(ProblemKind::NotFound, format!("There is no such {what}, or it is not open to you."))
    }

    #[must_use]
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(ProblemKind::Conflict, message)
    }

    #[must_use]
    pub fn not_allowed(message: impl Into<String>) -> Self {
        Self::new(ProblemKind::NotAllowed, message)
    }

    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(ProblemKind::SignInNeeded, "Please sign in first.")
    }

    /// The message for `field`, if there is one.
    #[must_use]
    pub fn about(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        for field in &self.fields {
            write!(f, " {}: {}", field.field, field.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
