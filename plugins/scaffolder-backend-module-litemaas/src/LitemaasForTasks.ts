import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  errorBodySchema,
  idSchema,
  LitemaasClient,
  type CallOptions,
  type ErrorCode,
  type Model,
} from '@litemaas/backstage-plugin-litemaas-common';

/** What the actions use of a task's context. */
export interface TaskContext {
  input: JsonObject;
  task: { id: string };
  step?: { id?: string };
  signal?: AbortSignal;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
}

/** How LiteMaaS refuses, in its own words. */
export class LitemaasRefusal extends Error {
  readonly name = 'LitemaasRefusal';

  constructor(message: string, readonly code: ErrorCode | undefined) {
    super(message);
  }
}

/** While the first request under an idempotency key may still be at work: a minute, and some. */
const UNDER_WAY_TRIES = 40;
const UNDER_WAY_PAUSE_MS = 2_000;

/** LiteMaaS, asked in the name of whoever started a task. */
export class LitemaasForTasks {
  readonly #auth: AuthService;
  readonly #client: LitemaasClient;

  constructor(services: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = services.auth;
    this.#client = new LitemaasClient({ discoveryApi: services.discovery });
  }

  /**
   * Asks something, with the rights of the task's initiator. `idempotencyKey` of the options is the same whenever the
   * same step of the same task is run with the same input.
   * @throws LitemaasRefusal whose message is one sentence for the person
   */
  async ask<T>(
    context: TaskContext,
    work: (client: LitemaasClient, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { signal } = context;
    for (let attempt = 1; ; attempt++) {
      const { token } = await this.#auth.getPluginRequestToken({
        onBehalfOf: await context.getInitiatorCredentials(),
        targetPluginId: 'litemaas',
      });
      try {
        return await work(this.#client, {
          token,
          signal,
          idempotencyKey: `${context.task.id}:${doingOf(context)}`,
        });
      } catch (error) {
        const refusal = refusalOf(error);
        if (
          refusal.code !== 'request.under_way' ||
          attempt === UNDER_WAY_TRIES
        ) {
          throw refusal;
        }
        await setTimeout(UNDER_WAY_PAUSE_MS, undefined, { signal });
      }
    }
  }

  /** The model that a template names: by its catalog entity or, where it has none, by its id. */
  async model(context: TaskContext, named: string): Promise<Model> {
    const id = idSchema.safeParse(named);
    if (id.success) {
      return this.ask(context, (client, options) =>
        client.getModel(id.data, options),
      );
    }
    const { items } = await this.ask(context, (client, options) =>
      client.listModels({ entityRef: named, limit: 1 }, options),
    );
    if (!items[0]) {
      throw new LitemaasRefusal(
        `There is no model ${named}, or you may not see it.`,
        'model.not_found',
      );
    }
    return items[0];
  }
}

/** Names what a step does: one with `each` runs several times, and its inputs tell the runs apart. */
export function doingOf({ step, input }: TaskContext): string {
  return createHash('sha256')
    .update(JSON.stringify([step?.id ?? '', input]))
    .digest('hex')
    .slice(0, 32);
}

function refusalOf(error: unknown): LitemaasRefusal {
  if (!ResponseError.is(error)) {
    return new LitemaasRefusal(
      `LiteMaaS did not answer: ${
        error instanceof Error ? error.message : error
      }`,
      undefined,
    );
  }
  const body = errorBodySchema.safeParse(error.body);
  const said = body.data?.error;
  return new LitemaasRefusal(said?.message ?? error.message, said?.code);
}
