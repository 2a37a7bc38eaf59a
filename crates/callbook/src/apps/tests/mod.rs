//! What is pure: manifests, packages, templates, questions, and which file `require` means.

#![allow(clippy::unwrap_used)]

mod asked;
mod manifest;
mod package;
mod template;
