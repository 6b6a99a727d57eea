//! What anybody may send, made up byte by byte: Markdown, lists as CSV, cursors and filters of lists, pictures. Here for a second
//! each, at random; the same targets serve a coverage-guided fuzzer (`cargo bolero test TARGET`) for as long as one lets it.
//! Nothing may panic, and what each promises of whatever comes in has to hold.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use axum::body::Body;
use axum::extract::Request;
use image::{ImageFormat, Rgba, RgbaImage};
use model::api::audit::ListAudit;
use model::api::proposals::ListProposals;
use model::api::queue::GetQueue;
use model::endpoint::{Endpoint, local, parts};
use model::picture::LONGEST;
use model::queue::Key;
use server::accounts::csv;
use server::api::call::Sent;
use server::auth::Who;
use server::markdown::render;
use server::pictures::{self, Kind};
use server::transfer::sheet::{Sheet, armed, disarmed};
use std::io::Cursor;

/// All the tags that Markdown may become.
const TAGS: [&str; 12] =
    ["p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"];

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[test]
fn markdown() {
    bolero::check!().for_each(|bytes| {
        let html = render(&text(bytes)).0;
        for tag in html.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split([' ', '>', '/']).next().unwrap_or_default();
            assert!(TAGS.contains(&name), "{html}");
            assert!(!tag.to_lowercase().starts_with("a href=\"javascript:"), "{html}");
        }
    });
}

#[test]
fn accounts_as_csv() {
    bolero::check!().for_each(|bytes| {
        let typed = text(bytes);
        if let Ok(sheet) = csv::read(&typed) {
            let lines = typed.lines().count() as u64 + 1;
            assert!(sheet.rows.iter().all(|row| row.line <= lines));
            assert!(sheet.faults.iter().all(|fault| fault.line <= lines && !fault.message.is_empty()));
        }
    });
}

#[test]
fn lists_as_csv() {
    bolero::check!().for_each(|bytes| {
        if let Ok(sheet) = Sheet::read("The list", bytes) {
            let cells = sheet.rows().iter().flat_map(|row| sheet.headings().iter().map(|name| row.get(name)));
            for cell in cells {
                let safe = disarmed(cell);
                // No spreadsheet takes it for a formula, and nothing of it is lost.
                assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
                assert_eq!(armed(&safe), cell);
            }
        }
    });
}

#[test]
fn cursors_and_filters() {
    let rt = tokio::runtime::Builder::new_current_thread().build().unwrap();
    bolero::check!().for_each(|bytes| {
        let typed = text(bytes);
        if let Ok(key) = typed.parse::<Key>() {
            assert_eq!(key.to_string().parse::<Key>().ok(), Some(key));
        }
        if let Some(path) = local(&typed) {
            assert!(path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\"), "{path}");
        }
        let Ok(request) = Request::get(format!("/?{}", escaped(bytes))).body(Body::empty()) else { return };
        let Ok(sent) = rt.block_on(read(request)) else { return };
        same_again::<ListProposals>(&rt, &sent);
        same_again::<GetQueue>(&rt, &sent);
        same_again::<ListAudit>(&rt, &sent);
    });
}

#[test]
fn uploads() {
    bolero::check!().for_each(uploaded);
}

/// Real pictures with some of their bytes changed, which get further than noise does.
#[test]
fn damaged_pictures() {
    let gradient =
        RgbaImage::from_fn(31, 17, |x, y| Rgba([(x * 8) as u8, (y * 15) as u8, 90, 255 - x as u8]));
    let gradient = image::DynamicImage::from(gradient);
    let real = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP].map(|format| {
        let mut file = Cursor::new(Vec::new());
        gradient.to_rgb8().write_to(&mut file, format).unwrap();
        file.into_inner()
    });
    for file in &real {
        assert!(pictures::read(file).is_ok());
    }
    bolero::check!().with_type::<(u8, Vec<(u16, u8)>, Option<u16>)>().for_each(|(which, changes, end)| {
        let mut file = real[usize::from(*which) % real.len()].clone();
        for (place, byte) in changes {
            let place = usize::from(*place) % file.len();
            file[place] ^= byte;
        }
        file.truncate(end.map_or(usize::MAX, usize::from));
        uploaded(&file);
    });
}

/// It is refused with words beside the field; or what is kept is a picture that can be read again, and nothing else.
fn uploaded(bytes: &[u8]) {
    match pictures::read(bytes) {
        Err(refused) => assert!(refused.about(pictures::FIELD).is_some_and(|words| !words.is_empty())),
        Ok(made) => {
            assert!((1..=LONGEST).contains(&made.width) && (1..=LONGEST).contains(&made.height));
            let format = image::guess_format(&made.bytes).unwrap();
            assert_eq!(format == ImageFormat::Png, made.kind == Kind::Png);
            let again = pictures::read(&made.bytes).unwrap();
            assert_eq!((again.width, again.height), (made.width, made.height));
        }
    }
}

async fn read(mut request: Request) -> Result<Sent, model::Problem> {
    request.extensions_mut().insert(Who::stranger());
    Sent::read(request).await
}

/// What was understood is understood the same way when a page links to it.
fn same_again<E: Endpoint>(rt: &tokio::runtime::Runtime, sent: &Sent) {
    let Ok(understood) = sent.request::<E>() else { return };
    let linked = parts(&understood);
    let query = linked.uri.split_once('?').map_or("", |(_, query)| query);
    let round = "round=1&";
    let request = Request::get(format!("/?{round}{query}")).body(Body::empty()).unwrap();
    let again = rt.block_on(read(request)).unwrap().request::<E>();
    assert!(again.is_ok(), "{}", linked.uri);
}

/// Any byte, as an address carries it; `&` and `=` part names from values.
fn escaped(bytes: &[u8]) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"&=/-_.".contains(byte);
    bytes
        .iter()
        .map(|byte| if plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02x}") })
        .collect()
}
