import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { KeyDelivery } from '@litemaas/backstage-plugin-litemaas-common';
import { LitemaasRefusal, type LitemaasForTasks } from '../LitemaasForTasks';

const examples = [
  {
    description: 'Show the key once, to who ran the template, on its page',
    example: `steps:
  - id: delivery
    name: Hand the key over
    action: litemaas:key:deliver
    input:
      keyId: \${{ steps.key.output.keyId }}
output:
  litemaasKeys: ['\${{ steps.delivery.output.keyId }}']
`,
  },
  {
    description: 'Write the key to a Secret, as OPENAI_API_KEY',
    example: `steps:
  - id: delivery
    name: Write the key to the cluster
    action: litemaas:key:deliver
    input:
      keyId: \${{ steps.key.output.keyId }}
      kubernetes:
        destination: north
        namespace: payments-dev
        secretName: \${{ parameters.name }}-llm
`,
  },
];

/** `litemaas:key:deliver`: how the value of a new key is had. It passes by the scaffolder. */
export function deliverKeyAction(litemaas: LitemaasForTasks) {
  return createTemplateAction({
    id: 'litemaas:key:deliver',
    description:
      'Has LiteMaaS write a new key to a Kubernetes Secret, or keeps it to be shown once, within the hour, to who ran the template. The value never enters the task.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        keyId: z => z.string().describe('Output of `litemaas:key:create`'),
        kubernetes: z =>
          z
            .object({
              destination: z
                .string()
                .describe('One of `litemaas.destinations`'),
              namespace: z.string(),
              secretName: z.string(),
            })
            .optional()
            .describe('Where to write it; without it, it is shown once'),
      },
      output: {
        keyId: z => z.string().describe('For `litemaasKeys` of the output'),
        state: z =>
          z.string().describe('`waiting` to be shown, `revealed`, `delivered`'),
        keptUntil: z =>
          z.string().describe('Until then it can be shown; ISO 8601, UTC'),
      },
    },
    async handler(context) {
      const { keyId, kubernetes } = context.input;
      if (context.isDryRun) {
        context.output('keyId', keyId);
        context.output('state', kubernetes ? 'delivered' : 'waiting');
        context.output('keptUntil', new Date(0).toISOString());
        return;
      }
      const delivery = await litemaas.ask(context, (client, options) =>
        kubernetes
          ? // Repeating it is harmless by itself; under a key, an answer could get lost.
            client.deliverKey(keyId, kubernetes, {
              ...options,
              idempotencyKey: undefined,
            })
          : client.getKeyDelivery(keyId, options),
      );
      if (delivery.state === 'gone') {
        throw new LitemaasRefusal(
          'Nobody took the value of this key in time. Replace the key on the page of API keys.',
          'key.value_gone',
        );
      }
      context.logger.info(sentence(delivery));
      context.output('keyId', keyId);
      context.output('state', delivery.state);
      context.output('keptUntil', delivery.keptUntil);
    },
  });
}

function sentence({ deliveredTo, person, keptUntil, state }: KeyDelivery) {
  if (deliveredTo) {
    const { secretName, namespace, title } = deliveredTo;
    return `The key is in the Secret ${secretName} in ${namespace} on ${title}`;
  }
  return state === 'revealed'
    ? `${person.title} has seen the key`
    : `The key can be shown once to ${person.title}, until ${keptUntil}`;
}
