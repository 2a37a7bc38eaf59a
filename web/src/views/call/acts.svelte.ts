// What is done about a conversation: each act asks the server, puts the record that is answered in the place of the one that is
// shown, and says that it was done, with a way back where there is one. What could not be kept is said and nothing is lost.

import { api, ask, type Conversation } from '../../api/client';
import { Failure } from '../../api/failure';
import { tell } from '../../parts/toasts.svelte';
import { t } from '../../words';

const words = t.call;
const BASE = '/callbook/v1/conversations/{id}';

export class Acts {
  #busy = $state(false);

  constructor(
    private readonly id: () => string,
    private readonly took: (record: Conversation) => void,
  ) {}

  get busy(): boolean {
    return this.#busy;
  }

  /** Does something; answers whether it was kept. */
  private async act(doing: Promise<unknown>): Promise<boolean> {
    this.#busy = true;
    try {
      const record = (await doing) as Conversation | undefined;
      if (record && typeof record === 'object' && 'calls' in record) this.took(record);
      return true;
    } catch (thrown) {
      const failure = Failure.of(thrown);
      tell(words.failed(failure.detail || t.parts.failed[failure.kind].title));
      return false;
    } finally {
      this.#busy = false;
    }
  }

  private get path() {
    return { params: { path: { id: this.id() } } };
  }

  async handle(isHandled: boolean): Promise<void> {
    const doing = isHandled ? api.PUT(`${BASE}/handled`, this.path) : api.DELETE(`${BASE}/handled`, this.path);
    if (!(await this.act(ask(doing)))) return;
    tell(isHandled ? words.handled : words.unhandled, { undo: () => void this.handle(!isHandled) });
  }

  async remove(): Promise<void> {
    if (await this.act(ask(api.DELETE(BASE, this.path)))) tell(words.deleted, { undo: () => void this.restore() });
  }

  async restore(): Promise<void> {
    if (await this.act(ask(api.POST(`${BASE}/restore`, this.path)))) tell(words.restored);
  }

  /** Gone for good: there is no way back. */
  async erase(): Promise<void> {
    this.took(await ask(api.POST(`${BASE}/erase`, this.path)));
    tell(words.erased);
  }

  dispose(body: { code: string | null; text: string | null; next_call_at: string | null }): Promise<boolean> {
    return this.act(ask(api.PUT(`${BASE}/disposition`, { ...this.path, body })));
  }

  async takeDispositionBack(): Promise<void> {
    if (await this.act(ask(api.DELETE(`${BASE}/disposition`, this.path)))) tell(words.disposition.removed);
  }

  note(text: string): Promise<boolean> {
    return this.act(ask(api.POST(`${BASE}/notes`, { ...this.path, body: { text } })));
  }

  rewrite(note: string, text: string): Promise<boolean> {
    return this.act(ask(api.PUT(`${BASE}/notes/{note}`, { params: { path: { id: this.id(), note } }, body: { text } })));
  }

  async removeNote(note: string): Promise<void> {
    const doing = api.DELETE(`${BASE}/notes/{note}`, { params: { path: { id: this.id(), note } } });
    if (await this.act(ask(doing))) tell(words.notes.removed);
  }

  link(kind: string, record: string, body: { name: string | null; url: string | null }): Promise<boolean> {
    const params = { path: { id: this.id(), kind, record } };
    return this.act(ask(api.PUT(`${BASE}/links/{kind}/{record}`, { params, body })));
  }

  async unlink(kind: string, record: string): Promise<void> {
    const params = { path: { id: this.id(), kind, record } };
    if (await this.act(ask(api.DELETE(`${BASE}/links/{kind}/{record}`, { params })))) tell(words.links.removed);
  }

  summarise(text: string): Promise<boolean> {
    const doing = text ? api.PUT(`${BASE}/summary`, { ...this.path, body: { text } }) : api.DELETE(`${BASE}/summary`, this.path);
    return this.act(ask<unknown>(doing));
  }
}
