// What is wrong in which part of Admin, for the menu beside: loaded when Admin is opened and every ten seconds while it is shown.
// It must never hold up a part: one that cannot be asked says nothing.

import { api, ask } from '../../api/client';
import { t } from '../../words';
import { stateOf } from './source';

const EVERY_MS = 10_000;

class Faults {
  #texts = $state.raw<Partial<Record<string, string>>>({});

  of(part: string): string | undefined {
    return this.#texts[part];
  }

  watch(): () => void {
    void this.again();
    const timer = setInterval(() => document.hidden || void this.again(), EVERY_MS);
    return () => clearInterval(timer);
  }

  async again(): Promise<void> {
    const [sources, subscriptions, apps] = await Promise.allSettled([
      ask(api.GET('/callbook/v1/sources')),
      ask(api.GET('/callbook/v1/subscriptions')),
      ask(api.GET('/freshworks/v1/apps')),
    ]);
    const down = sources.status === 'fulfilled' ? sources.value.sources.filter((source) => isDown(stateOf(source))).length : 0;
    const dead =
      subscriptions.status === 'fulfilled' ? subscriptions.value.subscriptions.reduce((sum, { dead }) => sum + dead, 0) : 0;
    const off = apps.status === 'fulfilled' ? apps.value.apps.filter((app) => app.off !== null).length : 0;
    this.#texts = {
      ...(down && { sources: t.admin.down(down) }),
      ...(dead && { subscriptions: t.admin.dead(dead) }),
      ...(off && { apps: t.admin.off(off) }),
    };
  }
}

const isDown = (state: string) => state === 'down' || state === 'refused' || state === 'silent';

export const faults = new Faults();
