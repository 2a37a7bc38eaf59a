//! The process that runs scripts, spoken to as a pool does.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

fn started() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callbook"));
    command.args(["app", "worker"]).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn say(child: &mut Child, said: &str) {
    let mut frame = u32::try_from(said.len()).unwrap().to_be_bytes().to_vec();
    frame.extend_from_slice(said.as_bytes());
    child.stdin.as_mut().unwrap().write_all(&frame).unwrap();
}

fn hear(child: &mut Child) -> String {
    let out = child.stdout.as_mut().unwrap();
    let mut length = [0; 4];
    out.read_exact(&mut length).unwrap();
    let mut said = vec![0; u32::from_be_bytes(length) as usize];
    out.read_exact(&mut said).unwrap();
    String::from_utf8(said).unwrap()
}

#[test]
fn f28_a_worker_ends_with_whoever_started_it_even_in_the_middle_of_a_loop() {
    let mut child = started();
    say(
        &mut child,
        r#"{"Load":{"app":"a","mode":"test","files":{"server/server.js":"exports = { go() { console.log('on'); while (true) {} } }"}}}"#,
    );
    assert!(hear(&mut child).contains(r#""handlers":["go"]"#));
    say(&mut child, r#"{"Run":{"app":"a","handler":"go","payload":{}}}"#);
    assert!(hear(&mut child).contains("on"), "it is in its loop");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn f28_a_worker_that_hears_nonsense_ends() {
    let mut child = started();
    say(&mut child, "nonsense");
    // Nobody closes the pipe: it ends by itself.
    assert_eq!(child.stdout.as_mut().unwrap().read_to_end(&mut Vec::new()).unwrap(), 0);
    assert!(!child.wait().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn f28_a_worker_has_no_environment_and_can_open_nothing() {
    let mut child = started();
    say(&mut child, r#"{"Load":{"app":"a","mode":"test","files":{}}}"#);
    hear(&mut child);
    let told = |what: &str| std::fs::read_to_string(format!("/proc/{}/{what}", child.id())).unwrap();
    assert_eq!(told("environ"), "");
    let limits = told("limits");
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(limit("Max open files"), ["3", "3"]);
    assert_eq!(limit("Max file size"), ["0", "0"]);
    assert_eq!(limit("Max processes"), ["0", "0"]);
    assert_eq!(limit("Max address space"), ["1073741824", "1073741824"]);
    assert!(told("status").contains("NoNewPrivs:\t1"));
    drop(child.stdin.take());
    child.wait().unwrap();
}
