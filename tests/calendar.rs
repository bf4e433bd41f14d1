//! The calendar, held against another implementation.

mod zoneinfo;
