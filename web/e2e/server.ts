// The real server for browser tests, screenshots and whoever writes the page: the binary, on a temporary store and a free port.
// It must never reach into the store or know how the server works inside: everything goes by its commands and its API.
// `startServer()` gives an empty account with the house of house.ts in it; calls are told by story.ts, day.ts or switch.ts.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFront, type Front } from './front';
import { enterHouse, type House } from './house';
import type { Signal } from './story';

const BUILT = fileURLToPath(new URL('../../target/debug/callbook', import.meta.url));
/** So long a server may take until it answers; a debug build on a busy machine takes its time. */
const START_MS_MAX = 30_000;
const STOP_MS_MAX = 15_000;
/** The most signals of one request; the server takes 10,000, and small ones are answered sooner. */
const BATCH_SIGNALS = 2_000;

export interface ServerOptions {
  /** IANA name of the account's zone. */
  zone?: string;
  /** Lines of TOML that are added to the configuration. */
  config?: string;
  /** The port to listen on; 0: a free one. */
  port?: number;
  /** Further environment of the server: `CALLBOOK_` and the section and key of its configuration. */
  environment?: Record<string, string>;
  /** Without people, directory and source: as it is after the very first start. */
  empty?: boolean;
}

/** What the server said that was not what was asked for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A server that runs. Whoever started it stops it. */
export class Server {
  /** Where the page is, as `http://127.0.0.1:41234`. */
  origin = '';
  /** Where the API of the binary itself is; the same, where the binary serves the page. */
  api = '';
  /** The operator's token. */
  operator = '';
  house!: House;
  private child: ChildProcess | undefined;
  private front: Front | undefined;
  private log = '';

  private constructor(
    private readonly folder: string,
    private readonly more: Record<string, string>,
  ) {}

  static async start(options: ServerOptions = {}): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'callbook-page-'));
    const server = new Server(folder, options.environment ?? {});
    try {
      await writeFile(server.path('callbook.toml'), config(folder, options));
      await server.run(options.port ?? 0);
      server.front = await startFront(server.api);
      server.origin = server.front?.origin ?? server.api;
      if (!options.empty) server.house = await enterHouse(server);
      return server;
    } catch (fault) {
      await server.stop();
      throw fault;
    }
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts the binary, and waits until it says where it answers. */
  private async run(port: number): Promise<void> {
    const binary = process.env.CALLBOOK_BIN ?? BUILT;
    if (!existsSync(binary)) throw new Error(`there is no server at ${binary}: build it, or say CALLBOOK_BIN`);
    const environment = { ...process.env, CALLBOOK_SERVER__LISTEN: `127.0.0.1:${port}`, NO_COLOR: '1', ...this.more };
    const child = spawn(binary, ['serve', '--config', this.path('callbook.toml')], { env: environment });
    this.child = child;
    // Whoever started it and fails leaves no server behind.
    const reap = () => child.kill();
    process.once('exit', reap);
    child.once('exit', () => process.off('exit', reap));
    await new Promise<void>((ready, failed) => {
      const late = setTimeout(() => failed(new Error(`the server did not answer in time:\n${this.log}`)), START_MS_MAX);
      const heard = (chunk: Buffer) => {
        this.log = (this.log + chunk.toString()).slice(-100_000);
        const address = /answers at (http:\/\/127\.0\.0\.1:\d+)\/callbook/.exec(this.log)?.[1];
        this.operator ||= /^\s+(cb_\S+)\n/m.exec(this.log)?.[1] ?? '';
        // The token comes by another pipe than the log, sooner or later.
        if (!address || !this.operator || !/the server answers/.test(this.log)) return;
        this.api = address;
        clearTimeout(late);
        ready();
      };
      child.stdout.on('data', heard);
      child.stderr.on('data', heard);
      child.on('exit', (code) => failed(new Error(`the server ended with ${code}:\n${this.log}`)));
    });
  }

  /** Stops the server and leaves the store, as if its machine went away. `start` of it again by [`again`]. */
  async halt(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(late);
  }

  /** Starts it again at the same port, on the same store. */
  async again(): Promise<void> {
    this.log = '';
    await this.run(Number(new URL(this.api).port));
  }

  /** Stops it, and removes all that it kept. */
  async stop(): Promise<void> {
    await this.front?.stop();
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the server logged lately, for whoever looks for a fault. */
  logged(): string {
    return this.log;
  }

  /** Asks the API, as the operator if no token is said. */
  async ask<Answer = unknown>(method: string, path: string, body?: unknown, token = this.operator): Promise<Answer> {
    const response = await this.send(method, path, JSON.stringify(body), 'application/json', token);
    const text = await response.text();
    if (!response.ok) throw new Refused(response.status, `${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as Answer;
  }

  /** Sends a body of any kind. */
  send(method: string, path: string, body: BodyInit | undefined, type: string, token = this.operator): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) };
    return fetch(`${this.api}/callbook/v1${path}`, { method, headers, body });
  }

  /** Tells signals of a source, in batches; they are durable when this returns. */
  async tell(signals: readonly Signal[], source = 'office'): Promise<void> {
    for (let begin = 0; begin < signals.length; begin += BATCH_SIGNALS) {
      await this.ask('POST', '/signals', { source, signals: signals.slice(begin, begin + BATCH_SIGNALS) });
    }
  }
}

/** Starts a server with the house in it. */
export function startServer(options: ServerOptions = {}): Promise<Server> {
  return Server.start(options);
}

function config(folder: string, options: ServerOptions): string {
  return `[server]
store = "${join(folder, 'callbook.db')}"
raw_days = 0
log = "warn,callbook::serve=info"

[deliver]
allow = ["127.0.0.1"]
retry_s = [1, 5, 30, 120, 600, 3600]

[media]
collect = false

[account]
region = "NL"
zone = "${options.zone ?? 'Europe/Amsterdam'}"
wrapup = "off"
${options.config ?? ''}
`;
}
