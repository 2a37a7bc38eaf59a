// Runs the module's script as a platform would, with enumerations whose values are odd on purpose.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { platform as made } from '../platform/platform.mjs';

const script = fs.readFileSync(new URL('../build/callbook.js', import.meta.url), 'utf8');

/** The script with a server that answers every question by `answer(url, init)`. */
function platform(answer = () => ({ status: 200, body: '' })) {
    const asked = [];
    const fetch = async (url, init) => {
        asked.push({ url, ...init });
        const { status, body } = answer(url, init);
        return { ok: status < 400, status, statusText: '', text: async () => body, json: async () => JSON.parse(body) };
    };
    return { ...made(script, { baseUrl: 'https://calls.example/', token: 't-1' }, fetch), asked };
}

const plain = value => JSON.parse(JSON.stringify(value));

const parse = async (body, headers = { 'X-Callbook-TOKEN': 't-1' }) => {
    const result = await platform().VoipParseWebhookRequest({ body, headers });
    return plain(result);
};

const EVENT = { event: 'NotifyEnd', direction: 'in', disposition: 'NoAnswer', srcPhone: '+12025550142', dstPhone: '101', callId: 'c' };

test('words are taken by the names of members', async () => {
    const told = await parse(JSON.stringify({ event: EVENT }));
    assert.deepEqual(told.event, { event: 'c', direction: 'x1', disposition: 94, srcPhone: '+12025550142', dstPhone: '101', callId: 'c' });
    assert.deepEqual(told.response, { code: 200, text: '{"success":true}' });
    const unknown = await parse(JSON.stringify({ event: { ...EVENT, disposition: 'Great' } }));
    assert.equal(unknown.event.disposition, 95);
});

test('a record keeps its call, has whole seconds and no absent field', async () => {
    const record = { ...EVENT, call: { id: 'r', link: null }, duration: '142', dstPhoneExt: '7' };
    const told = await parse(JSON.stringify({ callRecord: record }));
    assert.deepEqual(told.callRecord, {
        call: { id: 'r', link: null }, callId: 'c', direction: 'x1', disposition: 94, dstPhone: '101', dstPhoneExt: '7', duration: 142,
        srcPhone: '+12025550142',
    });
    const { callId, ...bare } = record;
    assert.equal('callId' in (await parse(JSON.stringify({ callRecord: bare }))).callRecord, false);
});

test('what is nothing is nothing, and a wrong token is refused', async () => {
    for (const body of [undefined, '', ' ', '{', '[]', 'null', '7', { event: EVENT }]) {
        assert.deepEqual(await parse(body), {}, String(body));
    }
    for (const wrong of [{ event: 'NotifyMaybe' }, { direction: 'sideways' }, { event: 'constructor' }]) {
        assert.deepEqual(await parse(JSON.stringify({ event: { ...EVENT, ...wrong } })), {});
    }
    for (const headers of [{}, { 'x-callbook-token': 't-2' }, undefined]) {
        const told = await platform().VoipParseWebhookRequest({ body: JSON.stringify({ event: EVENT }), headers });
        assert.deepEqual(plain(told), { response: { code: 403, text: '{"error":"bad token"}' } });
    }
});

test('a test of the connection never throws', async () => {
    const result = async answer => plain(await platform(answer).VoipTestConnection());
    assert.deepEqual(await result(() => ({ status: 200, body: '{"success":true}' })), { success: true });
    const failed = { status: 200, body: '{"success":false,"failReason":"no line"}' };
    assert.deepEqual(await result(() => failed), { success: false, failReason: 'no line' });
    const refused = { status: 401, body: '{"error":"bad token","code":"UNAUTHORIZED","field":null}' };
    assert.deepEqual(await result(() => refused), { success: false, failReason: 'bad token' });
    assert.deepEqual(await result(() => { throw new Error('no route'); }), { success: false, failReason: 'no route' });
});

test('calls are dialled, links made, members listed, and the address handed on', async () => {
    const there = platform(url => ({ status: 200, body: url.endsWith('/members') ? '[{"id":"101","label":"Ann Mori"}]' : '{"link":"https://l"}' }));
    assert.deepEqual(plain(await there.VoipGetMembers()), [{ id: '101', label: 'Ann Mori' }]);
    await there.VoipGenerateCall('101', '+12025550142');
    await there.VoipOnWebhookUpdated('https://hook');
    for (const given of ['https://a/r', 'HTTP://a/r']) {
        assert.equal(await there.VoipGetCallLink(given), given);
    }
    assert.equal(await there.VoipGetCallLink({ id: 'r', link: 'https://own' }), 'https://own');
    for (const asked of [{ id: 'r', link: null }, null, 'r-1', 7]) {
        assert.equal(await there.VoipGetCallLink(asked), 'https://l');
        assert.deepEqual(JSON.parse(there.asked.at(-1).body), { call: asked });
    }
    const [members, call, webhook] = there.asked;
    assert.deepEqual([members.method, members.url], ['GET', 'https://calls.example/elma365/v1/members']);
    assert.equal(members.headers.Authorization, 'Bearer t-1');
    assert.deepEqual([call.method, call.body], ['POST', '{"srcPhone":"101","dstPhone":"+12025550142"}']);
    assert.deepEqual([webhook.method, webhook.body], ['PUT', '{"webhookUrl":"https://hook","token":"t-1"}']);
});

test('what is refused is thrown with its text', async () => {
    const refusing = platform(() => ({ status: 409, body: '{"error":"no phone","code":"NO_DEVICE","field":"srcPhone"}' }));
    await assert.rejects(() => refusing.VoipGenerateCall('101', '1'), /no phone/);
    await assert.rejects(() => refusing.VoipGetCallLink(null), /no phone/);
    await assert.rejects(() => platform(() => ({ status: 502, body: '<html>' })).VoipGetMembers(), /Callbook answered 502/);
});
