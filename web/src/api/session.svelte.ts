// Who one is, and what one may do. The session itself is a cookie which no script can read; nothing of it is kept here.
// When it is over, the page stays as it is under a dialog, and what was asked for goes on after a new sign-in.
// It must never hold a token, nor decide what may be seen: the server does.

import { serverNow } from '../time/skew';
import { zone } from '../time/zones.svelte';
import { api, ask, onSignedOut, type Schema } from './client';
import { Failure } from './failure';

type Me = Schema<'Session'>;
type May = 'tell' | 'read' | 'supervise' | 'administer' | 'operate';

/**
 * `asking`: not known yet. `in`: signed in. `out`: nobody is. `over`: was signed in, and the page waits for a new sign-in.
 * `unreachable`: the server did not answer when it was asked first.
 */
type State = 'asking' | 'in' | 'out' | 'over' | 'unreachable';

class Session {
  #me = $state.raw<Me | null>(null);
  #state = $state<State>('asking');
  #failure = $state.raw<Failure | null>(null);
  #account = $state.raw<Schema<'Account'> | null>(null);
  #called = $state('');
  #waiting: ((again: boolean) => void)[] = [];
  #end: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    onSignedOut(() => this.#isOver());
  }

  get me(): Me | null {
    return this.#me;
  }
  get state(): State {
    return this.#state;
  }
  /** Why it is `unreachable`. */
  get failure(): Failure | null {
    return this.#failure;
  }
  /** The account with its region; null until it is loaded, and for all but administrators. */
  get account(): Schema<'Account'> | null {
    return this.#account;
  }

  /** What he is called: by the directory, else the name he signs in with. */
  get called(): string {
    return this.#called || (this.#me?.name ?? '');
  }

  may(what: May): boolean {
    return this.#me?.may.includes(what) ?? false;
  }

  /** Asks the server who one is. Once, when the page begins; again after `unreachable`. */
  async begin(): Promise<void> {
    this.#failure = null;
    try {
      await this.#enter(await ask(api.GET('/callbook/v1/sessions/current')));
    } catch (thrown) {
      const failure = Failure.of(thrown);
      this.#failure = failure;
      // A 401 came by way of #isOver, which has said what it means already.
      if (failure.status !== 401) this.#state = 'unreachable';
    }
  }

  async signIn(account: string, name: string, password: string): Promise<void> {
    await this.#enter(await ask(api.POST('/callbook/v1/sessions', { body: { account, name, password } })));
  }

  /** Exchanges a token for a cookie with the token's rights. */
  async signInByToken(token: string): Promise<void> {
    await this.#enter(await ask(api.POST('/callbook/v1/sessions/token', { body: { token } })));
  }

  async signOut(): Promise<void> {
    await ask(api.DELETE('/callbook/v1/sessions/current'));
    this.leave();
  }

  /** Gives up what waits for a new sign-in, and goes to the door. The page begins anew: nothing of a call stays in it. */
  leave(): void {
    this.#me = null;
    this.#state = 'out';
    this.#settle(false);
    location.assign('/sign-in');
  }

  async #enter(me: Me): Promise<void> {
    const before = this.#me;
    this.#me = me;
    this.#state = 'in';
    // Somebody else must not go on with what the one before had on the page.
    if (before && (before.account !== me.account || before.name !== me.name || before.role !== me.role)) {
      location.reload();
      return;
    }
    this.#watchEnd(me);
    this.#settle(true);
    if (this.may('read') && !before) void this.#getToKnow(me.user);
  }

  /** Asks what is good to know of the account and of oneself; the page does not wait for it. */
  async #getToKnow(user: string | null): Promise<void> {
    // Where something is not told, times are in the reader's zone, and he is called by the name he signs in with.
    const [name, accountZone] = await Promise.allSettled([user && nameOf(user), this.#findZone(user)]);
    if (name.status === 'fulfilled' && name.value) this.#called = name.value;
    if (accountZone.status === 'fulfilled') zone.account = accountZone.value;
  }

  /** The account's zone: administrators are told of the account, others with figures of their own. */
  async #findZone(user: string | null): Promise<string> {
    if (this.may('administer')) {
      this.#account = await ask(api.GET('/callbook/v1/account'));
      return this.#account.zone;
    }
    if (!user) return '';
    const until = new Date(serverNow());
    const from = new Date(until.getTime() - 60_000);
    const query = { of: 'user', key: user, from: from.toISOString(), until: until.toISOString() };
    return (await ask(api.GET('/callbook/v1/figures', { params: { query } }))).zone;
  }

  /** Asks once more when the session should be over, so that nobody goes on writing under one that is. */
  #watchEnd(me: Me): void {
    clearTimeout(this.#end);
    if (!me.expires_at) return;
    const left = Date.parse(me.expires_at) - serverNow() + 1_000;
    // Longer than a timer can wait is longer than anybody sits before one page.
    if (left > 2 ** 31 - 1) return;
    this.#end = setTimeout(() => void ask(api.GET('/callbook/v1/sessions/current')).catch(() => undefined), Math.max(0, left));
  }

  #isOver(): Promise<boolean> {
    if (!this.#me) {
      this.#state = 'out';
      return Promise.resolve(false);
    }
    this.#state = 'over';
    return new Promise((settle) => this.#waiting.push(settle));
  }

  #settle(again: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const settle of waiting) settle(again);
  }
}

async function nameOf(user: string): Promise<string> {
  const path = { kind: 'users', key: user };
  return (await ask(api.GET('/callbook/v1/directory/{kind}/{key}', { params: { path } }))).name ?? '';
}

export const session = new Session();
