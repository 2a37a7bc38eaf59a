// `npm run demo-server`: a server full of calls, to look at the page and to write it.
// --weeks N before today (4), --every N seconds a new call begins (6), --port N (8420), --scale N times as many calls (1).

import { parseArgs } from 'node:util';
import { afternoon, bringSound, doings, goingOn, links, past, tell } from './day';
import { PASSWORD } from './house';
import { Live } from './live';
import { Server, startServer } from './server';
import { agentsAt, startSwitch, type Switch } from './switch';

const DAY_MS = 86_400_000;

/** Fills a server with a day, and whatever weeks lie before it; `live` goes on with the calls that are not over. */
export async function fill(server: Server, zone: string, live: Live, weeks: number, scale = 1): Promise<void> {
  const now = new Date();
  const calls = past(now, zone, { weeks, scale });
  live.begin(await tell(server, [...calls, ...goingOn(now)], now));
  const midnight = new Date(now.getTime() - DAY_MS * 0.6);
  await Promise.all([
    bringSound(server, calls, midnight),
    doings(server, new Date(now.getTime() - (weeks + 1) * 7 * DAY_MS), midnight),
    links(server, new Date(now.getTime() - 14 * DAY_MS)),
  ]);
}

/** Signs agents in to their queues, on a switch of their own. */
export async function signInAgents(server: Server): Promise<Switch> {
  const played = await startSwitch(agentsAt());
  const ami = { address: played.address, username: 'callbook', secret: 'callbook' };
  await server.ask('POST', '/sources', { name: 'switch', adapters: ['asterisk-ami'], ami });
  return played;
}

export async function main(words: string[]): Promise<void> {
  const option = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const options = { weeks: option('4'), every: option('6'), port: option('8420'), scale: option('1'), zone: option(afternoon()) };
  const { values } = parseArgs({ args: words, options });
  const server = await startServer({ zone: values.zone, port: Number(values.port) });
  const agents = await signInAgents(server);
  console.log(`API   CALLBOOK=${server.api} npm run dev\nPage  ${server.origin}`);
  for (const [role, name] of Object.entries(server.house.people)) console.log(`      ${role}: ${name}, ${PASSWORD}`);
  console.log(`Token ${server.operator}\nZone  ${values.zone}`);
  const begun = Date.now();
  const live = new Live(server, Number(values.every));
  await fill(server, values.zone, live, Number(values.weeks), Number(values.scale));
  console.log(`Told in ${((Date.now() - begun) / 1000).toFixed(1)} s. Ctrl-C ends it.`);
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  live.end();
  await agents.stop();
  await server.stop();
}
