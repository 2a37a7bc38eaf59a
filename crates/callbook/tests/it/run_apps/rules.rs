//! What a handler gets and how its run ends (F24, F26, F34, F35).

use std::time::Duration;

use super::*;

#[tokio::test]
async fn f35_the_seeds_samples_run_unchanged_and_log_a_whole_payload() {
    let manifest = r#""events": {
  "onCallCreate": {
    "handler": "onCallCreateCallback"
  }
}"#;
    let script = r#"exports = {
  onCallCreateCallback: function(payload) {
    console.log("Logging arguments from onCallCreate event: " + JSON.stringify(payload));
  }
}"#;
    let (pool, app) = (pool(1, PATIENT), app_of("seed", &[("manifest.json", manifest), ("server/server.js", script)]));
    pool.check(&app).await.unwrap();
    let payload = format!(r#"{{"event":"onCallCreate","data":{{"call":{{"call_notes":"{}"}}}}}}"#, "é".repeat(130_000));
    assert!(payload.len() < 262_144);
    let run = Run { handler: "onCallCreateCallback", payload: payload.as_bytes() };
    let end = pool.run(&app, run, &memory()).await;
    assert!(end.outcome.is_done(), "{:?}", end.outcome);
    assert_eq!(lines(&end), [format!("Logging arguments from onCallCreate event: {payload}")]);
}

#[tokio::test]
async fn f35_a_handler_is_called_with_one_argument_whatever_form_exports_has() {
    let pool = pool(1, PATIENT);
    for (number, script) in [
        "exports = { go: function () { console.log(arguments.length, arguments[0].a) } };",
        "exports.go = function () { console.log(arguments.length, arguments[0].a) };",
        "module.exports = { go() { console.log(arguments.length, arguments[0].a) } };",
        "module.exports.go = async function () { console.log(arguments.length, arguments[0].a) };",
        "'use strict';\nexports = { go: function () { console.log(arguments.length, arguments[0].a) } }; // the end",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(written(&pool, &app(&number.to_string(), script), r#"{"a":"x"}"#).await, ["1 x"], "{script}");
    }
}

#[tokio::test]
async fn f24_who_throws_rejects_or_renders_an_error_has_failed_and_nobody_needs_to_render() {
    let pool = pool(1, PATIENT);
    let failed = async |key: &str, body: &str| {
        let end = run(&pool, &app(key, &go(body)), "{}").await;
        (end.outcome.reason(), end.outcome.says())
    };
    for (key, body, says) in [
        ("throws", "throw new TypeError('no')", "TypeError: no (server/server.js:1"),
        ("null", "undefined.x", "TypeError: cannot read property 'x' of undefined (server/server.js:1"),
        ("rejects", "await null; return Promise.reject({ status: 500, message: 'later' })", "later"),
        ("text", "throw 'plain'", "plain"),
        ("late", "await $db.set('a', { b: 1 }); renderData(); throw new Error('late')", "Error: late (server"),
        ("hangs", "await new Promise(function () {})", "the handler waits for something that cannot come any more"),
        ("missing", "await $db.get('nothing')", "Record not found"),
    ] {
        let (reason, message) = failed(key, body).await;
        assert_eq!(reason, Some("handler_failed"), "{key}");
        assert!(message.starts_with(says), "{key}: {message}");
    }
    let refused = (Some("refused_by_app"), "not this one".to_owned());
    assert_eq!(failed("refuses", "renderData({ message: 'not this one' })").await, refused);
    assert_eq!(failed("refuses late", "await null; renderData('not this one')").await, refused);
    for (key, body) in [("silent", ""), ("accepts", "renderData()"), ("hands on", "return new Promise((done) => done(7))")] {
        assert_eq!(failed(key, body).await.0, None, "{key}");
    }
}

#[tokio::test]
async fn f24_a_rejection_that_nobody_looked_at_is_told_and_fails_no_run() {
    let pool = pool(1, PATIENT);
    let body =
        "Promise.reject(new Error('lost')); const later = Promise.reject(new Error('found')); try { await later } catch {}";
    let told = written(&pool, &app("a", &go(body)), "{}").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("a rejection that nobody looked at: Error: lost"), "{told:?}");
}

#[tokio::test]
async fn f24_what_renderdata_gives_is_the_answer_of_a_server_method() {
    let pool = pool(1, PATIENT);
    let app = app("a", "exports = { go() {}, method(payload) { renderData(null, { got: payload.n }); renderData(null, 2) } };");
    pool.check(&app).await.unwrap();
    let end = pool.run(&app, Run { handler: "method", payload: br#"{"n":1}"# }, &memory()).await;
    let Outcome::Done { rendered: Some(rendered) } = end.outcome else { panic!("{end:?}") };
    assert_eq!(rendered.get(), r#"{"got":1}"#);
    let end = pool.run(&app, Run { handler: "nobody", payload: b"{}" }, &memory()).await;
    assert!(failure(&end).contains("exports.nobody is no function"), "{end:?}");
}

#[tokio::test]
async fn f26_a_payload_of_more_than_256_kb_is_not_run() {
    let (pool, app) = (pool(1, PATIENT), app("a", &go("console.log(payload.a.length)")));
    let payload = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8));
    assert_eq!(written(&pool, &app, &payload(262_144)).await, ["262136"]);
    let end = run(&pool, &app, &payload(262_145)).await;
    assert_eq!((end.outcome.reason(), end.log.len(), end.took), (Some("payload_too_large"), 0, Duration::ZERO));
}

#[tokio::test]
async fn f34_what_prevents_an_install_is_said_with_the_culprit() {
    let pool = pool(1, Duration::from_secs(2));
    for (script, says) in [
        ("exports = { method() {} };", "server/server.js: exports has no function go, which event onCallCreate needs"),
        ("exports = { go() {} };", "server/server.js: exports has no function method, which function method needs"),
        ("exports = { go: 7, method() {} };", "exports has no function go"),
        ("exports = {\n  go() {,}\n};", "SyntaxError: "),
        ("import x from 'y'; exports = {};", "SyntaxError: "),
        ("require('./nothing');", "Cannot find module './nothing' from server/server.js"),
        ("while (true) {}", "server/server.js: it ran for longer than an app may"),
    ] {
        let error = pool.check(&app("a", script)).await.unwrap_err();
        assert!(error.contains(says) && error.contains("server/server.js"), "{script}: {error}");
    }
    let line = pool.check(&app("a", "exports = {\n  go() {,}\n};")).await.unwrap_err();
    assert!(line.contains("server/server.js:2"), "{line}");
    let exported = pool.check(&app("a", "exports = { method() {}, go() {}, more: 1 };")).await.unwrap();
    assert_eq!(exported.handlers, ["method", "go"]);
}

#[tokio::test]
async fn f34_packages_that_did_not_come_along_prevent_nothing_until_they_are_used() {
    let pool = pool(1, PATIENT);
    let script = "const axios = require('axios'); const { readFile } = require('fs'); const lib = require('./lib/x');
        exports = { method() {}, go: async function (payload) { console.log(lib.name, lib.folder, require('whole')(2), require('./x.json').y);
        for (const use of [() => axios.get('x'), () => readFile('x'), () => new axios(), () => `${axios}`, () => axios.a.b.c()])
          try { use(); console.log('used') } catch (error) { console.log(error.name + ': ' + error.message.split(':')[0]) } } };";
    let texts = [
        ("manifest.json", MANIFEST),
        ("server/server.js", script),
        ("server/lib/x.js", "exports.name = require('../other').name; exports.folder = __dirname;"),
        ("server/other/index.js", "module.exports = { name: 'other' };"),
        ("server/x.json", r#"{"y": 1}"#),
        ("node_modules/whole/package.json", r#"{"main": "./dist/main"}"#),
        ("node_modules/whole/dist/main.js", "module.exports = (n) => n * 21;"),
    ];
    let app = app_of("a", &texts);
    assert_eq!(pool.check(&app).await.unwrap().missing, ["axios", "fs"]);
    let told = written(&pool, &app, "{}").await;
    assert_eq!(told[0], "other server/lib 42 1");
    assert_eq!(
        told[1..],
        ["axios", "fs", "axios", "axios", "axios"].map(|name| format!("ReferenceError: {name} is not there"))
    );
}

#[tokio::test]
async fn what_a_run_leaves_in_variables_may_be_there_in_the_next_run_of_the_same_app_and_never_in_another() {
    let pool = pool(1, PATIENT);
    let script = "let runs = 0; exports = { go() { runs += 1; globalThis.seen = (globalThis.seen ?? 0) + 1;
        Array.prototype.mark = 'a'; console.log(runs, seen, [].mark) } };";
    let (one, two) = (app("one", script), app("two", "exports = { go() { console.log(typeof seen, typeof [].mark) } };"));
    assert_eq!(written(&pool, &one, "{}").await, ["1 1 a"]);
    assert_eq!(written(&pool, &one, "{}").await, ["2 2 a"], "it was warm");
    assert_eq!(written(&pool, &two, "{}").await, ["undefined undefined"]);
    let again = app("one, installed anew", script);
    assert_eq!(written(&pool, &again, "{}").await, ["1 1 a"]);
}

#[tokio::test]
async fn the_log_has_every_level_and_whatever_was_written() {
    let pool = pool(1, PATIENT);
    let body = "console.info({ a: [1, null] }, undefined, 7n, () => 1); console.warn('%s is %d', 'x', 2, 'more', '%s');
        console.error(new RangeError('far')); const self = {}; self.self = self; console.debug(self); console.log('lone \\ud800 end');
        console.log();";
    let end = run(&pool, &app("a", &go(body)), "{}").await;
    let told: Vec<(&str, &str)> = end.log.iter().map(|line| (line.level.as_str(), line.text.as_str())).collect();
    assert_eq!(told[0], ("info", r#"{"a":[1,null]} undefined 7 [Function: anonymous]"#));
    assert_eq!(told[1], ("warn", "x is 2 more %s"));
    assert!(told[2].0 == "error" && told[2].1.starts_with("RangeError: far\n"), "{told:?}");
    assert_eq!(told[3..], [("debug", "[object Object]"), ("log", "lone \u{fffd} end"), ("log", "")]);
}
