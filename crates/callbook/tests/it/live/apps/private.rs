//! What an app cannot reach: what another one keeps, waits for and was given.

use super::*;

#[test]
fn f28_an_app_reaches_nothing_that_another_one_has() {
    let house = House::new("");
    let mut door = house.door();
    let keeps = script(
        "async install() {
            await $db.set('secret', { word: 'quibble' });
            await $schedule.create({ name: 'soon', data: { word: 'quibble' }, schedule_at: '2999-01-01T00:00:00Z' });
        },
        async counted(payload) {
            globalThis.left = payload.iparams.word; Object.prototype.left = payload.iparams.word;
            renderData(null, { kept: (await $db.get('secret')).word, due: (await $schedule.fetch({ name: 'soon' })).data.word,
                given: payload.iparams.word });
        }",
    );
    let spies = script(
        "async counted(payload) {
            const found = [], keys = ['secret', 'keeper/secret', 'main/keeper/secret', '../keeper/secret', 'keeper.secret', '%'];
            const look = async (what, ask) => { try { found.push(what + ' ' + JSON.stringify(await ask())) } catch {} };
            for (const key of keys) {
                await look('get ' + key, () => $db.get(key));
                await look('delete ' + key, () => $db.delete(key));
                await look('update ' + key, () => $db.update(key, 'set', { word: 'mine' }, { setIf: 'exist' }));
            }
            for (const name of ['soon', 'keeper/soon', '%']) {
                await look('fetch ' + name, () => $schedule.fetch({ name }));
                await look('delete ' + name, () => $schedule.delete({ name }));
                await look('update ' + name, () => $schedule.update({ name, data: {} }));
            }
            for (const said of [{ name: 'soon', app: 'keeper' }, { name: 'soon', account: 'main', app: 'keeper' }])
                await look('fetch', () => $schedule.fetch(said));
            if (typeof left !== 'undefined' || ({}).left !== undefined) found.push('what is left of a run');
            if (JSON.stringify(payload).includes('quibble')) found.push('what another was given');
            await $db.set('secret', { word: 'mine' });
            renderData(null, { found });
        }",
    );
    install(&mut door, "keeper", &zipped(MANIFEST, &keeps));
    install(&mut door, "spy", &zipped(MANIFEST, &spies));
    let given = door.ask("PUT", "/freshworks/v1/apps/keeper/iparams", Some(r#"{"word": "quibble"}"#)).unwrap();
    assert_eq!(given.status, 200, "{}", given.json());
    let mut asked = |app: &str| {
        let answer = door.ask("POST", &format!("/freshworks/v1/apps/{app}/functions/counted"), Some("{}")).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    };
    let all = serde_json::json!({"kept": "quibble", "due": "quibble", "given": "quibble"});
    assert_eq!(asked("keeper"), all);
    assert_eq!(asked("spy"), serde_json::json!({"found": []}));
    assert_eq!(asked("keeper"), all, "it is untouched");
}
