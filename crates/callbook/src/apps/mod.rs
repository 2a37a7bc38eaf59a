//! Apps: folders with `manifest.json` and `server/server.js`, Freshworks style, whose handlers are run here.
//!
//! A [`Package`] is read once into an [`App`] that cannot be wrong. A [`Pool`] runs its handlers in processes of their own, which
//! hold nothing but QuickJS; what a handler asks for (`$db`, `$request`, `$schedule`) comes back here, is read into types, and is
//! done by a [`Host`]. So that whatever a script does, it ends with its run (F28).
//!
//! Nothing here may know the store, who listens, who delivers or the API: they are handed an [`End`]. (The tests of the program
//! include this folder as it is, and so hold it to that.) No script ever runs in
//! this process. To add a global: its line in `worker/prelude.js`, its words in `asked`, its method of [`Host`].

mod app;
mod asked;
mod end;
mod frame;
mod host;
mod manifest;
mod memory;
mod package;
mod pool;
mod template;
#[cfg(test)]
mod tests;
mod worker;

pub(crate) use app::{App, AppKey, Mode};
pub(crate) use asked::{db, schedule};
pub(crate) use end::{End, Failure, Outcome};
pub(crate) use frame::Exported;
pub(crate) use host::{Answer, Host, Refusal};
pub(crate) use manifest::Generation;
pub(crate) use memory::{Memory, Sender};
pub(crate) use package::{Package, ZIP_BYTES_MAX};
pub(crate) use pool::{Pool, Run, Settings};
pub(crate) use template::Request;
pub(crate) use worker::serve as worker;
