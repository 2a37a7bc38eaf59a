// The element <callbook-activity>: the calls of a record of some other program, or of a number, in that program's page.
//   <script type="module" src="https://callbook.example/widget.js"></script>
//   <callbook-activity token="cb_…" number="+31 20 555 0137"></callbook-activity>
//   <callbook-activity token="cb_…" kind="record" record="CONTACT-482"></callbook-activity>
// All of it stands in a shadow root with one sheet of its own, so that neither page changes the other's look, and a page with
// a strict policy needs no exception but for this server. It must never ask another host than the one that it came from.
// One more attribute: a name in ATTRIBUTES, and in Wanted.

import { mount, unmount } from 'svelte';
import Activity from './Activity.svelte';
import type { Wanted } from './calls.svelte';
import '../styles/tokens.css';
import './widget.css';

const ATTRIBUTES = ['token', 'number', 'kind', 'record', 'server'] as const;
// What the build puts there: all styles of the element, in one text.
const STYLES = '__WIDGET_STYLES__';

/** Where this script came from: the server that is asked, unless the element says another. */
const HOME = new URL(import.meta.url).origin;

class CallbookActivity extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;
  static #sheet: CSSStyleSheet | undefined;
  #shown: ReturnType<typeof mount> | undefined;
  #isDue = false;

  connectedCallback(): void {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: 'open' });
      CallbookActivity.#sheet ??= sheet();
      root.adoptedStyleSheets = [CallbookActivity.#sheet];
    }
    this.#show();
  }

  disconnectedCallback(): void {
    this.#hide();
  }

  attributeChangedCallback(): void {
    // Several attributes are often set one after the other; those that it begins with are read when it is first shown.
    if (this.#isDue || !this.#shown) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) this.#show();
    });
  }

  #show(): void {
    this.#hide();
    if (!this.shadowRoot) return;
    this.#shown = mount(Activity, { target: this.shadowRoot, props: { wanted: this.#wanted() } });
  }

  #hide(): void {
    if (this.#shown) void unmount(this.#shown);
    this.#shown = undefined;
  }

  #wanted(): Wanted {
    const said = (name: (typeof ATTRIBUTES)[number]) => this.getAttribute(name)?.trim() ?? '';
    return { token: said('token'), number: said('number'), kind: said('kind'), record: said('record'), server: said('server') || HOME };
  }
}

function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(STYLES);
  return made;
}

if (!customElements.get('callbook-activity')) customElements.define('callbook-activity', CallbookActivity);
