//! Brings the tables up to date: the files of `migrations/`, each once, in order.

use super::Db;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use std::borrow::Cow;

/// Number, name and text for each database; the same names on both sides.
macro_rules! migrations {
    ($($number:literal $name:literal),+ $(,)?) => {
        &[$((
            $number,
            $name,
            include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        )),+]
    };
}

const MIGRATIONS: &[(i64, &str, &str, &str)] = migrations![
    1 "0001_start",
    2 "0002_selection",
    3 "0003_asker",
    4 "0004_links",
    5 "0005_audit",
    6 "0006_capacity",
    7 "0007_comments",
    8 "0008_inside_out",
    9 "0009_promises",
    10 "0010_notices",
    11 "0011_moderation",
    13 "0013_answers",
    14 "0014_on_behalf",
    15 "0015_merging",
    16 "0016_signing_in",
    17 "0017_access",
    18 "0018_purchases",
    19 "0019_queue",
    20 "0020_sign_off",
    21 "0021_reports",
    22 "0022_mentions",
    23 "0023_together",
    24 "0024_joining",
    25 "0025_pictures",
    26 "0026_gates",
    27 "0027_programs",
    28 "0028_activities",
    29 "0029_practice_details",
    30 "0030_passkeys",
    32 "0032_purchase_crm",
    33 "0033_worded",
    34 "0034_told",
    35 "0035_left_revision",
    36 "0036_trust",
    37 "0037_goes_on",
    38 "0038_pace",
    39 "0039_gap_vote",
    42 "0042_practice_story",
    43 "0043_letters",
    44 "0044_open_reports",
    45 "0045_join_requests",
    46 "0046_stoppable",
    47 "0047_noted_withdrawn",
    49 "0049_through_a_token",
    50 "0050_former_name",
    51 "0051_telling",
];

/// # Errors
/// When a file fails, or the tables were written by a later version.
pub async fn run(db: &Db) -> Result<(), sqlx::migrate::MigrateError> {
    some(db, |_| true).await
}

/// Only the files with these numbers: for tests that fill an older schema first. What has a lower number than the last one applied is
/// applied all the same, since what is worked on side by side is not finished in the order of its numbers.
///
/// # Errors
/// As [`run`].
pub async fn some(db: &Db, wanted: impl Fn(i64) -> bool) -> Result<(), sqlx::migrate::MigrateError> {
    let sqlite = matches!(db, Db::Sqlite { .. });
    let files = MIGRATIONS.iter().filter(|(number, ..)| wanted(*number));
    let migrations = files.map(|(number, name, for_sqlite, for_postgres)| {
        let text = if sqlite { for_sqlite } else { for_postgres };
        let sql = sqlx::AssertSqlSafe(*text);
        Migration::new(
            *number,
            Cow::Borrowed(*name),
            MigrationType::Simple,
            sqlx::SqlSafeStr::into_sql_str(sql),
            false,
        )
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    match db {
        Db::Sqlite { write, .. } => migrator.run(write).await,
        Db::Postgres(pool) => migrator.run(pool).await,
    }
}
