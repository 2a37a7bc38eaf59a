// Gives a browser the session of somebody, as the page's own sign-in does.

import type { APIRequestContext } from '@playwright/test';
import { PASSWORD, type Role } from './house';
import type { Server } from './server';

export async function signIn(requests: APIRequestContext, server: Server, role: Role): Promise<void> {
  const data = { account: 'main', name: server.house.people[role], password: PASSWORD };
  const answer = await requests.post(`${server.origin}/callbook/v1/sessions`, { data });
  if (!answer.ok()) throw new Error(`${data.name} could not sign in: ${answer.status()} ${await answer.text()}`);
}
