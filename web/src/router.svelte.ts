// Where one is: the address as reactive state, and the ways to change it. Links are plain <a href>; App catches their clicks.
// It must never hold what the address does not say: whoever reloads or sends the link sees the same.
// One more page: a line in PAGES, and a view in App's VIEWS.

import { untrack } from 'svelte';
import { SvelteURLSearchParams } from 'svelte/reactivity';

export type PageName = 'live' | 'calls' | 'call' | 'missed' | 'analysis' | 'admin' | 'signin' | 'nowhere';

export interface Route {
  page: PageName;
  /** Of a call: its id. */
  id: string;
  /** What follows the page's own part, as `subscriptions/7` of `/admin/subscriptions/7`. */
  rest: string;
  path: string;
  query: URLSearchParams;
}

const PAGES: [RegExp, PageName][] = [
  [/^\/$/, 'live'],
  [/^\/live$/, 'live'],
  [/^\/calls$/, 'calls'],
  [/^\/calls\/(?<id>[^/]+)$/, 'call'],
  [/^\/missed$/, 'missed'],
  [/^\/analysis$/, 'analysis'],
  [/^\/admin(?:\/(?<rest>.*))?$/, 'admin'],
  [/^\/sign-in$/, 'signin'],
];

/** What an address means. */
export function match(path: string, search = ''): Route {
  const query = new URLSearchParams(search);
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(trimmed);
    if (!found) continue;
    try {
      const id = decodeURIComponent(found.groups?.id ?? '');
      return { page, id, rest: found.groups?.rest ?? '', path: trimmed, query };
    } catch {
      break;
    }
  }
  return { page: 'nowhere', id: '', rest: '', path: trimmed, query };
}

class Router {
  #route = $state.raw<Route>(match('/'));
  /** What the view calls itself, as a call by who called; its page's title if it says nothing. Gone with the next address. */
  title = $state('');
  /** The query as state: `router.query.get('user')`. */
  readonly query = new SvelteURLSearchParams();
  /** Asked before one leaves the page; whoever answers no keeps it. */
  readonly #guards = new Set<() => boolean>();

  get route(): Route {
    return this.#route;
  }

  /** Follows the browser's address from now on. */
  start(): void {
    this.#read();
    history.scrollRestoration = 'manual';
    addEventListener('popstate', (event) => {
      this.#read();
      restore(Number((event.state as { y?: number } | null)?.y ?? 0));
    });
    addEventListener('beforeunload', () => this.#mark());
    restore(Number((history.state as { y?: number } | null)?.y ?? 0));
  }

  /** Goes to an address of the page. With `replace`, Back does not come back here. */
  go(to: string, how: { replace?: boolean; keepScroll?: boolean } = {}): void {
    untrack(() => this.#go(to, how));
  }

  #go(to: string, how: { replace?: boolean; keepScroll?: boolean }): void {
    const from = this.#route.path;
    const { pathname } = new URL(to, location.href);
    if (pathname !== from && [...this.#guards].some((stays) => !stays())) return;
    if (how.replace) history.replaceState(history.state, '', to);
    else {
      this.#mark();
      history.pushState(null, '', to);
    }
    this.#read();
    if (pathname !== from && !how.keepScroll) scrollTo(0, 0);
  }

  /** Changes some of the query; null or '' takes one away. Replaces by default, so that Back leaves the filter whole. */
  ask(changes: Record<string, string | null | undefined>, how: { push?: boolean } = {}): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    this.go(location.pathname + (text && `?${text}`), { replace: !how.push, keepScroll: true });
  }

  /** Holds one on the page as long as `mayLeave` says no (it may ask). Answers how to let go. */
  guard(mayLeave: () => boolean): () => void {
    this.#guards.add(mayLeave);
    return () => this.#guards.delete(mayLeave);
  }

  /** Writes down how far the page is scrolled, for who comes back to it. */
  #mark(): void {
    history.replaceState({ y: scrollY }, '');
  }

  #read(): void {
    if (location.pathname !== this.#route.path) this.title = '';
    this.#route = match(location.pathname, location.search);
    const fresh = new URLSearchParams(location.search);
    for (const name of [...this.query.keys()]) if (!fresh.has(name)) this.query.delete(name);
    for (const [name, value] of fresh) if (this.query.get(name) !== value) this.query.set(name, value);
  }
}

export const router = new Router();

// So long a view may take to become as high as it was.
const RESTORE_MS_MAX = 2_000;

/** Scrolls to where one was, as soon as the view is high enough for it; whoever scrolls meanwhile is left alone. */
function restore(y: number): void {
  if (y === 0) return scrollTo(0, 0);
  const done = new AbortController();
  const grown = new ResizeObserver(() => {
    scrollTo(0, y);
    if (Math.abs(scrollY - y) < 2) done.abort();
  });
  done.signal.addEventListener('abort', () => grown.disconnect());
  grown.observe(document.body);
  const moves = ['wheel', 'touchmove', 'keydown', 'pointerdown'];
  for (const name of moves) addEventListener(name, () => done.abort(), { signal: done.signal });
  setTimeout(() => done.abort(), RESTORE_MS_MAX);
}

/** Whether a click on a link is ours to follow: not one that opens a tab, saves a file or leaves the page. */
export function followed(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || !link.href || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  if (url.origin !== location.origin) return null;
  if (url.pathname === location.pathname && url.search === location.search && url.hash) return null;
  return match(url.pathname).page === 'nowhere' ? null : url.pathname + url.search + url.hash;
}
