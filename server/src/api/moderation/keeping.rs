//! How long things are kept, told to whoever they are about: as the site is set, not as it might be.

use crate::config::Config;
use crate::{jobs, session};
use model::Timestamp;
use model::api::moderation::Keeping;

/// One line for each thing that goes by itself.
#[must_use]
pub fn told(config: &Config) -> Vec<Keeping> {
    let declined = match config.keep_declined_days {
        0 => "until whoever wrote them takes them away, or leaves".to_owned(),
        days => self::days(i64::from(days)),
    };
    let line = |what: &str, long: String| Keeping { what: what.to_owned(), long };
    vec![
        line("News under the bell", days(i64::from(config.keep_news_days))),
        line("That a letter was sent to you, and whether it left", days(i64::from(config.keep_letters_days))),
        line("The words of what was not published, and why somebody may not speak for an account", declined),
        line(
            "That you are signed in on a device",
            [&days(session::LIFE.whole_days()), " after you last used it"].concat(),
        ),
        line("What staff decided, and why, in the log that admins read", "for good".to_owned()),
        line("Pictures that belong to nothing", days(jobs::KEEP_LOOSE / Timestamp::DAY)),
    ]
}

fn days(days: i64) -> String {
    match days {
        1 => "one day".to_owned(),
        days => format!("{days} days"),
    }
}
