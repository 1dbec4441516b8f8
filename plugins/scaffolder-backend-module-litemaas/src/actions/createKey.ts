import {
  createTemplateAction,
  type ActionContext,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import {
  usdToNanos,
  type CreateKeyRequest,
  type Key,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  doingOf,
  LitemaasRefusal,
  type LitemaasForTasks,
  type TaskContext,
} from '../LitemaasForTasks';

const DAY_MS = 24 * 60 * 60 * 1000;

const examples = [
  {
    description: 'Create a key for a subscribed model',
    example: `steps:
  - id: key
    name: Create the key
    action: litemaas:key:create
    input:
      name: \${{ parameters.name }}
      owner: \${{ parameters.owner }}
      models: ['\${{ parameters.model }}']
      budgetUsd: 5
`,
  },
];

/** `litemaas:key:create`: a key whose value nobody has yet; `litemaas:key:deliver` says how it is had. */
export function createKeyAction(litemaas: LitemaasForTasks) {
  return createTemplateAction({
    id: 'litemaas:key:create',
    description:
      'Creates an API key for models that its owner is subscribed to. The value stays sealed in LiteMaaS: neither outputs nor logs hold it.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z =>
          z
            .string()
            .min(1)
            .max(80)
            .describe("Unique among its owner's live keys"),
        models: z =>
          z
            .array(z.string())
            .min(1)
            .max(50)
            .describe('Entity references of the models, or ids in LiteMaaS'),
        owner: z =>
          z
            .string()
            .optional()
            .describe(
              'User, Group or Component that owns it; the person who runs the template when absent',
            ),
        purpose: z => z.string().max(500).optional(),
        budgetUsd: z =>
          z
            .number()
            .min(0.01)
            .optional()
            .describe('A money limit of its own, in dollars per period'),
        period: z => z.enum(['day', 'week', 'month']).optional(),
        expiresInDays: z =>
          z
            .number()
            .int()
            .min(1)
            .max(365)
            .optional()
            .describe('90 when absent'),
      },
      output: {
        keyId: z => z.string().describe('Id of the key; never its value'),
        name: z => z.string(),
        expiresAt: z => z.string().describe('ISO 8601, UTC'),
      },
    },
    async handler(context) {
      const { name } = context.input;
      if (context.isDryRun) {
        context.output('keyId', 'dry-run');
        context.output('name', name);
        context.output('expiresAt', new Date(0).toISOString());
        return;
      }
      // Kept with the task: a repeat of it, however late, finds the key that it made.
      const { keyId, expiresAt } = await context.checkpoint({
        key: `created-${doingOf(context)}`,
        fn: async () => {
          const key = await created(litemaas, context);
          return { keyId: key.id, expiresAt: key.expiresAt ?? '' };
        },
      });
      context.logger.info(`The key ${name} is there; its value is sealed`);
      context.output('keyId', keyId);
      context.output('name', name);
      context.output('expiresAt', expiresAt);
    },
  });
}

interface Input {
  name: string;
  models: string[];
  owner?: string;
  purpose?: string;
  budgetUsd?: number;
  period?: 'day' | 'week' | 'month';
  expiresInDays?: number;
}

async function created(
  litemaas: LitemaasForTasks,
  context: TaskContext & {
    input: Input;
    checkpoint: ActionContext<JsonObject>['checkpoint'];
  },
): Promise<Key> {
  const { name, owner, purpose, budgetUsd, period, ...input } = context.input;
  const models = await Promise.all(
    input.models.map(named => litemaas.model(context, named)),
  );
  const { expiresInDays } = input;
  const request = {
    name,
    ownerRef: owner,
    purpose,
    modelIds: models.map(({ id }) => id),
    budgetNanos:
      budgetUsd === undefined ? undefined : String(usdToNanos(budgetUsd)),
    period,
    expiresAt:
      expiresInDays === undefined
        ? undefined
        : await context.checkpoint({
            key: `expires-${expiresInDays}`,
            // A repeat has to send the same.
            fn: async () =>
              new Date(Date.now() + expiresInDays * DAY_MS).toISOString(),
          }),
    keepValue: true,
  };
  const key = await createdOnce(litemaas, context, request);
  if (key.valueLost) {
    throw new LitemaasRefusal(
      `${name} was created, but the gateway gave no value for it. Replace or revoke it on the page of API keys.`,
      undefined,
    );
  }
  return key;
}

async function createdOnce(
  litemaas: LitemaasForTasks,
  context: TaskContext,
  request: CreateKeyRequest,
): Promise<Key> {
  try {
    const { key } = await litemaas.ask(context, (client, options) =>
      client.createKey(request, options),
    );
    return key;
  } catch (error) {
    // An earlier run of this step made it, and LiteMaaS went down before it could say so. The value is kept all the same.
    if (
      error instanceof LitemaasRefusal &&
      error.code === 'request.answer_lost'
    ) {
      const { ownerRef = 'me', name } = request;
      const { items } = await litemaas.ask(context, (client, options) =>
        client.listKeys({ owner: ownerRef, search: name }, options),
      );
      const key = items.find(one => one.name === name);
      if (key) {
        return key;
      }
    }
    throw error;
  }
}
