import { LitemaasClient } from '@litemaas/backstage-plugin-litemaas-common';
import { InMemoryLitemaas } from '../../dev/InMemoryLitemaas';

interface Call {
  method: string;
  url: string;
  body: string;
}

type Answer = (call: Call, match: string[]) => Promise<unknown>;

/** The in-memory portal behind the real client, with every request that left for it. */
export function testPortal() {
  const memory = new InMemoryLitemaas('full');
  const calls: Call[] = [];
  const withheld = new Set<string>();
  const queryOf = ({ url }: Call) => {
    const { searchParams } = new URL(url);
    return Object.fromEntries(
      [...searchParams.keys()].map(name => {
        const values = searchParams.getAll(name);
        return [name, values.length > 1 ? values : values[0]];
      }),
    );
  };
  const routes: Array<[RegExp, Answer]> = [
    [/^GET \/me$/, () => memory.getMe()],
    [/^GET \/freshness$/, () => memory.getFreshness()],
    [/^GET \/models$/, call => memory.listModels(queryOf(call))],
    [/^GET \/subscriptions$/, call => memory.listSubscriptions(queryOf(call))],
    [
      /^GET \/subscriptions\/([^/]+)$/,
      (_call, [id]) => memory.getSubscription(id),
    ],
    [
      /^POST \/subscriptions\/([^/]+)\/end$/,
      (_call, [id]) => memory.endSubscription(id),
    ],
    [/^POST \/keys$/, call => memory.createKey(JSON.parse(call.body))],
    [
      /^GET \/keys$/,
      async call => {
        const page = await memory.listKeys(queryOf(call));
        return {
          ...page,
          items: page.items.filter(key => !withheld.has(key.name)),
        };
      },
    ],
    [/^GET \/keys\/([^/]+)$/, (_call, [id]) => memory.getKey(id)],
    [
      /^PATCH \/keys\/([^/]+)$/,
      (call, [id]) => memory.updateKey(id, JSON.parse(call.body)),
    ],
    [/^POST \/keys\/([^/]+)\/replace$/, (_call, [id]) => memory.replaceKey(id)],
    [/^POST \/keys\/([^/]+)\/revoke$/, (_call, [id]) => memory.revokeKey(id)],
    [/^GET \/usage\/requests$/, () => memory.listUsageRequests()],
  ];

  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const call: Call = {
      method: init.method ?? 'GET',
      url: String(input),
      body: String(init.body ?? ''),
    };
    calls.push(call);
    const target = `${call.method} ${new URL(call.url).pathname}`;
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(target);
      if (match) {
        const body = await answer(call, match.slice(1)).then(
          value => ({ status: 200, value }),
          error => ({ status: error.statusCode, value: error.body }),
        );
        return jsonResponse(body.status, body.value);
      }
    }
    throw new Error(`The test's portal has no ${target}`);
  };

  return {
    calls,
    /** From now on the list leaves out keys of this name. */
    withhold: (keyName: string) => withheld.add(keyName),
    client: new LitemaasClient({
      discoveryApi: { getBaseUrl: async () => 'http://portal.test' },
      fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
    }),
  };
}

function jsonResponse(status: number, value: unknown) {
  const text = JSON.stringify(value);
  return {
    ok: status < 400,
    status,
    statusText: '',
    headers: { get: () => 'application/json' },
    text: async () => text,
    json: async () => JSON.parse(text),
  };
}
