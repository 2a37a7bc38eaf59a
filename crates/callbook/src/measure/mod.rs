//! How fast this machine keeps calls: live signals through the whole store, beside SQLite alone writing the very same rows.
//!
//! For operators who choose a disk, and for us. Both sides use the same file system, the same settings and groups of the
//! same size; the bare side folds nothing, names nothing and tells nobody. To measure one more thing: a function here, its
//! line in `cli/measure.rs`.

mod bare;
mod calls;
mod contacts;
mod days;
mod find;
mod through;

pub(crate) use bare::bare;
pub(crate) use calls::call;
pub(crate) use contacts::contacts;
pub(crate) use find::{Asked, find};
pub(crate) use through::{counted, fill, through};
