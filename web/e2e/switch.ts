// A switch of the Asterisk kind on loopback: the server's side of a manager connection, which plays recorded streams of
// crates/calls/fixtures through a real socket, moved to now, says which agents are signed in to which queue, and takes calls
// that it is asked for.
// It knows nothing of the server, and no number or name of a recording stands here.

import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { QUEUES, USERS } from './house';

const FIXTURES = fileURLToPath(new URL('../../crates/calls/fixtures/asterisk/', import.meta.url));
/** Events that a switch set up as its README says does not send. */
const FILTERED = new Set(['CEL', 'Cdr', 'RTCPSent', 'RTCPReceived', 'SuccessfulAuth', 'ChallengeSent', 'FullyBooted']);
const LISTS = ['CoreShowChannels', 'Status', 'BridgeList', 'QueueStatus', 'DeviceStateList'];
/** Of what is moved in time, numbers this close to the recording are times. */
const NEAR_S = 86_400;

type Message = [string, string][];

export interface Switch {
  address: string;
  /** Plays a recorded call, `speed` times as fast as it happened; done when its last message was sent. */
  play(recording: string, speed?: number): Promise<void>;
  /** Sends a message to whoever is connected. */
  say(message: Message): void;
  /** What it makes of calls that it is asked for, from now on: it has the phone ring, or refuses for this reason. */
  makes(of: 'rings' | { refusal: string }): void;
  /** The channels of the calls that it was asked for, by the number that was to be dialled, in order. */
  readonly asked: readonly { number: string; channel: string; id: string }[];
  /** The phone of a call that it was asked for is no longer called, as nobody took it. */
  givesUp(id: string): void;
  /** Cuts the link and takes no other, as if the switch went away. */
  stop(): Promise<void>;
}

/** Which agents are signed in: queue members of everybody but the last of each team, one of them paused. */
export function agentsAt(): Message[] {
  return QUEUES.flatMap(({ key, team }) => {
    const members = USERS.filter((user) => user.team === team);
    return members.map((user, place): Message => [
      ['Event', 'QueueMember'],
      ['Queue', key],
      ['Name', user.name],
      ['Location', `PJSIP/${user.key}`],
      ['StateInterface', `PJSIP/${user.key}`],
      ['Membership', 'dynamic'],
      ['Penalty', '0'],
      ['CallsTaken', '0'],
      ['LastCall', '0'],
      ['InCall', '0'],
      ['Status', '1'],
      ['Paused', members.length > 2 && place === members.length - 1 ? '1' : '0'],
      ['PausedReason', members.length > 2 && place === members.length - 1 ? 'lunch' : ''],
    ]);
  });
}

/** Starts one; `members` is what it answers when it is asked about queues. */
export async function startSwitch(members: readonly Message[] = []): Promise<Switch> {
  const sockets = new Set<Socket>();
  const asked: { number: string; channel: string; id: string }[] = [];
  let makes: 'rings' | { refusal: string } = 'rings';
  const takes: Takes = (call) => {
    asked.push(call);
    return makes;
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => sockets.delete(socket));
    talk(socket, members, takes);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the switch has no port');
  const say = (message: Message) => sockets.forEach((socket) => socket.write(wire(message)));
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      sockets.forEach((socket) => socket.destroy());
    });
  return {
    address: `127.0.0.1:${address.port}`,
    play: (recording, speed) => play(recording, speed ?? 1, say),
    say,
    makes: (of) => (makes = of),
    asked,
    givesUp: (id) => {
      const channel = asked.find((call) => call.id === id)?.channel ?? '';
      say(told('Hangup', id, channel, [['Cause', '19'], ['TechCause', '480']]));
    },
    stop,
  };
}

type Takes = (call: { number: string; channel: string; id: string }) => 'rings' | { refusal: string };

/** What is told of a phone that is called. */
function told(event: string, id: string, channel: string, more: Message = []): Message {
  const name = `${channel}-00000007`;
  const at: Message = [['Event', event], ['Timestamp', (Date.now() / 1000).toFixed(6)]];
  if (event === 'DialBegin') {
    return [...at, ['DestChannel', name], ['DestUniqueid', id], ['DestLinkedid', id], ['DialString', channel]];
  }
  const who: Message = [['Channel', name], ['ChannelState', '5'], ['CallerIDNum', '<unknown>'], ['CallerIDName', '<unknown>']];
  return [...at, ...who, ['Context', 'house'], ['Exten', 's'], ['Uniqueid', id], ['Linkedid', id], ...more];
}

/** Greets, and answers whatever is asked. */
function talk(socket: Socket, members: readonly Message[], takes: Takes): void {
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString();
    for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
      answer(socket, heard.slice(0, end), members, takes);
      heard = heard.slice(end + 4);
    }
  });
}

function answer(socket: Socket, asked: string, members: readonly Message[], takes: Takes): void {
  const field = (name: string) => new RegExp(`^${name}: *(.*?)\\r?$`, 'm').exec(asked)?.[1] ?? '';
  const [action, id] = [field('Action'), field('ActionID')];
  const says = (message: Message) => socket.write(wire([...message.slice(0, 1), ['ActionID', id], ...message.slice(1)]));
  if (action === 'Login') {
    says([['Response', 'Success'], ['Message', 'Authentication accepted']]);
    const up: Message = [['Privilege', 'system,all'], ['Uptime', '86400'], ['Status', 'Fully Booted']];
    socket.write(wire([['Event', 'FullyBooted'], ...up]));
  } else if (action === 'Ping') {
    says([['Response', 'Success'], ['Ping', 'Pong']]);
  } else if (action === 'Logoff') {
    says([['Response', 'Success'], ['Message', 'Thanks for all the fish.']]);
    socket.end();
  } else if (action === 'Originate') {
    const call = { number: field('Exten'), channel: field('Channel'), id: field('ChannelId') };
    const made = takes(call);
    if (made !== 'rings') return void says([['Response', 'Error'], ['Message', made.refusal]]);
    says([['Response', 'Success'], ['Message', 'Originate successfully queued']]);
    for (const event of ['Newchannel', 'DialBegin']) socket.write(wire(told(event, call.id, call.channel)));
    socket.write(wire(told('Newstate', call.id, call.channel, [['ChannelStateDesc', 'Ringing']])));
  } else if (LISTS.includes(action)) {
    const list = action === 'QueueStatus' ? members : [];
    says([['Response', 'Success'], ['EventList', 'start'], ['Message', 'A list will follow']]);
    list.forEach(says);
    const last = action === 'DeviceStateList' ? 'DeviceStateListComplete' : `${action}Complete`;
    says([['Event', last], ['EventList', 'Complete'], ['ListItems', String(list.length)]]);
  } else {
    says([['Response', 'Error'], ['Message', 'Invalid/unknown command']]);
  }
}

function wire(message: Message): string {
  return `${message.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`;
}

/** The messages of a recorded stream that a switch would send by itself, with their times in seconds. */
async function recorded(recording: string): Promise<{ at: number; text: string }[]> {
  const stream = await readFile(`${FIXTURES}${recording}/ami.txt`, 'utf8');
  return stream.split(/\r?\n\r?\n/).flatMap((text) => {
    const name = /^Event: *(\S+)/.exec(text.trimStart())?.[1];
    const at = /^Timestamp: *([\d.]+)/m.exec(text)?.[1];
    if (name === undefined || at === undefined || FILTERED.has(name) || /^ActionID:/m.test(text)) return [];
    return [{ at: Number(at), text: text.trim() }];
  });
}

async function play(recording: string, speed: number, say: (message: Message) => void): Promise<void> {
  const messages = await recorded(recording);
  const first = messages[0]?.at ?? 0;
  const last = messages.at(-1)?.at ?? first;
  // Ids are made of whole seconds, so that whole ones are what they are moved by. The last of it is over when it is played.
  const by = Math.round(Date.now() / 1000 + (last - first) / speed - last);
  const begun = Date.now();
  for (const { at, text } of messages) {
    const due = begun + ((at - first) / speed) * 1000;
    if (due > Date.now()) await new Promise((then) => setTimeout(then, due - Date.now()));
    say(moved(text, by, first));
  }
}

/** The message with every second that lies near the recording moved: in times, and in the ids that are made of them. */
function moved(text: string, by: number, near: number): Message {
  const shifted = text.replace(/\d+/g, (run) => {
    return run.length === 10 && Math.abs(Number(run) - near) < NEAR_S ? String(Number(run) + by) : run;
  });
  return shifted.split(/\r?\n/).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
  });
}
