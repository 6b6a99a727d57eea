//! The settings' file: TOML in which each key is a flag's name without its dashes. What it says takes the place of
//! the defaults; environment and flags outdo it.

use super::hand_over::{self, HandOver};
use super::providers::{self, Provider};
use anyhow::{Context, bail};
use clap::Command;
use std::ffi::OsString;
use std::path::PathBuf;

/// The file named by `--config` or `ACCORD_CONFIG`, if any: looked for before the command line is read in full,
/// because that needs the file's values as its defaults.
#[must_use]
pub fn named(args: &[OsString], environment: Option<OsString>) -> Option<PathBuf> {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--config" {
            return args.next().map(PathBuf::from);
        }
        if let Some(path) = arg.to_str().and_then(|arg| arg.strip_prefix("--config=")) {
            return Some(PathBuf::from(path));
        }
    }
    environment.filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Settings whose values are not shown.
const SECRET: [&str; 2] = ["database-url", "smtp-url"];

/// What a file says.
pub struct File {
    path: PathBuf,
    /// Values of settings that are flags as well.
    values: toml::Table,
    /// Whom people may sign in with.
    pub providers: Vec<Provider>,
    /// The company's own product that hands people over.
    pub hand_over: Option<HandOver>,
}

/// # Errors
/// When the file cannot be read, or what it says of providers or of a hand-over is wrong.
pub fn read(path: PathBuf) -> anyhow::Result<File> {
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("config: reading {}", path.display()))?;
    let mut values: toml::Table = text.parse().map_err(|fault: toml::de::Error| {
        // In words of its own: toml's quote the line, and with it a secret.
        let before = fault.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        anyhow::anyhow!("config: {}, line {line}: {}", path.display(), fault.message())
    })?;
    let of = |name: &str| format!("config: {name} in {}", path.display());
    let providers = match values.remove("providers") {
        Some(toml::Value::Table(tables)) => providers::read(tables).with_context(|| of("providers"))?,
        Some(_) => bail!("{} must be tables, as [providers.KEY]", of("providers")),
        None => Vec::new(),
    };
    let table = values.remove("hand-over");
    let hand_over = table.map(hand_over::read).transpose().with_context(|| of("hand-over"))?;
    Ok(File { path, values, providers, hand_over })
}

/// The command with the file's values as defaults.
///
/// # Errors
/// When the file names a setting that there is not.
pub fn with_defaults(mut command: Command, file: &File) -> anyhow::Result<Command> {
    for (name, value) in &file.values {
        let known =
            command.get_arguments().find(|arg| arg.get_long() == Some(name.as_str()) && name != "config");
        let Some(id) = known.map(|arg| arg.get_id().to_string()) else {
            bail!("config: {} has a setting {name:?}, and there is none of that name", file.path.display());
        };
        let value = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(yes) => yes.to_string(),
            _ => {
                bail!("config: {name} in {} must be a text, a number, or true or false", file.path.display())
            }
        };
        let secret = SECRET.contains(&name.as_str());
        command = command.mut_arg(id, |arg| arg.default_value(value).hide_default_value(secret));
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use clap::{Args, FromArgMatches};

    fn command(text: &str) -> anyhow::Result<(Command, File)> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("accord.toml");
        std::fs::write(&path, text)?;
        let file = super::read(path)?;
        Ok((with_defaults(Config::augment_args(Command::new("accord")), &file)?, file))
    }

    fn read(file: &str, args: &[&str]) -> anyhow::Result<Config> {
        let (command, file) = command(file)?;
        let matches = command.try_get_matches_from(std::iter::once(&"accord").chain(args))?;
        let config = Config {
            providers: file.providers,
            hand_over: file.hand_over,
            ..Config::from_arg_matches(&matches)?
        };
        config.check()?;
        Ok(config)
    }

    #[test]
    fn secrets_are_not_shown() {
        let text = "smtp-url = \"smtp://accord:s3cret@mail.example\"\ndatabase-url = \"postgres://accord:s3cret@db/x\"\n\
                    [providers.acme]\nname = \"Acme\"\nissuer = \"https://login.acme.example\"\nclient-id = \"accord\"\n\
                    client-secret = \"s3cret\"\n[hand-over]\nname = \"Acme Cloud\"\nsecret = \"s3cret-that-is-long-enough-to-be-used\"\n";
        let (mut command, file) = command(text).unwrap();
        let help = command.render_long_help().to_string();
        assert!(help.contains("--smtp-url") && !help.contains("s3cret"), "{help}");
        assert!(!format!("{:?}", file.providers).contains("s3cret"));
        let config = read(text, &[]).unwrap();
        assert_eq!(config.providers[0].secret.as_ref().unwrap().reveal(), "s3cret");
        assert_eq!(config.database(), "postgres://accord:s3cret@db/x");
        let told = format!("{config:?} {config:#?}");
        assert!(told.contains("mail_from") && !told.contains("s3cret"), "{told}");
        // A slip in the line before or in the very line.
        for slip in
            [text.replace("mail.example\"", "mail.example"), text.replace("\"s3cret\"\n", "\"s3cret\n")]
        {
            let told = format!("{:#}", read(&slip, &[]).unwrap_err());
            assert!(told.contains("line ") && !told.contains("s3cret"), "{told}");
        }
        let told = format!("{:#}", read("smtp-url = \"pigeon://accord:s3cret@x\"", &[]).unwrap_err());
        assert!(told.contains("smtp-url") && !told.contains("s3cret"), "{told}");
    }

    #[test]
    fn flags_outdo_the_file_which_outdoes_the_defaults() {
        let file = "addr = \"127.0.0.1:4000\"\ntrusted-proxies = 2";
        let config = read(file, &[]).unwrap();
        assert_eq!((config.addr.port(), config.trusted_proxies, config.votes_per_minute), (4000, 2, 240));
        assert_eq!(read(file, &["--addr", "127.0.0.1:5000"]).unwrap().addr.port(), 5000);
    }

    #[test]
    fn a_wrong_setting_is_refused_by_name() {
        for (file, named) in [
            ("adr = \"x\"", "\"adr\""),
            ("addr = \"nowhere\"", "--addr"),
            ("public-url = \"ftp://example.com\"", "public-url"),
            ("public-url = \"https://example.com/accord\"", "public-url"),
            ("mail-from = \"nobody\"", "mail-from"),
            ("votes-per-minute = 0", "votes-per-minute"),
            ("smtp-url = \"pigeon://x\"", "smtp-url"),
            ("data = []", "data"),
        ] {
            let refused = format!("{:#}", read(file, &[]).unwrap_err());
            assert!(refused.contains(named), "{file}: {refused}");
        }
    }

    #[test]
    fn the_file_is_found_wherever_it_is_named() {
        let args = |args: &[&str]| args.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(named(&args(&["accord", "serve", "--config", "a"]), None), Some("a".into()));
        assert_eq!(named(&args(&["accord", "--config=b"]), Some("c".into())), Some("b".into()));
        assert_eq!(named(&args(&["accord"]), Some("c".into())), Some("c".into()));
        assert_eq!(named(&args(&["accord"]), Some("".into())), None);
    }
}
