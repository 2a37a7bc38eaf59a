// Somebody who subscribed: a server on loopback that takes webhooks, or does not, as the test says.

import { createServer } from 'node:http';

export interface Receiver {
  url: string;
  /** What it answers from now on. */
  answers(status: number): void;
  /** Bodies that it was sent. */
  readonly heard: unknown[];
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let status = 200;
  const heard: unknown[] = [];
  const server = createServer((asked, told) => {
    let body = '';
    asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
    asked.on('end', () => {
      heard.push(JSON.parse(body || 'null'));
      told.writeHead(status).end(status === 200 ? 'taken' : 'not now');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  const stop = () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections()));
  return { url: `http://127.0.0.1:${address.port}/in`, answers: (next) => (status = next), heard, stop };
}
