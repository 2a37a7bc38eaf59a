import { describe, expect, it } from 'vitest';
import { after, conversation } from '../../record/sample';
import { Pager, type Page } from './pager';

const at = (second: number, id = `c${second}`) => conversation({ id, started_at: after(second) });

/** Answers pages that are written down, and notes what it was asked. */
function library(pages: Record<string, Page>) {
  const cursors: string[] = [];
  const fetch = (question: number, cursor: string | null) => {
    const name = `${question}${cursor ?? ''}`;
    cursors.push(name);
    const page = pages[name];
    return page ? Promise.resolve(page) : Promise.reject(new Error(`nobody wrote page ${name}`));
  };
  return { fetch, cursors };
}

describe('reading page by page', () => {
  it('goes on by the cursor and ends where there is none', async () => {
    const { fetch, cursors } = library({
      0: { conversations: [at(9), at(8)], next: 'b' },
      '0b': { conversations: [at(7)], next: null },
    });
    const pager = new Pager(1, fetch);
    expect((await pager.next(2)).map(({ id }) => id)).toEqual(['c9', 'c8']);
    expect(pager.done).toBe(false);
    expect((await pager.next(2)).map(({ id }) => id)).toEqual(['c7']);
    expect(pager.done).toBe(true);
    expect(cursors).toEqual(['0', '0b']);
  });

  it('looks on where a page is empty and there is more behind it', async () => {
    const { fetch } = library({ 0: { conversations: [], next: 'b' }, '0b': { conversations: [at(1)], next: null } });
    expect(await new Pager(1, fetch).next(50)).toHaveLength(1);
  });

  it('hands over what it has after looking a long way, and can be asked again', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`0${n === 0 ? '' : n}`, { conversations: [], next: n === 8 ? null : String(n + 1) }]),
    );
    const pager = new Pager(1, library(pages).fetch);
    expect(await pager.next(50)).toEqual([]);
    expect(pager.done).toBe(false);
    await pager.next(50);
    expect(pager.done).toBe(true);
  });

  it('lays the answers of two questions together, newest first, each conversation once', async () => {
    const { fetch } = library({
      0: { conversations: [at(9), at(5)], next: 'b' },
      '0b': { conversations: [at(2)], next: null },
      1: { conversations: [at(8), at(5), at(1)], next: null },
    });
    const pager = new Pager(2, fetch);
    const found = [...(await pager.next(3)), ...(await pager.next(10))];
    expect(found.map(({ id }) => id)).toEqual(['c9', 'c8', 'c5', 'c2', 'c1']);
  });

  it('says what went wrong, and goes on from there when it is asked again', async () => {
    let fails = true;
    const pager = new Pager(1, () => {
      if (fails) return Promise.reject(new Error('away'));
      return Promise.resolve({ conversations: [at(3)], next: null });
    });
    await expect(pager.next(10)).rejects.toThrow('away');
    fails = false;
    expect(await pager.next(10)).toHaveLength(1);
  });
});
