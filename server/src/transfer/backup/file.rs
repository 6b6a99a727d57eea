//! The file of a backup: there is either all of it under its name or nothing, also after a power cut, and only its owner
//! can read it.

use super::Amount;
use crate::db::Db;
use anyhow::Context;
use model::Timestamp;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// # Errors
/// Those of the database and of the file system.
pub async fn write_to(db: &Db, path: &Path, now: Timestamp) -> anyhow::Result<Amount> {
    let part = beside(path)?;
    let done = write(db, &part, path, now).await;
    if done.is_err() {
        // It is of no use, and not to be taken for a backup.
        let _ = std::fs::remove_file(&part);
    }
    done
}

async fn write(db: &Db, part: &Path, path: &Path, now: Timestamp) -> anyhow::Result<Amount> {
    let file = private(part).with_context(|| format!("writing {}", part.display()))?;
    let mut to = BufWriter::with_capacity(1 << 18, file);
    let amount = super::write(db, &mut to, now).await?;
    to.flush()?;
    to.get_ref().sync_all()?;
    std::fs::rename(part, path).with_context(|| format!("writing {}", path.display()))?;
    sync_folder(path)?;
    Ok(amount)
}

/// A name of its own in the same folder, so that it can be moved into place at once.
fn beside(path: &Path) -> anyhow::Result<PathBuf> {
    let name = path.file_name().with_context(|| format!("{} is not a file's name", path.display()))?;
    Ok(path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id())))
}

fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Without this a power cut may still undo the renaming.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
