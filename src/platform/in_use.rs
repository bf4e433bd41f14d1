//! What the doctor says alike of each platform's channels in use.

use chrono::{TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};

use crate::ops::check::Check;
use crate::store::Store;

/// For how long a channel counts as in use after something was last shown there.
const IN_USE: TimeDelta = TimeDelta::days(7);

/// The channels of a platform that the database at `database` says are in use, by their ids; a
/// line of the doctor where it does not say. Operators know the platform by `title`.
pub(super) async fn channels_in_use(
    database: &SecretString,
    platform: &str,
    title: &str,
) -> Result<Vec<String>, Check> {
    let channels = Store::channels_in_use(database.expose_secret(), platform, Utc::now() - IN_USE);
    channels.await.map_err(|_| {
        let why =
            "Which are in use only a database tells that is there and whose schema is current.";
        Check::skipped(format!("{title} channels"), why)
    })
}

/// The line for channels in which something is lacking, and that are too many to be listed.
pub(super) fn more_channels(title: &str, more: usize) -> Check {
    let what = if more == 1 {
        "1 more channel lacks".to_owned()
    } else {
        format!("{more} more channels lack")
    };
    Check::failed(format!("{title}: {what} something"), "Mend these first, and look again.")
}
