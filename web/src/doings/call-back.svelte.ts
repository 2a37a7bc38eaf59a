// Calls somebody back: the phone system rings the user's own phone first, then the number. Whoever is no user of the directory
// (an administrator, a program) is asked once whose phone it is; the answer is kept for this browser.
// It must never dial twice for one press: each press has a key of its own, and further presses wait for the answer.
// Usage: `void callBack.dial({ number, name })`; <CallBack /> stands once in the view and asks where it has to.

import { api, ask } from '../api/client';
import { Failure } from '../api/failure';
import { names } from '../api/names.svelte';
import { session } from '../api/session.svelte';
import { kept } from '../kept.svelte';
import { said } from '../parts/said';
import { tell } from '../parts/toasts.svelte';
import { router } from '../router.svelte';
import { t } from '../words';

export interface Wanted {
  number: string;
  name: string;
}

const phone = kept<string>('phone', '', (value) => typeof value === 'string');

class CallBack {
  #asks = $state.raw<Wanted | null>(null);
  #dialling = $state<string | null>(null);

  /** Who is to be called as soon as it is known whose phone rings first. */
  get asks(): Wanted | null {
    return this.#asks;
  }
  /** The number that is being dialled. */
  get dialling(): string | null {
    return this.#dialling;
  }

  async dial(wanted: Wanted): Promise<void> {
    if (this.#dialling !== null) return;
    const user = session.me?.user ?? phone.value;
    if (!user) {
      this.#asks = wanted;
      return;
    }
    await this.#dial(wanted, user);
  }

  /** Whose phone it is. */
  async choose(user: string): Promise<void> {
    phone.value = user;
    const wanted = this.#asks;
    this.#asks = null;
    if (wanted && user) await this.#dial(wanted, user);
  }

  forget(): void {
    this.#asks = null;
  }

  async #dial({ number, name }: Wanted, user: string): Promise<void> {
    this.#dialling = number;
    try {
      const params = { header: { 'Idempotency-Key': crypto.randomUUID() } };
      const asked = await ask(api.POST('/callbook/v1/originations', { params, body: { user, to: number } }));
      const whose = session.me?.user === user ? t.missed.yourPhone : t.missed.phoneOf(names.of('users', user));
      const id = asked.conversation ?? asked.call;
      tell(t.missed.dials(name, whose), { action: { label: t.calls.open, run: () => router.go(`/calls/${id}`) } });
    } catch (thrown) {
      const failure = Failure.of(thrown);
      // A phone that cannot be called is asked for anew.
      if (!session.me?.user && (failure.status === 409 || failure.status === 422)) phone.value = '';
      // What phone systems are asked by is set by administrators.
      const isUnset = failure.status === 400 && failure.field === 'source';
      const why = isUnset && !session.may('administer') ? t.missed.callsUnset : said(failure);
      tell(`${t.missed.callFailed}. ${why}`);
    } finally {
      this.#dialling = null;
    }
  }
}

export const callBack = new CallBack();
