import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock';
import { unavailable } from '../../platform/http/errors';
import { gatewayFailure, type LiteLlmClient } from '../../platform/litellm';

/** Who makes the values of new keys. */
export type Minter = 'portal' | 'gateway';

/** Somebody waits for the answer. */
const ASK_MS = 3_000;

/**
 * Who makes the values of new keys: the portal, unless the gateway's admin allows none but the gateway's own. What was
 * learnt last is remembered for all replicas. An ordinary gateway is asked once, before its first key, and its refusal
 * of a value tells when that changes; one that makes them itself is asked before each key, which also tells whether it
 * is there.
 */
export class KeySource {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #client: LiteLlmClient;
  readonly #setting: string;

  constructor(options: {
    db: Knex;
    clock: Clock;
    logger: LoggerService;
    client: LiteLlmClient;
    gatewayId: string;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#client = options.client;
    this.#setting = `keys.minted_by.${options.gatewayId}`;
  }

  /** As far as is known; null before the first key. */
  async known(): Promise<Minter | null> {
    const row = await this.#db('settings')
      .where({ name: this.#setting })
      .first('value');
    return row?.value ?? null;
  }

  /**
   * Who makes the value of the next key.
   * @throws ServiceUnavailableError `key.needs_gateway`: the gateway would, and is away
   */
  async forNewKey(): Promise<Minter> {
    const known = await this.known();
    if (known === 'portal') {
      return known;
    }
    try {
      const accepts = await this.#client.keys.acceptsCustom({
        timeoutMs: ASK_MS,
      });
      return await this.learn(accepts ? 'portal' : 'gateway');
    } catch (error) {
      const failure = gatewayFailure(error);
      if (!failure) {
        throw error;
      }
      if (known === 'gateway' && !failure.isRefusal) {
        throw unavailable(
          'key.needs_gateway',
          'The gateway makes the values of keys itself and does not answer now: try again once it does.',
        );
      }
      return known ?? 'portal';
    }
  }

  async learn(minter: Minter): Promise<Minter> {
    if ((await this.known()) !== minter) {
      const now = this.#clock.now();
      await this.#db('settings')
        .insert({
          name: this.#setting,
          value: minter,
          created_at: now,
          updated_at: now,
        })
        .onConflict('name')
        .merge(['value', 'updated_at']);
      this.#logger.info(`The ${minter} makes the values of new keys`);
    }
    return minter;
  }
}
