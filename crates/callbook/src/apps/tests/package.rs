use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::apps::Package;

const MANIFEST: &str = r#"{"platform-version":"3.0","modules":{"call":{"events":{"onCallCreate":{"handler":"go"}}}}}"#;
const SCRIPT: &str = "exports = { go() {} };";

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, bytes) in files {
        writer.start_file(*path, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn wrong(files: &[(&str, &[u8])]) -> String {
    Package::unzip(&zipped(files)).unwrap_err()
}

#[test]
fn only_what_counts_is_kept_of_a_zip_file() {
    let files: &[(&str, &[u8])] = &[
        ("manifest.json", MANIFEST.as_bytes()),
        ("server/server.js", SCRIPT.as_bytes()),
        ("server/lib/a.json", b"{}"),
        ("server/read.me", &[0xff]),
        ("server/test_data/call/onCallCreate.json", b"{\"a\":1}"),
        ("node_modules/x/index.js", b""),
        ("app/index.html", &[0xff]),
        ("log/secret.txt", b"x"),
    ];
    let package = Package::unzip(&zipped(files)).unwrap();
    let kept: Vec<&String> = package.scripts.keys().collect();
    assert_eq!(kept, ["node_modules/x/index.js", "server/lib/a.json", "server/server.js"]);
    let (place, payload) = package.payload("onCallCreate").unwrap();
    assert_eq!((place.as_str(), payload), ("server/test_data/call/onCallCreate.json", &b"{\"a\":1}"[..]));
    assert!(package.payload("onCallUpdate").is_none());
}

#[test]
fn the_folder_may_stand_in_the_zip_file_itself() {
    let files: &[(&str, &[u8])] = &[("mine/manifest.json", MANIFEST.as_bytes()), ("mine/server/server.js", SCRIPT.as_bytes())];
    assert!(Package::unzip(&zipped(files)).unwrap().scripts.contains_key("server/server.js"));
    let two: &[(&str, &[u8])] = &[("a/manifest.json", MANIFEST.as_bytes()), ("b/manifest.json", MANIFEST.as_bytes())];
    assert_eq!(wrong(two), "manifest.json: it is not there");
}

#[test]
fn no_path_leaves_the_folder() {
    for path in
        ["../server/x.js", "/server/x.js", "server/../../x.js", "server\\..\\x.js", "c:/x.js", "server/./x.js", "server//x.js"]
    {
        let says = wrong(&[("manifest.json", MANIFEST.as_bytes()), (path, b"")]);
        assert!(says.contains("leaves the folder"), "{path}: {says}");
    }
}

#[test]
fn what_is_too_much_is_named_and_never_unpacked() {
    let bomb = vec![b' '; 2_000_000];
    let says = wrong(&[("manifest.json", MANIFEST.as_bytes()), ("server/bomb.js", &bomb)]);
    assert!(says.starts_with("server/bomb.js: packed more than 200 times"), "{says}");
    let noise: Vec<u8> = (0..2_100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 & 0x7f | 0x20).collect();
    let says = wrong(&[("manifest.json", MANIFEST.as_bytes()), ("server/long.js", &noise)]);
    assert!(says.starts_with("server/long.js: more than 2097152 bytes"), "{says}");
    let part = &noise[..1_900_000];
    let names: Vec<String> = (0..6).map(|n| format!("server/{n}.js")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), part)).collect();
    assert!(wrong(&files).contains("the app has more than 10485760 bytes"));
    let names: Vec<String> = (0..5_001).map(|n| format!("server/{n}.js")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(wrong(&files).contains("more than 5000 files"));
    let deep = format!("server/{}x.js", "a/".repeat(200));
    assert!(wrong(&[(&deep, b"")]).contains("a path of more than 300 bytes"));
}

#[test]
fn garbage_is_no_zip_file_and_no_app() {
    for bytes in [&b""[..], b"PK", b"not a zip file at all", &[0; 1_000]] {
        assert!(Package::unzip(bytes).unwrap_err().starts_with("expected a zip file"), "{bytes:?}");
    }
    let good = zipped(&[("manifest.json", MANIFEST.as_bytes()), ("server/server.js", SCRIPT.as_bytes())]);
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 0xff;
        // Read or refused, and never more than that.
        let _ = Package::unzip(&bad);
        let _ = Package::unzip(&good[..place]);
    }
}

#[test]
fn f34_what_is_missing_or_cannot_be_read_is_named() {
    assert_eq!(wrong(&[("server/server.js", b"")]), "manifest.json: it is not there");
    let manifest = ("manifest.json", MANIFEST.as_bytes());
    assert_eq!(wrong(&[manifest]), "server/server.js: it is not there, and event onCallCreate needs a handler");
    assert_eq!(wrong(&[manifest, ("server/server.js", &[0xff])]), "server/server.js: expected UTF-8");
    assert!(wrong(&[manifest, ("server/server.js", b"a\0b")]).contains("there is a NUL in it"));
    let script = ("server/server.js", SCRIPT.as_bytes());
    assert!(wrong(&[manifest, script, ("config/requests.json", b"{")]).starts_with("config/requests.json: "));
    assert_eq!(wrong(&[manifest, script, ("config/iparams.json", b"[]")]), "config/iparams.json: expected an object");
}

#[test]
fn f34_dependencies_and_requests_that_are_not_there_are_warned_of() {
    let manifest = r#"{"modules":{"call":{"requests":{"crm":{}}}},"dependencies":{"axios":"1","whole":"2"}}"#;
    let package = Package::of_texts([("manifest.json", manifest), ("node_modules/whole/index.js", "")]).unwrap();
    assert_eq!(package.warnings.len(), 2, "{:?}", package.warnings);
    assert!(package.warnings[0].contains("dependencies.axios: nothing is fetched"));
    assert!(package.warnings[1].contains("requests.crm"));
}

#[test]
fn test_data_of_either_layout_is_found_that_of_the_own_generation_first() {
    let two = r#"{"platform-version":"2.3","product":{"freshcaller":{}}}"#;
    for (manifest, first) in [(MANIFEST, "call/onCallCreate.json"), (two, "onCallCreate.json")] {
        let texts = [
            ("manifest.json", manifest),
            ("server/server.js", SCRIPT),
            ("server/test_data/onCallCreate.json", "1"),
            ("server/test_data/call/onCallCreate.json", "2"),
            ("server/test_data/onCallUpdate.json", "3"),
        ];
        let package = Package::of_texts(texts).unwrap();
        assert_eq!(package.payload("onCallCreate").unwrap().0, format!("server/test_data/{first}"));
        assert!(package.payload("onCallUpdate").is_some());
    }
}
