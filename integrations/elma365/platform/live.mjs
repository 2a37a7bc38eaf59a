// The module's script on a platform that listens: `node live.mjs SCRIPT BASE_URL TOKEN`.
//
// It says where it listens, and then what was posted to it and what the script made of that, a JSON object a line. Each line on
// its standard input, {"function": "VoipGetMembers", "with": []}, is a function of the script that is called; what came of it is a line, too.
import fs from 'node:fs';
import http from 'node:http';
import readline from 'node:readline';
import { platform } from './platform.mjs';

const [script, baseUrl, token] = process.argv.slice(2);
const module = platform(fs.readFileSync(script, 'utf8'), { baseUrl, token }, fetch);
const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = http.createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) {
        pieces.push(piece);
    }
    const body = Buffer.concat(pieces).toString('utf8');
    const { response: answer, ...parsed } = await module.VoipParseWebhookRequest({ method: 'POST', headers: request.headers, body });
    const status = answer === undefined ? 200 : answer.code;
    say({ posted: request.url, parsed, status });
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(answer === undefined ? '' : answer.text);
});
server.listen(0, '127.0.0.1', () => say({ listens: `http://127.0.0.1:${server.address().port}` }));

const lines = readline.createInterface({ input: process.stdin });
for await (const line of lines) {
    const asked = JSON.parse(line);
    try {
        const result = await module[asked.function](...asked.with);
        say({ result: result === undefined ? null : result });
    } catch (error) {
        say({ thrown: String(error.message) });
    }
}
process.exit(0);
