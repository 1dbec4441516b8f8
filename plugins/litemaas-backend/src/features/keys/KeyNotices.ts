import type { Knex } from 'knex';
import type { Notifier, Words } from '../../platform/Notifier';
import type { KeyRecord } from './KeyRecord';
import type { KeyStore } from './KeyStore';

const WORKS = 'key-works';
/** Whoever asks for a key is answered by then, and reads in the answer whether it works. */
const ANSWERED_MS = 10_000;

/** What people are told about keys, each once. */
export class KeyNotices {
  readonly #notifier: Notifier;
  readonly #store: KeyStore;

  constructor(options: { notifier: Notifier; store: KeyStore }) {
    this.#notifier = options.notifier;
    this.#store = options.store;
  }

  /** A new key works. */
  async works(tx: Knex.Transaction, key: KeyRecord): Promise<void> {
    const due = new Date(key.createdAt.getTime() + ANSWERED_MS);
    await this.#notifier.tell(tx, {
      kind: WORKS,
      subjectId: key.id,
      due,
    });
  }

  /** Its creator was shown that it works: that is no news any more. */
  async sawItWork(id: string): Promise<void> {
    await this.#notifier.forget({ kind: WORKS, subjectId: id });
  }

  words(): Record<string, Words> {
    return {
      [WORKS]: async id => {
        const { createdBy, name, state } = await this.#store.existing(id);
        return state === 'active'
          ? {
              to: [createdBy],
              title: `Your key ${name} works now`,
              link: `/litemaas/api-keys/${id}`,
            }
          : undefined;
      },
    };
  }
}
