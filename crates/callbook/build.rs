//! Says when the page that a release has inside is read anew.
//!
//! A debug build reads the page when it runs, so nothing of it is looked at. For a release the folder is made where there is none,
//! because cargo takes a missing one for one that has just changed and would compile everything every time.

use std::{env, fs};

/// Where the page is built, as seen from here.
const PAGE: &str = "../../web/dist";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        // Where it cannot be made, the build goes on without a page.
        let _ = fs::create_dir_all(PAGE);
        println!("cargo::rerun-if-changed={PAGE}");
    }
}
