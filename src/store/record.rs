//! Rows as structs, each field from the column of its name.
//!
//! The library's own derive would do the same, but its macros bring both database drivers along
//! once more, compiled for the compiler's own use: minutes of the first build.

use sqlx::{ColumnIndex, Database, Decode, FromRow, Row, Type};

/// A row that may hold what this program never wrote: its id, which is its first column, and what
/// it says if that can be read.
pub(super) struct Checked<T> {
    /// What the first column says, by which the row can be set aside.
    pub(super) id: i64,
    /// What all its columns say, or why they cannot be read.
    pub(super) row: sqlx::Result<T>,
}

impl<'r, R: Row, T: FromRow<'r, R>> FromRow<'r, R> for Checked<T>
where
    usize: ColumnIndex<R>,
    i64: Decode<'r, <R as Row>::Database> + Type<<R as Row>::Database>,
    R::Database: Database,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        Ok(Self { id: row.try_get(0)?, row: T::from_row(row) })
    }
}

/// Declares a struct that a row can be read into; a first field `..inner: Inner` is read from the
/// same row.
macro_rules! record {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident {
            $(..$inner:ident: $inner_type:ty,)?
            $($(#[$field_about:meta])* $field_vis:vis $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$about])*
        $vis struct $name {
            $($inner: $inner_type,)?
            $($(#[$field_about])* $field_vis $field: $type,)*
        }

        impl<'r, R: sqlx::Row> sqlx::FromRow<'r, R> for $name
        where
            &'static str: sqlx::ColumnIndex<R>,
            i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
            Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
            String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
            Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
        {
            fn from_row(row: &'r R) -> sqlx::Result<Self> {
                Ok(Self {
                    $($inner: sqlx::FromRow::from_row(row)?,)?
                    $($field: row.try_get(stringify!($field))?,)*
                })
            }
        }
    };
}
pub(super) use record;
