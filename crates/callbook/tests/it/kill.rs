//! The short one of `cargo xtask kill`: the server killed three times under load.

use std::path::Path;

#[test]
fn a_server_that_is_killed_keeps_what_it_acknowledged_once_and_in_order() {
    let figures = crate::rounds::run(Path::new(env!("CARGO_BIN_EXE_callbook")), 3, 20_260_105);
    assert!(figures.batches > 3 && figures.signals > figures.batches, "{figures:?}");
    println!("{figures:?}");
}
