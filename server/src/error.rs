//! What a handler may fail with: a problem that the caller is told, or a fault that only the log is.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use model::{Problem, ProblemKind};

#[derive(Debug)]
pub enum Error {
    /// Told as it is.
    Problem(Problem),
    /// Logged once, here at the border; the caller hears that something went wrong on our side.
    Fault(anyhow::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<anyhow::Error> for Error {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}

impl From<sqlx::Error> for Error {
    fn from(fault: sqlx::Error) -> Self {
        Self::Fault(fault.into())
    }
}

impl Error {
    /// A broken unique constraint as a problem with a field; any other fault stays one. Used beside the statement.
    #[must_use]
    pub fn taken(fault: sqlx::Error, field: &str, message: &str) -> Self {
        match fault.as_database_error() {
            Some(cause) if cause.is_unique_violation() => Problem::field(field, message).into(),
            _ => fault.into(),
        }
    }

    /// What the caller is told. A fault is written to the log.
    #[must_use]
    pub fn told(self) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Fault(fault) => {
                tracing::error!(error = format!("{fault:#}"), "a request failed");
                Problem::new(
                    ProblemKind::Internal,
                    "Something went wrong on our side. Nothing was changed; please try again.",
                )
            }
        }
    }
}

/// A problem as JSON with its status.
pub fn respond(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(problem)).into_response()
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        respond(&self.told())
    }
}
