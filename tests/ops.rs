//! What operators rely on: health, metrics, the doctor, the files for deployment, and restarts.

mod deployment;
mod doctor;
mod migrating;
mod restart;
mod stopping;
mod watching;
