//! The outbox: one file for each mail, for as long as no SMTP server is set. They hold links that sign people in,
//! so nobody but the server's own user may read them.

use super::Parcel;
use model::Timestamp;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `<time>-<id>.eml`, and says where.
pub fn put(folder: &Path, parcel: &Parcel, message: &[u8]) -> std::io::Result<PathBuf> {
    make_folder(folder)?;
    let time = parcel.now.iso().replace(':', "");
    let path = folder.join(format!("{time}-{}.eml", parcel.id));
    let mut file = for_us_alone().open(&path)?;
    file.write_all(message)?;
    file.sync_all()?;
    Ok(path)
}

/// Removes those written before a moment, and says how many. What is not ours stays.
pub fn remove_old(folder: &Path, before: Timestamp) -> std::io::Result<usize> {
    let before = before.iso().replace(':', "");
    let files = match std::fs::read_dir(folder) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        files => files?,
    };
    let mut removed = 0;
    for file in files {
        let file = file?;
        let name = file.file_name();
        // Names begin with the time, so that they sort by it.
        let old = name.to_str().is_some_and(|name| {
            name.ends_with(".eml") && name.starts_with(|c: char| c.is_ascii_digit()) && *name < *before
        });
        if old {
            std::fs::remove_file(file.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // It may have been there before, more open.
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

fn for_us_alone() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::mail::Letter;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn nobody_else_can_read_the_outbox() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("outbox");
        let letter = Letter {
            to: "ada@example.com".into(),
            subject: "Hello".into(),
            text: "Hello.".into(),
            ..Letter::default()
        };
        let at = Timestamp(1_777_817_220 * Timestamp::SECOND);
        let parcel = Parcel { id: 3, written: at, now: at, sender: String::new(), letter };
        let path = put(&folder, &parcel, b"mail").unwrap();
        assert_eq!(path, folder.join("2026-05-03T140700Z-3.eml"));
        assert_eq!(std::fs::read(&path).unwrap(), b"mail");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    }

    #[test]
    fn what_is_old_leaves_the_outbox() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("outbox");
        let at = Timestamp(1_777_817_220 * Timestamp::SECOND);
        assert_eq!(remove_old(&folder, at).unwrap(), 0, "there is none yet");
        for days in 0..3 {
            let now = at.plus(days * Timestamp::DAY);
            let (sender, letter) = (String::new(), Letter::default());
            put(&folder, &Parcel { id: days, written: now, now, sender, letter }, b"mail").unwrap();
        }
        std::fs::write(folder.join("0.txt"), b"ours").unwrap();
        assert_eq!(remove_old(&folder, at.plus(Timestamp::DAY)).unwrap(), 1);
        let mut left: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["0.txt", "2026-05-04T140700Z-1.eml", "2026-05-05T140700Z-2.eml"]);
    }
}
