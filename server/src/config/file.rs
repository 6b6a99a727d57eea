//! The settings' file: TOML in which each key is a flag's name without its dashes. What it says takes the place of
//! the defaults; environment and flags outdo it.

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

/// The command with the file's values as defaults.
///
/// # Errors
/// When the file cannot be read, or names a setting that there is not.
pub fn with_defaults(mut command: Command, path: &PathBuf) -> anyhow::Result<Command> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("config: reading {}", path.display()))?;
    let table: toml::Table = text.parse().with_context(|| format!("config: {}", path.display()))?;
    for (name, value) in table {
        let known =
            command.get_arguments().find(|arg| arg.get_long() == Some(name.as_str()) && name != "config");
        let Some(id) = known.map(|arg| arg.get_id().to_string()) else {
            bail!("config: {} has a setting {name:?}, and there is none of that name", path.display());
        };
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(yes) => yes.to_string(),
            _ => bail!("config: {name} in {} must be a text, a number, or true or false", path.display()),
        };
        command = command.mut_arg(id, |arg| arg.default_value(value));
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use clap::{Args, FromArgMatches};

    fn read(file: &str, args: &[&str]) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("accord.toml");
        std::fs::write(&path, file)?;
        let command = with_defaults(Config::augment_args(Command::new("accord")), &path)?;
        let matches = command.try_get_matches_from(std::iter::once(&"accord").chain(args))?;
        let config = Config::from_arg_matches(&matches)?;
        config.check()?;
        Ok(config)
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
