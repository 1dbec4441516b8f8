import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LitemaasRefusal,
  type LitemaasForTasks,
  type TaskContext,
} from '../LitemaasForTasks';

const examples = [
  {
    description: 'Subscribe a group to the model that was picked',
    example: `steps:
  - id: subscription
    name: Subscribe to the model
    action: litemaas:subscription:request
    input:
      model: \${{ parameters.model }}
      owner: \${{ parameters.owner }}
      reason: \${{ parameters.reason }}
`,
  },
];

/** `litemaas:subscription:request`: the owner's subscription to a model, made if there is none. */
export function requestSubscriptionAction(litemaas: LitemaasForTasks) {
  return createTemplateAction({
    id: 'litemaas:subscription:request',
    description:
      'Asks for the use of a model. Public models are had at once, others after an approval.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        model: z =>
          z
            .string()
            .describe('Entity reference of the model, or its id in LiteMaaS'),
        owner: z =>
          z
            .string()
            .optional()
            .describe(
              'User, Group or Component that is to have it; the person who runs the template when absent',
            ),
        plan: z =>
          z.string().optional().describe("A plan's id; the model's default"),
        reason: z =>
          z
            .string()
            .max(1000)
            .optional()
            .describe('For who approves; needed where the model is not public'),
      },
      output: {
        subscriptionId: z => z.string().describe('Id of the subscription'),
        status: z =>
          z
            .string()
            .describe(
              '`active`; `requested` while an approval is awaited; `suspended`',
            ),
        modelId: z => z.string().describe('Id of the model in LiteMaaS'),
        modelName: z => z.string().describe('The word to send as `model`'),
      },
    },
    async handler(context) {
      if (context.isDryRun) {
        context.output('subscriptionId', 'dry-run');
        context.output('status', 'active');
        context.output('modelId', 'dry-run');
        context.output('modelName', 'dry-run');
        return;
      }
      const model = await litemaas.model(context, context.input.model);
      const subscription = await subscribed(litemaas, context, model.id);
      context.logger.info(
        subscription.status === 'requested'
          ? `Asked for ${model.title}: it waits for an approval`
          : `Subscribed to ${model.title} on plan ${subscription.plan.title}`,
      );
      context.output('subscriptionId', subscription.id);
      context.output('status', subscription.status);
      context.output('modelId', model.id);
      context.output('modelName', model.name);
    },
  });
}

interface Input {
  owner?: string;
  plan?: string;
  reason?: string;
}

/** The owner's live subscription; an owner has at most one for a model, so that a repeat makes no second. */
async function subscribed(
  litemaas: LitemaasForTasks,
  context: TaskContext & { input: Input },
  modelId: string,
): Promise<Subscription> {
  const { owner, plan, reason } = context.input;
  const existing = async () => {
    const { items } = await litemaas.ask(context, (client, options) =>
      client.listSubscriptions(
        {
          owner: owner ?? 'me',
          modelId,
          status: ['requested', 'active', 'suspended'],
          limit: 1,
        },
        options,
      ),
    );
    return items.at(0);
  };
  const found = await existing();
  if (found) {
    return found;
  }
  try {
    return await litemaas.ask(context, (client, options) =>
      client.subscribe(
        { modelId, ownerRef: owner, planId: plan, reason },
        options,
      ),
    );
  } catch (error) {
    // Somebody else was faster, or an earlier run of this step whose answer got lost.
    const made =
      error instanceof LitemaasRefusal &&
      (error.code === 'subscription.exists' ||
        error.code === 'request.answer_lost')
        ? await existing()
        : undefined;
    if (made) {
      return made;
    }
    throw error;
  }
}
