//! `$db`, `$request` and `$schedule`, from a script to a host and back.

use super::*;

#[tokio::test]
async fn db_keeps_gets_changes_and_forgets_for_one_installation() {
    let (pool, host) = (pool(1, PATIENT), memory());
    let body = "console.log(await $db.set('k', { n: 1, l: ['a'], o: { p: { q: 1 } }, empty: '' }));
        console.log(await $db.update('k', 'increment', { n: -3, fresh: 2 }));
        await $db.update('k', 'append', { l: ['b'] }); await $db.update('k', 'set', { 'o.p.r': 2 });
        await $db.update('k', 'remove', ['o.p.q']);
        console.log(await $db.get('k'));
        for (const wrong of [() => $db.set('k', { a: 1 }, { setIf: 'not_exist' }), () => $db.get('x'), () => $db.set('', {}),
            () => $db.set('k', {}), () => $db.update('k', 'append', { n: [1] }), () => $db.set('k', { a: 'x'.repeat(41000) })])
          await wrong().then(() => console.log('done'), (error) => console.log(error.status, error.message));
        console.log(await $db.delete('k')); console.log(typeof $db.list)";
    let app = app("a", &go(body));
    let end = pool.run(&app, Run { handler: "go", payload: b"{}" }, &host).await;
    let told = lines(&end);
    assert_eq!(
        told,
        [
            r#"{"Created":true}"#,
            r#"{"Updated":true}"#,
            r#"{"empty":null,"fresh":2,"l":["a","b"],"n":-2,"o":{"p":{"r":2}}}"#,
            "400 The setIf conditional request failed",
            "404 Record not found",
            "400 key: expected a text of 1 to 60 characters",
            "400 value: expected an object that is not empty",
            "400 n: what is kept there is no array",
            "400 key and value have 41009 bytes, more than 40960",
            r#"{"Deleted":true}"#,
            "undefined",
        ]
    );
    assert!(end.outcome.is_done(), "{end:?}");
}

#[tokio::test]
async fn many_questions_are_asked_at_once_and_each_gets_its_own_answer() {
    let pool = pool(1, PATIENT);
    let body = "const keys = [...Array(60).keys()]; await Promise.all(keys.map((n) => $db.set('k' + n, { n })));
        const all = await Promise.all(keys.map((n) => $db.get('k' + n))); console.log(all.every((one, n) => one.n === n))";
    assert_eq!(written(&pool, &app("a", &go(body)), "{}").await, ["true"]);
}

#[tokio::test]
async fn a_handler_that_does_not_wait_is_waited_for() {
    let pool = pool(1, PATIENT);
    let script = "exports = { go: function () { $db.set('k', { n: 1 }).then(() => $db.get('k')).then((kept) => { console.log(kept.n); renderData() }) } };";
    assert_eq!(written(&pool, &app("a", script), "{}").await, ["1"]);
}

#[tokio::test]
async fn a_template_is_filled_outside_the_script_and_its_answer_comes_back() {
    let pool = pool(1, PATIENT);
    let body =
        "const answer = await $request.invokeTemplate('ping', { context: { id: 'a b' }, body: JSON.stringify({ x: 1 }) });
        console.log(answer.status, JSON.parse(answer.response).pong)";
    let (app, payload) = (app("a", &go(body)), r#"{"iparams":{"host":"api.example.com","key":"k:x"}}"#);
    let sent = Arc::new(Sent::default());
    let host = Memory::new(Arc::clone(&sent) as Arc<dyn Sender>);
    let end = pool.run(&app, Run { handler: "go", payload: payload.as_bytes() }, &host).await;
    assert_eq!(lines(&end), ["200 1"], "{end:?}");
    let requests = sent.requests.lock().unwrap().clone();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((request.method, request.url.as_str()), ("GET", "https://api.example.com/ping/a%20b"));
    assert_eq!(request.headers, [("Authorization".to_owned(), "Basic azp4".to_owned())]);
    assert_eq!(request.body.as_deref(), Some(r#"{"x":1}"#));
}

#[tokio::test]
async fn an_answer_of_400_or_more_rejects_and_so_does_a_template_that_is_not_there() {
    let pool = pool(1, PATIENT);
    let body = "for (const [name, context] of [['ping', { id: 1 }], ['pong', {}], ['ping', {}]])
        try { await $request.invokeTemplate(name, { context }); console.log('done') }
        catch (error) { console.log(error.status, error.response ?? error.message) }";
    let (app, payload) = (app("a", &go(body)), r#"{"iparams":{"host":"api.example.com","key":"k"}}"#);
    let host = Memory::new(Arc::new(Sent { status: Some(503), ..Sent::default() }));
    let end = pool.run(&app, Run { handler: "go", payload: payload.as_bytes() }, &host).await;
    let told = [r#"503 {"pong":1}"#, "404 no request template is called \"pong\"", "400 ping.path: context.id is not there"];
    assert_eq!(lines(&end), told);
}

#[tokio::test]
async fn schedules_are_entered_shown_changed_and_taken_back() {
    let pool = pool(1, PATIENT);
    let body = "const at = new Date('2026-03-01T10:00:00+01:00');
        console.log((await $schedule.create({ name: 'once', data: { a: 1 }, schedule_at: at })).status);
        await $schedule.create({ name: 'daily', schedule_at: '2026-03-01', repeat: { time_unit: 'days', frequency: '1' } });
        await $schedule.update({ name: 'once', data: { a: 2 } });
        console.log(await $schedule.fetch({ name: 'once' }), (await $schedule.fetch({ name: 'daily' })).repeat);
        for (const wrong of [{ name: 'once', schedule_at: at }, { name: 'x' }, { name: 'x', schedule_at: 'soon' },
            { name: 'x', schedule_at: at, data: { long: 'x'.repeat(4096) } },
            { name: 'weekly', schedule_at: at, repeat: { time_unit: 'weeks', frequency: 1 } }])
          await $schedule.create(wrong).catch((error) => console.log(error.status, error.message));
        await $schedule.delete({ name: 'once' }); await $schedule.fetch({ name: 'once' }).catch((error) => console.log(error.status))";
    let told = written(&pool, &app("a", &go(body)), "{}").await;
    assert_eq!(
        told,
        [
            "200",
            r#"{"data":{"a":2},"name":"once","schedule_at":"2026-03-01T09:00:00.000Z"} {"frequency":1,"time_unit":"days"}"#,
            "400 a schedule is called once already",
            "400 schedule_at: it is not there",
            "400 schedule_at: expected a time such as 2026-01-05T09:45:00Z, not \"soon\"",
            "400 data: it has 4107 bytes, more than 4096",
            "429 more than 1 recurring scheduled events",
            "404",
        ]
    );
}

#[tokio::test]
async fn while_one_run_waits_for_an_answer_others_run_and_its_time_goes_on() {
    let bell = Arc::new(Notify::new());
    let host = Memory::new(Arc::new(Sent { bell: Some(Arc::clone(&bell)), ..Sent::default() }));
    let waits = app("waits", &go("await $request.invokeTemplate('ping', { context: { id: 1 } }); console.log('answered')"));
    let payload = r#"{"iparams":{"host":"api.example.com","key":"k"}}"#;
    let pool = pool(2, PATIENT);
    let waiting = pool.run(&waits, Run { handler: "go", payload: payload.as_bytes() }, &host);
    let other = async {
        let told = written(&pool, &app("other", &go("console.log('other')")), "{}").await;
        bell.notify_one();
        told
    };
    let (end, other) = tokio::join!(waiting, other);
    assert_eq!((lines(&end), other), (vec!["answered".to_owned()], vec!["other".to_owned()]));
    let short = super::pool(1, Duration::from_millis(300));
    let end = short.run(&waits, Run { handler: "go", payload: payload.as_bytes() }, &host).await;
    assert_eq!(end.outcome.reason(), Some("timed_out"), "nobody rang");
}
