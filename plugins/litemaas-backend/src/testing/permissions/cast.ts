import { mockCredentials } from '@backstage/backend-test-utils';
import type { Harness } from '../harness';
import type { COLUMNS } from './matrix';

type Column = (typeof COLUMNS)[number];

export const LUCAS = 'user:default/lucas.meyer';
export const JONAS = 'user:default/jonas.weber';
export const PRIYA = 'user:default/priya.nair';
export const SOFIA = 'user:default/sofia.rossi';
export const ANA = 'user:default/ana.ruiz';
export const RUTH = 'user:default/ruth.adler';
export const MEI = 'user:default/mei.tanaka';
export const PAYMENTS = 'group:default/payments';
export const SEARCH = 'group:default/search';
export const CHECKOUT = 'component:default/checkout';

const user = (ref: string) => mockCredentials.user.header(ref);
/** What another plugin sends that acts for a person, as a template's task does. */
const serviceFor = (ref: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.user(ref),
    targetPluginId: 'litemaas',
  });

/** The `authorization` of each column. */
export const TOKENS: Record<Column, string | undefined> = {
  nobody: undefined,
  owner: user(LUCAS),
  teammate: user(JONAS),
  'team owner': user(PRIYA),
  stranger: user(SOFIA),
  approver: user(ANA),
  auditor: user(RUTH),
  admin: user(MEI),
  service: mockCredentials.service.header(),
  'service for owner': serviceFor(LUCAS),
  'service for stranger': serviceFor(SOFIA),
};

/** The configuration in which the things of the matrix are. */
export const CONFIG = {
  models: {
    defaultOwner: 'group:default/ai-platform',
    rules: [
      { match: 'gpt-4o-mini', visibility: 'public' },
      { match: 'llama-3.3-70b', visibility: 'public' },
      { match: 'qwen-2.5-coder', visibility: 'private', groups: [SEARCH] },
    ],
  },
};

/** Things by kind and name: their ids. */
export type Cast = Record<
  'key' | 'subscription' | 'model',
  Map<string, string>
>;

/** Makes every thing that the matrix names, as people make them, and calls the gateway once with each key. */
export async function assemble(litemaas: Harness): Promise<Cast> {
  const models = new Map<string, string>();
  for (const [name, model] of [
    ['open', 'gpt-4o-mini'],
    ['new', 'llama-3.3-70b'],
    ['guarded', 'mistral-large'],
    ['secret', 'qwen-2.5-coder'],
  ]) {
    const { items } = await litemaas.as(MEI).listModels({ name: model });
    models.set(name, items[0].id);
  }
  const modelId = (name: string) => models.get(name) ?? name;

  const keys = new Map<string, string>();
  for (const [name, who, ownerRef, keepValue] of [
    ['own', LUCAS, LUCAS, false],
    ['held', LUCAS, LUCAS, false],
    ['kept', LUCAS, LUCAS, true],
    ['team', LUCAS, PAYMENTS, false],
    ['app', LUCAS, CHECKOUT, false],
    ['other', SOFIA, SOFIA, false],
  ] as const) {
    const { key, secret } = await litemaas.as(who).createKey({
      name,
      ownerRef,
      modelIds: [modelId('open')],
      subscribe: {},
      keepValue,
    });
    keys.set(name, key.id);
    if (secret) {
      await callGateway(litemaas, secret);
    }
  }
  await litemaas.as(LUCAS).blockKey(keys.get('held') ?? '', {});

  const subscriptions = new Map<string, string>();
  for (const [name, who, ownerRef] of [
    ['asked', LUCAS, LUCAS],
    ['weAsked', LUCAS, PAYMENTS],
    ['anaAsked', ANA, ANA],
    ['meiAsked', MEI, MEI],
  ]) {
    const { id } = await litemaas.as(who).subscribe({
      modelId: modelId('guarded'),
      ownerRef,
      reason: 'Canary reason',
    });
    subscriptions.set(name, id);
  }
  for (const [name, ownerRef] of [
    ['mine', LUCAS],
    ['ours', PAYMENTS],
    ['theirs', SOFIA],
  ]) {
    const { items } = await litemaas
      .as(MEI)
      .listSubscriptions({ owner: ownerRef, modelId: modelId('open') });
    subscriptions.set(name, items[0].id);
  }
  litemaas.advance(5_000);
  await litemaas.drain();
  await litemaas.ingest();
  await litemaas.notify();
  return { key: keys, subscription: subscriptions, model: models };
}

async function callGateway(litemaas: Harness, secret: string): Promise<void> {
  const response = await fetch(
    `${litemaas.simulator.url}/v1/chat/completions`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    },
  );
  await response.text();
}
