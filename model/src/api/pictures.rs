//! Pictures: uploading one, before something that is written names it.

use crate::RoundId;
use crate::endpoint::{Endpoint, Method};
use crate::picture::{MOST_BYTES, Picture};
use serde::{Deserialize, Serialize};

/// Uploads a picture (PNG, JPEG or WebP) for something that the caller is about to write in this round. The body is the file
/// itself. What is kept is smaller, the right way up, and without what the camera noted beside it. Until a proposal, comment or
/// story names it, nobody but the caller sees it; after a day it goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPicture {
    pub round: RoundId,
    #[serde(skip)]
    pub body: Vec<u8>,
}

impl Endpoint for AddPicture {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/rounds/{round}/pictures";
    const RAW: usize = MOST_BYTES;
    type Reply = Picture;

    fn with_raw(self, body: Vec<u8>) -> Self {
        Self { body, ..self }
    }
}
