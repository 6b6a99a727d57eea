//! The outbox: one file for each mail, for as long as no SMTP server is set. They hold links that sign people in,
//! so nobody but the server's own user may read them.

use super::Parcel;
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
    use model::Timestamp;
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
        let parcel = Parcel { id: 3, written: at, now: at, letter };
        let path = put(&folder, &parcel, b"mail").unwrap();
        assert_eq!(path, folder.join("2026-05-03T140700Z-3.eml"));
        assert_eq!(std::fs::read(&path).unwrap(), b"mail");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    }
}
