//! What operators rely on: health, metrics, the doctor, the files for deployment, and restarts.

mod deployment;
mod doctor;
mod restart;
mod stopping;
mod watching;
