//! Where the files of the page come from: out of the program itself, or, in a debug build, out of the folder that they are built in.
//!
//! A debug build reads that folder when the server starts, whether or not it was there when the program was compiled.

use std::borrow::Cow;

/// A file's path below the root of the page, and its bytes.
type Named = (String, Cow<'static, [u8]>);

/// What was built in `web/dist` when the program was.
#[cfg(not(debug_assertions))]
#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Inside;

/// Every file of the page.
#[cfg(not(debug_assertions))]
pub(super) fn files() -> Vec<Named> {
    Inside::iter().filter_map(|path| Inside::get(&path).map(|file| (path.into_owned(), file.data))).collect()
}

/// Every file of the page.
#[cfg(debug_assertions)]
pub(super) fn files() -> Vec<Named> {
    below(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/dist")))
}

/// Every file below a folder; a folder that is not there has none.
#[cfg(debug_assertions)]
fn below(root: &std::path::Path) -> Vec<Named> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).ok().and_then(|name| name.to_str()).map(str::to_owned);
            files.extend(name.zip(std::fs::read(&path).ok().map(Cow::Owned)));
        }
    }
    files
}

#[cfg(all(test, debug_assertions))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_debug_build_finds_what_was_built_after_it() {
        let scratch = Scratch::new();
        let dist = scratch.path().join("dist");
        assert!(below(&dist).is_empty(), "nothing was built yet");
        std::fs::create_dir_all(dist.join("assets")).unwrap();
        std::fs::write(dist.join("index.html"), "<!doctype html>").unwrap();
        std::fs::write(dist.join("assets/mark.svg"), "<svg/>").unwrap();
        let mut found = below(&dist);
        found.sort();
        let expected: [Named; 2] = [
            ("assets/mark.svg".to_owned(), Cow::Borrowed(b"<svg/>")),
            ("index.html".to_owned(), Cow::Borrowed(b"<!doctype html>")),
        ];
        assert_eq!(found, expected);
    }
}
