/**
 * One page of a list. A row without an identifier, or with a limit that
 * cannot be read, is left out and counted in `dropped`.
 *
 * @public
 */
export interface Page<T> {
  items: T[];
  dropped: number;
  /** Of the whole list, as the gateway counts it. */
  total: number;
}

/**
 * A list read to its end.
 *
 * @public
 */
export interface Listing<T> {
  items: T[];
  dropped: number;
  /**
   * Whether every row the gateway counted was read. LiteLLM pages by offset
   * without a snapshot: only a complete list shows that something is gone.
   */
  complete: boolean;
}

/** Reads pages until one is empty; a row already seen on an earlier page is left out. */
export async function* readPages<T>(
  read: (page: number) => Promise<Page<T>>,
  idOf: (item: T) => string,
): AsyncGenerator<Page<T>> {
  const seen = new Set<string>();
  for (let number = 1; ; number++) {
    const page = await read(number);
    if (page.items.length + page.dropped === 0) return;
    const items = page.items.filter(item => !seen.has(idOf(item)));
    items.forEach(item => seen.add(idOf(item)));
    yield { ...page, items };
  }
}

/**
 * Reads all pages into one list.
 *
 * @public
 */
export async function collect<T>(
  pages: AsyncIterable<Page<T>>,
): Promise<Listing<T>> {
  const items: T[] = [];
  let dropped = 0;
  let total = 0;
  for await (const page of pages) {
    items.push(...page.items);
    dropped += page.dropped;
    total = page.total;
  }
  return { items, dropped, complete: dropped === 0 && items.length >= total };
}
