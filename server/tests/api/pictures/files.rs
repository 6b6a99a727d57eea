//! Files to upload: pictures of which one half is red, with and without a camera's notes, and some that claim to be vast.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, GenericImageView, ImageEncoder, ImageFormat, Rgb, RgbImage};

/// What a camera notes: that it was held upright (the picture is to be turned to the right), and where it was.
pub const EXIF: &[u8] = b"II*\0\x08\0\0\0\x02\0\
    \x12\x01\x03\0\x01\0\0\0\x06\0\0\0\
    \x0f\x01\x02\0\x07\0\0\0\x26\0\0\0\
    \0\0\0\0\
    52.52N\0";

/// Red on the left, blue on the right.
pub fn half_and_half(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([230, 10, 10]) } else { Rgb([10, 10, 230]) },
    )
}

pub fn is_red(image: &DynamicImage, x: u32, y: u32) -> bool {
    let [red, _, blue, _] = image.get_pixel(x, y).0;
    red > 150 && blue < 100
}

pub fn written(image: &RgbImage, format: ImageFormat, exif: Option<&[u8]>) -> Vec<u8> {
    fn with(mut encoder: impl ImageEncoder, image: &RgbImage, exif: Option<&[u8]>) {
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif.to_vec()).unwrap();
        }
        image.write_with_encoder(encoder).unwrap();
    }
    let mut bytes = Vec::new();
    match format {
        ImageFormat::Jpeg => with(JpegEncoder::new(&mut bytes), image, exif),
        ImageFormat::Png => with(PngEncoder::new(&mut bytes), image, exif),
        _ => with(WebPEncoder::new_lossless(&mut bytes), image, exif),
    }
    bytes
}

/// A PNG of a few bytes that says it is so large.
pub fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = written(&RgbImage::new(1, 1), ImageFormat::Png, None);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// The checksum of a part of a PNG.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 },
        )
    })
}
