//! `callbook app`, as people use it, and the example apps.

use std::path::PathBuf;
use std::process::Output;

use crate::{Scratch, callbook};

fn example(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/apps").join(name);
    path.to_str().unwrap().to_owned()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn every_example_app_is_complete_and_runs_on_its_own_test_data() {
    let folder = example("");
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let path = entry.path();
        assert!(path.join("README.md").exists(), "{path:?} has no README.md");
        for deed in ["check", "run"] {
            let output = callbook(&["app".as_ref(), deed.as_ref(), path.as_os_str()]);
            assert!(output.status.success(), "{path:?} {deed}: {}", text(&output));
            assert!(!text(&output).contains("warning"), "{path:?} {deed}: {}", text(&output));
        }
    }
}

#[test]
fn the_examples_do_what_their_pages_say() {
    let log = text(&callbook(&["app", "run", &example("call-log")]));
    assert!(log.contains("new incoming call 90417 of +12025550142: Customer new"), "{log}");
    let counter = text(&callbook(&["app", "run", &example("call-counter")]));
    assert!(counter.contains("+12025550142: 1 calls"), "{counter}");
    let iparams = Scratch::new("chat.json", br#"{"chat_host":"x.example.org","chat_room":"r","chat_user":"u","chat_key":"k"}"#);
    let missed = text(&callbook(&["app", "run", &example("missed-calls"), "--iparams", iparams.path()]));
    assert!(missed.contains("asks  POST https://x.example.org/hooks/r?call=90417 (not sent)"), "{missed}");
    assert!(missed.contains("Missed call from +12025550142") && missed.contains("the team was told"), "{missed}");
}

#[test]
fn a_server_method_runs_with_a_payload_and_shows_what_it_gave() {
    let payload = Scratch::new("number.json", br#"{"number":"+12025550199"}"#);
    let output = callbook(&["app", "run", &example("call-counter"), "--handler", "callsOf", "--payload", payload.path()]);
    assert!(output.status.success() && text(&output).contains(r#"gave  {"calls":0}"#), "{}", text(&output));
}

#[test]
fn server_methods_run_on_test_data_of_their_names_also_of_an_app_without_events() {
    let app = Folder::new("methods", "exports = { vip(payload) { renderData(null, { data: payload.input === '7' }) } }");
    let manifest = r#"{"platform-version": "3.0", "modules": {"common": {"functions": {"vip": {"timeout": 10}}}, "call": {}}}"#;
    std::fs::write(app.0.join("manifest.json"), manifest).unwrap();
    std::fs::create_dir(app.0.join("server/test_data")).unwrap();
    std::fs::write(app.0.join("server/test_data/vip.json"), r#"{"input": "7"}"#).unwrap();
    for words in [&["app", "run", app.path()][..], &["app", "run", app.path(), "--handler", "vip"]] {
        let told = text(&callbook(words));
        assert!(told.contains("vip with server/test_data/vip.json") && told.contains(r#"gave  {"data":true}"#), "{told}");
    }
}

#[test]
fn f22_a_payload_without_iparams_and_settings_gets_empty_ones() {
    let app =
        Folder::new("f22", r#"exports = { go(payload) { console.log(payload.iparams, payload.app_settings, payload.a) } }"#);
    let payload = Scratch::new("bare.json", br#"{"a":1}"#);
    let told = text(&callbook(&["app", "run", app.path(), "--event", "onCallCreate", "--payload", payload.path()]));
    assert!(told.contains("log   {} {} 1"), "{told}");
}

#[test]
fn a_run_that_fails_is_told_with_its_reason_and_fails_the_command() {
    let app = Folder::new("fails", "exports = { go() { throw new Error('no') } }");
    let payload = Scratch::new("empty.json", b"{}");
    let words = |handler: &'static str| ["app", "run", app.path(), "--handler", handler, "--payload", payload.path()];
    let output = callbook(&words("go"));
    assert!(!output.status.success());
    assert!(
        text(&output).contains("handler_failed after ") && text(&output).contains("1 of 1 runs failed"),
        "{}",
        text(&output)
    );
    let loops = Folder::new("loops", "exports = { go() { while (true) {} } }");
    let output = callbook(&["app", "run", loops.path(), "--handler", "go", "--payload", payload.path(), "--limit-ms", "300"]);
    assert!(!output.status.success() && text(&output).contains("timed_out after "), "{}", text(&output));
}

#[test]
fn f34_what_keeps_an_app_from_being_installed_is_named() {
    let app = Folder::new("wrong", "exports = {}");
    let output = callbook(&["app", "check", app.path()]);
    assert!(!output.status.success());
    assert!(text(&output).contains("exports has no function go, which event onCallCreate needs"), "{}", text(&output));
    assert!(text(&callbook(&["app", "check", "no-such-folder"])).contains("no-such-folder: "));
    let told = text(&callbook(&["app", "run", app.path()]));
    assert!(told.contains("server/test_data has a payload of no event or server method of the app"), "{told}");
    assert!(told.contains("it has events onCallCreate and no server methods"), "{told}");
    let told = text(&callbook(&["app", "run", app.path(), "--event", "onCallEnd"]));
    assert!(told.contains("the manifest names no handler of onCallEnd"), "{told}");
}

/// An app with one handler `go`, gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, script: &str) -> Self {
        let path = std::env::temp_dir().join(format!("callbook-app-{}-{name}", std::process::id()));
        std::fs::create_dir_all(path.join("server")).unwrap();
        let manifest = r#"{"modules": {"call": {"events": {"onCallCreate": {"handler": "go"}}}}}"#;
        std::fs::write(path.join("manifest.json"), manifest).unwrap();
        std::fs::write(path.join("server/server.js"), script).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whether it can be removed is no business of the test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
