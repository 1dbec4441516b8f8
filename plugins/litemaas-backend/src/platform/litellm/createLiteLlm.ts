import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  createLiteLlmClient,
  isLiteLlmError,
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
  /** The gateway began or ceased to answer. */
  onChange(): void;
  /** How long the breaker stays open before one call may try. Default 5 seconds. */
  breakerOpenMs?: number;
}): LiteLlm {
  const { url, masterKey, clock, breakerOpenMs = 5_000 } = options;
  const health = new GatewayHealth(options);
  const guarded = guardedFetch({ health, openMs: breakerOpenMs });
  const client = createLiteLlmClient({
    url,
    key: masterKey,
    fetch: guarded.fetch,
  });

  /** Asks; an answer that it cannot work is no contact. Errors are what health is for. */
  const ask = async (signal: AbortSignal): Promise<boolean> => {
    try {
      const { ready } = await client.health.readiness({ signal });
      if (!ready) {
        health.lost('its database is away');
        return false;
      }
      health.runs((await client.health.version({ signal })) ?? null);
      return true;
    } catch (error) {
      if (isLiteLlmError(error, 'unauthorized')) {
        // It is there, and wants another key: what calls with ours are worth, they find out themselves.
        return true;
      }
      health.lost(error instanceof Error ? error.message : String(error));
      return false;
    }
  };

  return {
    client,
    health,
    isReady: async signal => guarded.isClosed() || (await ask(signal)),
    async probe(signal) {
      const { state, lastContactAt, version } = health.status;
      const isFresh =
        state === 'connected' &&
        version !== null &&
        lastContactAt !== null &&
        clock.now().getTime() - lastContactAt.getTime() < FRESH_MS;
      if (!isFresh) {
        await ask(signal);
      }
    },
  };
}
