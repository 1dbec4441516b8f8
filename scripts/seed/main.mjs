// Fills an empty portal with what the sample company does, through its REST API and as the sample people; then gives the
// simulator 30 days of calls with their keys. Run by npm start, with the TypeScript loader.
//   main.mjs --backend URL    LITELLM_URL and LITELLM_MASTER_KEY: the simulator
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
// TypeScript packages are CommonJS here, which ES modules import as one thing.
import common from '@litemaas/backstage-plugin-litemaas-common';
import issuer from '@litemaas/dev-issuer';
import { keys, subscriptions } from './company.mjs';

const ADMIN = 'mei.tanaka';
const DAY_MS = 24 * 60 * 60 * 1000;

const { backend: backendUrl } = parseArgs({
  options: { backend: { type: 'string', default: 'http://localhost:7007' } },
}).values;
const api = new common.LitemaasClient({
  discoveryApi: { getBaseUrl: async plugin => `${backendUrl}/api/${plugin}` },
});
const { LITELLM_URL: gateway, LITELLM_MASTER_KEY: masterKey } = process.env;
const tokens = new Map();

/** Options of a call as that person, who is signed in once. */
async function as(person) {
  if (!tokens.has(person)) {
    const { token } = await issuer.signIn({ backendUrl, person });
    tokens.set(person, token);
  }
  return { token: tokens.get(person) };
}

async function seed() {
  const models = await catalogAndModels();
  if (!(await isEmpty())) return 'there already';

  // The log is read as soon as there is a key. It is to be read with the past in it, so until then it says no.
  const log = { route: 'GET /spend/logs/v2', count: 100_000, status: 403 };
  await simulator('POST', 'faults/route', log);
  try {
    for (const [index, wish] of subscriptions.entries()) {
      say(`subscription ${index + 1} of ${subscriptions.length}`);
      await subscribe(wish, models);
    }
    const issued = [];
    for (const [index, wish] of keys.entries()) {
      say(`key ${index + 1} of ${keys.length}`);
      issued.push(await createKey(wish, models));
    }
    say('30 days of calls');
    await gatewayHas(issued);
    const { calls } = await simulator('POST', 'calls', {
      days: 30,
      keys: issued
        .filter(({ wish }) => wish.weight)
        .map(({ secret, wish: { models: names, weight } }) => ({
          token: createHash('sha256').update(secret).digest('hex'),
          models: names,
          weight,
        })),
    });
    for (const key of issued) await afterwards(key);
    return `${subscriptions.length} subscriptions, ${keys.length} keys, ${calls} calls`;
  } finally {
    await simulator('DELETE', 'faults');
  }
}

/** Waits until people can sign in, own their components, and find the models. Resolves to the models' ids by name. */
async function catalogAndModels() {
  const components = subscriptions.filter(({ owner }) => owner);
  const names = new Set(subscriptions.map(({ model }) => model));
  return eventually(
    'The catalog or the models did not come in',
    120,
    async () => {
      for (const { by, owner } of components) {
        const { owners } = await api.getMe(await as(by));
        if (!owners.some(({ entityRef }) => entityRef === owner))
          return undefined;
      }
      const { items } = await api.listModels({ limit: 100 }, await as(ADMIN));
      const ids = new Map(items.map(({ name, id }) => [name, id]));
      return [...names].every(name => ids.has(name)) && ids;
    },
  );
}

async function isEmpty() {
  const options = await as(ADMIN);
  const [had, held] = await Promise.all([
    api.listSubscriptions({ owner: 'all' }, options),
    api.listKeys({ owner: 'all' }, options),
  ]);
  return had.totalItems + held.totalItems === 0;
}

async function subscribe(wish, models) {
  const { id } = await api.subscribe(
    {
      modelId: models.get(wish.model),
      ownerRef: wish.owner,
      planId: wish.plan,
      reason: wish.reason,
    },
    await as(wish.by),
  );
  const decision = wish.approvedBy
    ? { decision: 'approve', ids: [id] }
    : wish.deniedBy && { decision: 'deny', ids: [id], reason: wish.because };
  if (!decision) return;
  const approver = wish.approvedBy ?? wish.deniedBy;
  const { results } = await api.decide(decision, await as(approver));
  if (!/^(approved|denied)$/.test(results[0].outcome)) {
    throw new Error(
      `${approver} could not decide on ${wish.model} for ${wish.by}: ${results[0].outcome}`,
    );
  }
}

async function createKey(wish, models) {
  const { key, secret } = await api.createKey(
    {
      name: wish.name,
      purpose: wish.purpose,
      ownerRef: wish.owner,
      modelIds: wish.models.map(name => models.get(name)),
      budgetNanos: wish.budgetUsd && String(wish.budgetUsd * 1e9),
      ...(wish.days && {
        expiresAt: new Date(Date.now() + wish.days * DAY_MS).toISOString(),
      }),
    },
    await as(wish.by),
  );
  return { id: key.id, secret, wish };
}

/** Calls belong to a key's user or team at the gateway, so the keys have to be there first. */
function gatewayHas(issued) {
  return eventually('The gateway did not get the keys', 60, async () => {
    for (const { id, wish } of issued) {
      const { state } = await api.getKey(id, await as(wish.by));
      if (state !== 'active') return undefined;
    }
    return true;
  });
}

async function afterwards({ id, secret, wish }) {
  if (wish.then === 'revoke') await api.revokeKey(id, {}, await as(wish.by));
  if (wish.then === 'block') await api.blockKey(id, {}, await as(wish.by));
  if (wish.then === 'call') {
    await eventually('The budget refused no call', 60, async () => {
      const response = await fetch(`${gateway}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          model: wish.models[0],
          messages: [{ role: 'user', content: 'Is our ledger balanced?' }],
        }),
      });
      return !response.ok;
    });
  }
}

async function simulator(method, path, body) {
  const response = await fetch(`${gateway}/simulator/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${masterKey}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`The simulator refused ${path}: ${await response.text()}`);
  }
  return response.json();
}

/** Asks until the answer is one to go on with; after `seconds`, throws `otherwise` with what stood in the way. */
async function eventually(otherwise, seconds, ask) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask().catch(error => error);
    if (answer && !(answer instanceof Error)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`${otherwise} within ${seconds} s`, { cause: answer });
    }
    await sleep(500);
  }
}

function say(howFar) {
  process.stdout.write(`${howFar}\n`);
}

seed().then(say, error => {
  process.stderr.write(`${error.stack}\n${error.cause ?? ''}\n`);
  process.exitCode = 1;
});
