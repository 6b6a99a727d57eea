//! "You said, we did" as an Atom feed (RFC 4287): what the page shows, and nothing else.

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};
use model::Timestamp;
use model::said::Said;

/// `link` makes a full address of a path.
#[must_use]
pub fn atom(company: &str, link: impl Fn(&str) -> String, entries: &[Said]) -> String {
    let page = link("/you-said-we-did");
    let this = link(crate::api::said::FEED);
    let updated = entries.iter().map(|entry| entry.changed.max(entry.published.unwrap_or_default())).max();
    let updated = updated.unwrap_or(Timestamp(0)).iso();
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{id}</id>\n<title>You said, we did{company}</title>\n<updated>{updated}</updated>\n\
         <author><name>{author}</name></author>\n\
         <link rel=\"self\" href=\"{this}\"/>\n<link rel=\"alternate\" href=\"{alternate}\"/>\n",
        id = encode_text(&page),
        company = if company.is_empty() { String::new() } else { format!(" · {}", encode_text(company)) },
        author = if company.is_empty() { "Accord".into() } else { encode_text(company) },
        this = attribute(&this),
        alternate = attribute(&page),
    );
    for entry in entries {
        feed.push_str(&one(&page, &link, entry));
    }
    feed.push_str("</feed>\n");
    feed
}

fn one(page: &str, link: &impl Fn(&str) -> String, entry: &Said) -> String {
    let address = format!("{page}#entry-{}", entry.id);
    let promise = link(&format!("/promises/{}", entry.practice));
    let mut words = entry.text.words.to_string();
    for asked in &entry.asked {
        words.push_str(&format!(
            "\n\nYou said: {}\n{}",
            asked.title,
            link(&format!("/proposals/{}", asked.proposal))
        ));
    }
    let published = entry.published.unwrap_or_default();
    format!(
        "<entry>\n<id>{id}</id>\n<title>{did}: {title}</title>\n<published>{published}</published>\n<updated>{updated}</updated>\n\
         <category term=\"{term}\"/>\n<link rel=\"alternate\" href=\"{address}\"/>\n<link rel=\"related\" href=\"{promise}\"/>\n\
         <content type=\"text\">{words}</content>\n</entry>\n",
        id = encode_text(&address),
        did = capital(entry.text.did.word()),
        title = encode_text(entry.text.title.as_str()),
        published = published.iso(),
        updated = entry.changed.max(published).iso(),
        term = entry.text.did.word(),
        address = attribute(&address),
        promise = attribute(&promise),
        words = encode_text(&words),
    )
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
