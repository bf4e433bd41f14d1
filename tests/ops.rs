//! What operators rely on: health, metrics, the doctor.

mod doctor;
mod watching;
