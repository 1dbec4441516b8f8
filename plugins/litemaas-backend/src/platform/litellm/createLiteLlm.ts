import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  createLiteLlmClient,
  type LiteLlmClient,
} from '@litemaas/litellm-client';
import type { Clock } from '../clock';
import { GatewayHealth } from './GatewayHealth';
import { guardedFetch } from './guardedFetch';

/** A contact younger than this needs no probe. */
const FRESH_MS = 10_000;

/** The gateway: the one client with its policies, and how it is. */
export interface LiteLlm {
  client: LiteLlmClient;
  health: GatewayHealth;
  /** Whether calls are worth making. While the breaker is open, one call finds out, once it may. */
  isReady(signal: AbortSignal): Promise<boolean>;
  /** Asks the gateway how it is, unless a call just did. */
  probe(signal: AbortSignal): Promise<void>;
}

/** Makes the one client of a gateway; nothing is sent yet. */
export function createLiteLlm(options: {
  url: string;
  masterKey: string;
  clock: Clock;
  logger: LoggerService;
  /** How long the breaker stays open before one call may try. Default 5 seconds. */
  breakerOpenMs?: number;
}): LiteLlm {
  const { url, masterKey, clock, logger, breakerOpenMs = 5_000 } = options;
  const health = new GatewayHealth({ clock });
  const guarded = guardedFetch({ health, openMs: breakerOpenMs });
  const client = createLiteLlmClient({
    url,
    key: masterKey,
    fetch: guarded.fetch,
  });

  /** Asks; an answer that it cannot work is no contact. Errors are what health is for. */
  const ask = async (signal: AbortSignal): Promise<boolean> => {
    const before = health.status.state;
    try {
      const { ready } = await client.health.readiness({ signal });
      if (!ready) {
        health.lost('its database is away');
        return false;
      }
      if (before !== 'connected' || health.status.version === null) {
        health.runs((await client.health.version({ signal })) ?? null);
        logger.info(`Connected to the gateway at ${url}`);
      }
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (before !== 'unreachable') {
        logger.warn(
          `The gateway at ${url} does not answer; changes wait until it does: ${reason}`,
        );
      }
      health.lost(reason);
      return false;
    }
  };

  return {
    client,
    health,
    isReady: async signal => guarded.isClosed() || (await ask(signal)),
    async probe(signal) {
      const { state, lastContactAt } = health.status;
      const isFresh =
        state === 'connected' &&
        lastContactAt !== null &&
        clock.now().getTime() - lastContactAt.getTime() < FRESH_MS;
      if (!isFresh) {
        await ask(signal);
      }
    },
  };
}
