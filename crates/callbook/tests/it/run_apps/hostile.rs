//! F28: whatever one app does, it ends with its run; other apps and the program go on.

use super::*;

/// What ends a script that does not end by itself. A good one has to start a process and end within it too, on a busy machine.
const SHORT: Duration = Duration::from_millis(600);
/// No run of these tests may take longer, however slow the machine: the limits, and starting a process.
const LONGEST: Duration = Duration::from_secs(15);

/// Runs it on one worker, and a good app after it.
async fn tried(body: &str) -> End {
    tried_within(SHORT, body).await
}

async fn tried_within(limit: Duration, body: &str) -> End {
    let (pool, good) = (pool(1, limit), app("good", &go("console.log('good')")));
    let end = run(&pool, &app("bad", &go(body)), "{}").await;
    assert!(end.took < LONGEST, "{body}: {:?}", end.took);
    let after = run(&pool, &good, "{}").await;
    assert_eq!(lines(&after), ["good"], "{body}: {after:?}");
    end
}

fn patient() -> Pool {
    pool(1, PATIENT)
}

async fn ends_by(reason: &[&str], bodies: &[&str]) {
    // Whoever ends by himself gets the time for it.
    let limit = if reason.contains(&"timed_out") { SHORT } else { PATIENT };
    for body in bodies {
        let end = tried_within(limit, body).await;
        let is = end.outcome.reason().unwrap_or("done");
        assert!(reason.contains(&is), "{body}: {is}: {}", end.outcome.says());
    }
}

#[tokio::test]
async fn f28_loops_without_an_end_end_in_time() {
    ends_by(
        &["timed_out"],
        &[
            "while (true) {}",
            "for (;;) await null",
            "const next = { then(done) { done(next) } }; await next",
            "while (true) try { while (true) {} } catch {} finally { continue }",
            "for (;;) await $db.get('x').catch(() => 0)",
        ],
    )
    .await;
    // Each turn of it leaves a promise behind, so that memory may end first.
    ends_by(&["timed_out", "out_of_memory"], &["const again = () => Promise.resolve().then(again); await again()"]).await;
}

#[tokio::test]
async fn f28_functions_of_the_engine_that_cannot_be_interrupted_end_in_time() {
    let sparse = "const all = []; all.length = 2 ** 32 - 1;";
    for what in [
        "all.join()",
        "all.sort()",
        "all.splice(1, 2)",
        "all.concat(all)",
        "all.toLocaleString()",
        "all.indexOf(1)",
        "all.reverse()",
    ] {
        ends_by(&["timed_out", "out_of_memory", "handler_failed"], &[&format!("{sparse} {what}; while (true) {{}}")]).await;
    }
    ends_by(&["timed_out"], &[&format!("{sparse} all.indexOf(1); while (true) {{}}")]).await;
}

#[tokio::test]
async fn f28_a_regular_expression_that_blows_up_ends_in_time() {
    ends_by(&["timed_out"], &["/^(a+)+$/.test('a'.repeat(60) + 'b')", "/(x+x+)+y/.exec('x'.repeat(60))"]).await;
}

#[tokio::test]
async fn f28_whoever_wants_all_memory_ends_alone() {
    // With time enough: it is memory that ends them.
    for body in [
        "const all = []; while (true) all.push(new Array(10000).fill(all.length))",
        "let text = 'x'; while (true) text = text + text + text.length",
        "const all = []; while (true) all.push(new Uint8Array(1 << 20).fill(1))",
        "JSON.stringify(new Array(1e7).fill('0123456789'))",
        "const all = []; while (true) try { while (true) all.push(new Array(10000).fill(1)) } catch { throw new Error('caught') }",
    ] {
        let pool = patient();
        let end = run(&pool, &app("bad", &go(body)), "{}").await;
        let reason = end.outcome.reason();
        assert!(matches!(reason, Some("out_of_memory" | "handler_failed")), "{body}: {reason:?}: {}", end.outcome.says());
        assert_eq!(written(&pool, &app("good", &go("console.log('good')")), "{}").await, ["good"]);
    }
    let end = run(&patient(), &app("bad", &go("const all = []; while (true) all.push(new Array(10000).fill(1))")), "{}").await;
    assert_eq!(end.outcome.reason(), Some("out_of_memory"));
    ends_by(&["handler_failed", "out_of_memory"], &["new ArrayBuffer(2 ** 40)", "'x'.repeat(2 ** 30)", "new Array(2 ** 32)"])
        .await;
}

#[tokio::test]
async fn f28_names_of_packages_that_did_not_come_along_take_no_memory() {
    let body = "for (let n = 0; n < 800; n++) require(`${n}${'x'.repeat(1e6)}`)";
    let end = run(&pool(1, 3 * PATIENT), &app("bad", &go(body)), "{}").await;
    assert!(end.outcome.is_done(), "{}", end.outcome.says());
}

#[tokio::test]
async fn f28_whoever_goes_down_without_an_end_fails() {
    ends_by(
        &["handler_failed"],
        &[
            "const down = (n) => down(n + 1) + 1; down(0)",
            "JSON.parse('['.repeat(2e6))",
            "const self = { toString: () => `${self}` }; `${self}`",
            "let deep = []; for (let n = 0; n < 1e5; n++) deep = [deep]; `${deep}`",
            "let deep = {}; for (let n = 0; n < 1e5; n++) deep = new Proxy(deep, {}); deep.x",
            "new Function('('.repeat(1e6))",
            "await (async function down() { await down() })()",
        ],
    )
    .await;
}

#[tokio::test]
async fn f28_a_flood_of_lines_and_of_questions_is_cut_off() {
    let end = tried("while (true) console.log('x'.repeat(50000))").await;
    assert_eq!(end.outcome.reason(), Some("timed_out"));
    let bytes: usize = end.log.iter().map(|line| line.text.len()).sum();
    assert!(bytes <= 320 * 1024 + 100, "{bytes}");
    assert!(end.log.last().unwrap().text.contains("longer than it may be"), "{:?}", end.log.last());
    let end = tried("while (true) console.log()").await;
    assert!(end.log.len() <= 10_001, "{}", end.log.len());
    let end = tried("const all = []; while (true) all.push($db.get('x').catch((error) => error)); ").await;
    assert!(matches!(end.outcome.reason(), Some("timed_out" | "out_of_memory")), "{:?}", end.outcome);
    ends_by(&["handler_failed"], &["renderData(null, 'x'.repeat(2e6))", "await $db.set('x'.repeat(2e6), { a: 1 })"]).await;
}

#[tokio::test]
async fn f28_tricks_with_prototypes_and_globals_harm_nobody_else() {
    let tricks = "for (const of of [Object, Array, Promise, Function, Map, String, RegExp])
          for (const key of Reflect.ownKeys(of.prototype)) try { of.prototype[key] = () => { throw 'mine' } } catch {}
        JSON.stringify = JSON.parse = () => 'mine'; globalThis.console = globalThis.$db = globalThis.renderData = undefined;
        Object.prototype.then = 1; Object.setPrototypeOf(globalThis, null);";
    for body in [tricks, "Object.defineProperty(Object.prototype, 'status', { get() { while (true) {} } }); await $db.get('x')"]
    {
        let end = tried(body).await;
        assert!(end.took < LONGEST, "{end:?}");
    }
    let end = tried_within(PATIENT, "throw new Proxy({}, { get() { throw new Proxy({}, {}) } })").await;
    assert_eq!(end.outcome.reason(), Some("handler_failed"), "{end:?}");
    let end = tried(
        "const error = new Error('x'); Object.defineProperty(error, 'message', { get() { while (true) {} } }); throw error",
    )
    .await;
    assert_eq!(end.outcome.reason(), Some("timed_out"), "{end:?}");
}

#[tokio::test]
async fn f28_no_file_no_network_no_process_can_be_reached() {
    let pool = patient();
    let body = "const tries = {
          file: () => require('fs').readFileSync('/etc/passwd'), node: () => require('node:child_process').execSync('id'),
          std: () => std.loadFile('/etc/passwd'), os: () => os.exec(['id']), net: () => fetch('https://example.com'),
          timer: () => setTimeout(() => 1, 1), buffer: () => Buffer.from('x'), exit: () => process.exit(1),
          binding: () => process.binding('fs'), job: () => $job.run(), url: () => generateTargetUrl(), load: () => require('/etc/passwd').x(),
          up: () => require('../../../../etc/passwd'), worker: () => new Worker('x'), shared: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
          ours: () => native.ask(), realm: () => new ShadowRealm(),
        };
        for (const [name, use] of Object.entries(tries)) try { await use(); console.log(name + ' DONE') } catch (error) { console.log(name + ' ' + error.name) }
        await import('fs').then(() => console.log('import DONE'), () => console.log('import rejected'));
        console.log(Object.keys(process), Object.keys(process.env), process.env.ENV);
        try { process.env.ENV = 'mine'; $db.get = 1; } catch {} console.log(process.env.ENV, typeof $db.get);
        console.log(new Date(0).getTimezoneOffset())";
    let told = written(&pool, &app("a", &go(body)), "{}").await;
    assert!(told.iter().all(|line| !line.contains("DONE")), "{told:#?}");
    for name in ["file", "node", "std", "os", "net", "timer", "buffer", "job", "url", "load", "worker", "ours", "realm"] {
        assert!(told.contains(&format!("{name} ReferenceError")), "{name}: {told:#?}");
    }
    assert_eq!(told[told.len() - 3..], [r#"["env"] ["ENV"] production"#, "production function", "0"]);
}

#[tokio::test]
async fn f28_an_app_that_hangs_again_and_again_takes_no_others_turn() {
    let program = env!("CARGO_BIN_EXE_callbook").into();
    let limit = Duration::from_secs(4);
    let pool = Pool::new(Settings { program, workers: 2, workers_of_an_app: 1, workers_of_an_owner: 2, limit });
    let bad = app("bad", &go("while (true) {}"));
    hang_beside_a_good_one(&pool, [&bad, &bad]).await;
}

#[tokio::test]
async fn f28_many_apps_of_one_owner_that_hang_take_no_other_owners_turn() {
    let program = env!("CARGO_BIN_EXE_callbook").into();
    let limit = Duration::from_secs(4);
    let pool = Pool::new(Settings { program, workers: 2, workers_of_an_app: 2, workers_of_an_owner: 1, limit });
    let bad = |key: &str| owned("bad", key, &go("while (true) {}"));
    hang_beside_a_good_one(&pool, [&bad("one"), &bad("other")]).await;
}

/// Two runs without an end, beside which a good app is run again and again.
async fn hang_beside_a_good_one(pool: &Pool, bad: [&App; 2]) {
    let good = owned("good", "good", &go("console.log('good')"));
    let hanging = async { tokio::join!(run(pool, bad[0], "{}"), run(pool, bad[1], "{}")) };
    let working = async {
        for _ in 0..20 {
            assert_eq!(written(pool, &good, "{}").await, ["good"]);
        }
    };
    let hanging = std::pin::pin!(hanging);
    match futures_util::future::select(hanging, std::pin::pin!(working)).await {
        futures_util::future::Either::Left((ended, _)) => panic!("the others waited: {ended:?}"),
        futures_util::future::Either::Right(((), hanging)) => {
            let (one, two) = hanging.await;
            assert_eq!([one.outcome.reason(), two.outcome.reason()], [Some("timed_out"); 2]);
        }
    }
}

#[tokio::test]
async fn f28_what_was_written_before_a_process_was_ended_is_kept() {
    let end = tried("console.log('before'); while (true) {}").await;
    assert_eq!(lines(&end), ["before"]);
}

#[tokio::test]
async fn f28_a_run_that_is_given_up_takes_its_worker_with_it() {
    let pool = pool(1, PATIENT);
    let bad = app("bad", &go("while (true) {}"));
    let given_up = tokio::time::timeout(SHORT, run(&pool, &bad, "{}")).await;
    assert!(given_up.is_err());
    assert_eq!(written(&pool, &app("good", &go("console.log('good')")), "{}").await, ["good"]);
}

#[tokio::test]
async fn a_process_that_ends_by_itself_is_told_and_nobody_waits_for_it() {
    let settings =
        Settings { program: "/bin/true".into(), workers: 1, workers_of_an_app: 1, workers_of_an_owner: 1, limit: PATIENT };
    for program in ["/bin/true", "/no/such/program"] {
        let pool = Pool::new(Settings { program: program.into(), ..settings.clone() });
        let end = run(&pool, &app("a", &go("")), "{}").await;
        assert_eq!(end.outcome.reason(), Some("worker_lost"), "{program}");
        assert!(pool.check(&app("a", &go(""))).await.is_err());
    }
}
