//! What an app wants to have again and again.

use super::*;

/// The shortest period there is, in milliseconds.
const PERIOD_MS: i64 = 60_000;

/// The numbers that an app wrote after a word.
fn numbers(door: &mut Door, word: &str) -> Vec<i64> {
    let lines = log(door, "clock");
    lines.iter().filter_map(|line| line.strip_prefix(word)?.trim().parse().ok()).collect()
}

/// It was first due nearly a period ago, so that the test waits for seconds only.
#[test]
fn what_happens_again_and_again_does_so_after_the_server_was_killed_and_at_its_own_times() {
    let House { home, served, key } = House::new("");
    let clock = script(
        "async install() {
            const at = new Date(Date.now() - 52000);
            await $schedule.create({ name: 'tick', data: { a: 7 }, schedule_at: at, repeat: { time_unit: 'minutes', frequency: 1 } });
            console.log('first', at.getTime());
        },
        due(payload) { console.log('due', payload.data.a === 7 ? Date.now() : 'nothing came along'); },
        async counted() { renderData(null, { next: new Date((await $schedule.fetch({ name: 'tick' })).schedule_at).getTime() }); }",
    );
    install(&mut Door::open(served.address, &key).unwrap(), "clock", &zipped(MANIFEST, &clock));
    let house = House { home, served, key };
    let next = |house: &House| {
        let answer = house.door().ask("POST", "/freshworks/v1/apps/clock/functions/counted", Some("{}")).unwrap();
        answer.json()["next"].as_i64().unwrap()
    };
    let first = numbers(&mut house.door(), "first")[0];
    // Its run is over in the store before the server is killed; else it would rightly happen once more.
    house.waits("it happens", |_| next(&house) == first + PERIOD_MS);
    let House { home, served, key } = house;
    served.kill();
    let house = House { served: home.serve(), home, key };
    house.waits("it happens again", |_| next(&house) == first + 2 * PERIOD_MS);
    let due = numbers(&mut house.door(), "due");
    assert_eq!(due.len(), 2, "{due:?}");
    assert!(due[0] >= first && due[1] >= first + PERIOD_MS, "not before its time: {first}, {due:?}");
}
