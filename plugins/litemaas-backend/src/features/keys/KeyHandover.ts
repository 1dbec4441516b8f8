/**
 * Values that the gateway made, on their way to who asked for the key. They pass through the memory of the one process
 * that serves the request: a value that nobody waits for any more is dropped, and its key is taken back.
 */
export class KeyHandover {
  readonly #awaited = new Map<
    string,
    { value?: Promise<string | undefined> }
  >();

  /** What comes for a key while `work` runs; `undefined`: nothing came, and nothing will. */
  async receive(
    keyId: string,
    work: () => Promise<void>,
  ): Promise<string | undefined> {
    const place: { value?: Promise<string | undefined> } = {};
    this.#awaited.set(keyId, place);
    try {
      await work();
    } finally {
      this.#awaited.delete(keyId);
    }
    return place.value;
  }

  isAwaited(keyId: string): boolean {
    return this.#awaited.has(keyId);
  }

  /** Hands a value to who waits for it, once `keep` has written down that it is this key's. False: nobody has it now. */
  async give(
    keyId: string,
    value: string,
    keep: () => Promise<boolean>,
  ): Promise<boolean> {
    const place = this.#awaited.get(keyId);
    if (!place) {
      return false;
    }
    const kept = keep();
    place.value = kept.then(
      isKept => (isKept ? value : undefined),
      () => undefined,
    );
    return kept;
  }
}
