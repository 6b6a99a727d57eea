//! What is uploaded as a picture is read with suspicion, and made anew: the right way up, no larger than pages show it, and with
//! nothing in it but what is to be seen. What a camera notes beside it (where, when, whose) does not come through.

use crate::error::{self, Error};
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use model::picture::{LONGEST, MOST_BYTES, MOST_PIXELS, MOST_SIDE};
use model::{Problem, ProblemKind};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The field that complaints about an upload are about.
pub const FIELD: &str = "pictures";
/// Most bytes that a decoder may take: eight for each pixel, as many as any picture has.
const MOST_MEMORY: u64 = MOST_PIXELS * 8;
/// A PNG larger than this is kept as JPEG: it is a photograph, which JPEG holds in a tenth of it.
const MOST_PNG: usize = 512 * 1024;
const QUALITY: u8 = 82;

/// How many are read at once: each may take [`MOST_MEMORY`], and a core.
pub struct Pictures(Arc<Semaphore>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Pictures {
    /// As [`read`], beside the threads that answer; others wait for their turn.
    ///
    /// # Errors
    /// As [`read`].
    pub async fn make(&self, bytes: Vec<u8>) -> error::Result<Made> {
        let turn = self.0.clone().acquire_owned().await.map_err(|fault| Error::Fault(fault.into()))?;
        let made = tokio::task::spawn_blocking(move || {
            let made = read(&bytes);
            // Whoever gives up waiting does not end the work, and so it is not the next one's turn before it has ended.
            drop(turn);
            made
        });
        // A decoder that panics has met something that is no picture.
        let made = made.await.unwrap_or_else(|_| Err(unread()));
        Ok(made?)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Png,
    Jpeg,
}

impl Kind {
    /// As it is stored and sent.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A picture as it is kept.
#[derive(Clone, Debug)]
pub struct Made {
    pub kind: Kind,
    pub width: u32,
    pub height: u32,
    pub bytes: Bytes,
}

impl Made {
    #[must_use]
    pub fn digest(&self) -> String {
        Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Makes a picture of what was uploaded. How large it is, is read from its head, before any of it is unpacked.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn read(bytes: &[u8]) -> Result<Made, Problem> {
    if bytes.is_empty() {
        return Err(Problem::field(FIELD, "Choose a picture."));
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_heavy());
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| unread())?;
    let format = reader
        .format()
        .filter(|format| matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP));
    let format = format.ok_or_else(unread)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    fits(width, height)?;
    // One that says nothing of it, or nonsense, is taken as it lies.
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if width > LONGEST || height > LONGEST {
        // Other ways to make it smaller take as much memory again as it has.
        image = image.thumbnail(LONGEST, LONGEST);
    }
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    anew(&image, format)
}

/// # Errors
/// That it has too many pixels, or none.
pub fn fits(width: u32, height: u32) -> Result<(), Problem> {
    if width == 0 || height == 0 {
        return Err(unread());
    }
    if width > MOST_SIDE || height > MOST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(too_large());
    }
    Ok(())
}

/// As PNG where that is what it was, or where something shows through it; as JPEG where that is much smaller.
fn anew(image: &DynamicImage, format: ImageFormat) -> Result<Made, Problem> {
    let (width, height) = (image.width(), image.height());
    let made = |kind, bytes: Vec<u8>| Made { kind, width, height, bytes: bytes.into() };
    let pixels = image.color().has_alpha().then(|| image.to_rgba8());
    let seen_through = pixels.as_ref().is_some_and(|all| all.pixels().any(|pixel| pixel.0[3] < u8::MAX));
    if format == ImageFormat::Png || seen_through {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
        let written = match &pixels {
            Some(pixels) if seen_through => pixels.write_with_encoder(encoder),
            _ => image.to_rgb8().write_with_encoder(encoder),
        };
        written.map_err(|_| unread())?;
        if bytes.len() <= MOST_PNG {
            return Ok(made(Kind::Png, bytes));
        }
    }
    let opaque = match pixels.filter(|_| seen_through) {
        Some(pixels) => on_white(pixels),
        None => image.to_rgb8(),
    };
    let mut bytes = Vec::new();
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).map_err(|_| unread())?;
    Ok(made(Kind::Jpeg, bytes))
}

fn on_white(pixels: image::RgbaImage) -> RgbImage {
    let (width, height) = pixels.dimensions();
    let mut white = DynamicImage::from(RgbImage::from_pixel(width, height, Rgb([u8::MAX; 3])));
    imageops::overlay(&mut white, &DynamicImage::from(pixels), 0, 0);
    white.into_rgb8()
}

fn refused(fault: ImageError) -> Problem {
    match fault {
        ImageError::Limits(_) => too_large(),
        _ => unread(),
    }
}

fn unread() -> Problem {
    Problem::field(FIELD, "This is no picture that can be read here. Please choose a PNG, JPEG or WebP.")
}

fn too_large() -> Problem {
    let most = MOST_PIXELS / 1_000_000;
    let message = format!(
        "This picture is too large: at most {most} million pixels, and {MOST_SIDE} along a side. Please make it smaller."
    );
    Problem::field(FIELD, message)
}

/// That an upload has too many bytes.
#[must_use]
pub fn too_heavy() -> Problem {
    let most = MOST_BYTES / (1024 * 1024);
    let message = format!("This file is too large: at most {most} MB. Please make the picture smaller.");
    Problem { kind: ProblemKind::TooLarge, ..Problem::field(FIELD, message) }
}
