import { createLiteLlmClient } from '@litemaas/litellm-client';
import observed from './observedRows.json';
import { readRange } from './readRange';

const range = {
  from: new Date('2026-11-24T21:00:00Z'),
  to: new Date('2026-11-24T22:00:00Z'),
};

const row = (id: string) => ({
  ...observed['1.108.2'].success,
  request_id: id,
});

/** Reads a gateway that answers these pages, by the real client, two rows a page. */
async function read(
  pages: { data: object[]; total: number; total_is_capped?: boolean }[],
  unbounded = false,
) {
  const booked: string[] = [];
  const asked: number[] = [];
  const client = createLiteLlmClient({
    url: 'http://gateway',
    key: 'sk-master-key',
    fetch: async input => {
      const page = Number(new URL(String(input)).searchParams.get('page'));
      asked.push(page);
      return Response.json(pages[Math.min(page, pages.length) - 1]);
    },
  });
  const result = await readRange({
    spend: client.spend,
    range,
    pageSize: 2,
    unbounded,
    signal: new AbortController().signal,
    onPage: async rows => {
      booked.push(...rows.map(one => one.requestId));
    },
  });
  return { result, booked, asked };
}

it('reads page by page to the end', async () => {
  const { result, booked, asked } = await read([
    { data: [row('a'), row('b')], total: 3 },
    { data: [row('c')], total: 3 },
  ]);
  expect(result).toEqual({ total: 3, complete: true, unreadable: 0 });
  expect(booked).toEqual(['a', 'b', 'c']);
  expect(asked).toEqual([1, 2]);
});

it('counts a row once that a later write pushed onto the next page, and is not complete without that write', async () => {
  const { result, booked } = await read([
    { data: [row('a'), row('b')], total: 3 },
    { data: [row('b'), row('c')], total: 4 },
    { data: [], total: 4 },
  ]);
  expect(result).toMatchObject({ total: 4, complete: false });
  expect(booked).toEqual(['a', 'b', 'c']);
});

it('is not complete with a row that it cannot read', async () => {
  const { result, booked } = await read([
    { data: [row('a'), { ...row('b'), spend: 'much' }], total: 2 },
    { data: [], total: 2 },
  ]);
  expect(result).toEqual({ total: 2, complete: false, unreadable: 1 });
  expect(booked).toEqual(['a']);
});

it('stops at a gateway that gives one page for ever', async () => {
  const { result } = await read([{ data: [row('a'), row('b')], total: 9 }]);
  expect(result).toMatchObject({ complete: false });
});

it.each([{ total: 10_001 }, { total: 10_000, total_is_capped: true }])(
  'books nothing of a range with too many rows: %j',
  async total => {
    const page = { data: [row('a'), row('b')], ...total };
    const { result, booked } = await read([page]);
    expect(result).toBe('too_many');
    expect(booked).toEqual([]);
  },
);

it('reads a range that cannot be cut to its end, though the gateway stops counting', async () => {
  const capped = { total: 10_000, total_is_capped: true };
  const { result } = await read(
    [
      { data: [row('a'), row('b')], ...capped },
      { data: [row('c')], ...capped },
    ],
    true,
  );
  expect(result).toEqual({ total: 3, complete: true, unreadable: 0 });
});
