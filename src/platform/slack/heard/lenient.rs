//! Reading what may be otherwise than documented: a field that cannot be read is as good as not
//! there, and loses nothing else.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Reads a field; one that is missing, `null` or of another kind is the default of its type.
pub(in crate::platform::slack) fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// Reads a whole payload; one that is none is one of which nothing is known.
pub(in crate::platform::slack) fn read<T: DeserializeOwned + Default>(payload: Value) -> T {
    serde_json::from_value(payload).unwrap_or_default()
}
