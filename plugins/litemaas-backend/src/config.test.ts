import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readLitemaasConfig } from './config';

const RING = {
  ring: [{ id: 'k1', key: Buffer.alloc(32, 1).toString('base64') }],
};
const VALID: JsonObject = {
  gateways: {
    default: {
      url: 'https://litellm.example.com/',
      masterKey: 'sk-canary-master',
    },
  },
  plans: { starter: { title: 'Starter', usd: 20, period: 'month', rpm: 60 } },
  models: { defaultOwner: 'Group:default/AI-Platform' },
};

const read = (litemaas: JsonObject, isProduction = false) =>
  readLitemaasConfig(new ConfigReader({ litemaas }), { isProduction });

const messageOf = (litemaas: JsonObject, isProduction = false): string => {
  try {
    read(litemaas, isProduction);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It was accepted');
};

const gateway = (over: JsonObject) => ({
  ...VALID,
  gateways: {
    default: {
      url: 'https://a.example',
      masterKey: 'sk-canary-master',
      ...over,
    },
  },
});

it('reads what an adopter must say, and fills in the rest', () => {
  expect(read(VALID)).toEqual({
    catalog: { locations: [], trustedLocations: [] },
    gateway: {
      id: 'default',
      title: 'default',
      url: 'https://litellm.example.com',
      masterKey: 'sk-canary-master',
      publicUrl: 'https://litellm.example.com/v1',
      entityNamespace: 'default',
    },
    plans: [
      {
        id: 'starter',
        title: 'Starter',
        budgetNanos: 20_000_000_000n,
        period: 'month',
        rpm: 60,
        tpm: null,
      },
    ],
    models: { defaultOwner: 'group:default/ai-platform', rules: [] },
    admins: [],
    auditors: [],
    support: null,
    destinations: {},
    usage: { persons: 'owners', backfillDays: 30 },
    ring: [],
  });
});

it('takes an empty text, as from an unset variable, for absent', () => {
  expect(read({ ...VALID, support: '', secrets: { ring: '' } })).toMatchObject({
    support: null,
    ring: [],
  });
});

it('takes no line break along from the file of a secret', () => {
  expect(read(gateway({ masterKey: 'sk-canary\n' })).gateway.masterKey).toBe(
    'sk-canary',
  );
});

it.each([
  'http://localhost:4000',
  'http://127.0.0.1:4000',
  'http://[::1]:4000',
])('allows %s without https', url => {
  expect(read(gateway({ url })).gateway.url).toBe(url);
});

it('allows http to another machine when told to', () => {
  const url = 'http://litellm.internal:4000';
  expect(read(gateway({ url, allowInsecure: true })).gateway.url).toBe(url);
});

it('reads destinations, with references in full', () => {
  const kubernetes = { namespaces: { 'payments-dev': ['group:Payments'] } };
  const { destinations } = read({
    ...VALID,
    destinations: { here: { kubernetes } },
  });
  expect(destinations).toEqual({
    here: {
      kubernetes: {
        namespaces: { 'payments-dev': ['group:default/payments'] },
      },
    },
  });
});

const destination = (kubernetes: JsonObject): JsonObject => ({
  ...VALID,
  destinations: { north: { kubernetes: { namespaces: {}, ...kubernetes } } },
});

const MISTAKES: [sentence: string, config: JsonObject][] = [
  [
    'litemaas.destinations.north.kubernetes.url must be https.',
    destination({ url: 'http://127.0.0.1:6443', token: 'canary' }),
  ],
  [
    'litemaas.destinations.north.kubernetes.url must say which cluster the token or caFile is for.',
    destination({ tokenFile: '/token' }),
  ],
  [
    'litemaas.destinations.north.kubernetes.token must be given, or a tokenFile in its place.',
    destination({ url: 'https://127.0.0.1:6443' }),
  ],
  [
    'litemaas.destinations.north.kubernetes.namespaces.Not_a_label must be lower-case letters, digits and hyphens.',
    destination({ namespaces: { Not_a_label: ['group:default/payments'] } }),
  ],
  [
    'litemaas.destinations.north.kubernetes.namespaces.payments is too small (expected array to have >=1 items).',
    destination({ namespaces: { payments: [] } }),
  ],
  ['litemaas.gateways is missing.', {}],
  [
    'litemaas.gateways must name exactly one gateway; more come later.',
    { ...VALID, gateways: {} },
  ],
  [
    'litemaas.gateways.default.masterKey is missing.',
    gateway({ masterKey: '' }),
  ],
  [
    'litemaas.gateways.default.url must be an http or https address.',
    gateway({ url: 'litellm:4000' }),
  ],
  [
    'litemaas.gateways.default.url must be https, since keys travel to it; allowInsecure: true allows http all the same.',
    gateway({ url: 'http://litellm.internal' }),
  ],
  [
    'litemaas.gateways.default.publicUrl must be https, since keys travel to it; allowInsecure: true allows http all the same.',
    gateway({ publicUrl: 'http://litellm.example.com' }),
  ],
  ...['litellm', 'https://', 'https://a b'].map((url): [string, JsonObject] => [
    'litemaas.gateways.default.url must be an http or https address.',
    gateway({ url }),
  ]),
  ...[
    'https://u:p@a.example',
    'https://a.example?x=1',
    'https://a.example#x',
  ].map((publicUrl): [string, JsonObject] => [
    'litemaas.gateways.default.publicUrl must be an address without user, query or fragment.',
    gateway({ publicUrl }),
  ]),
  [
    'litemaas.gateways.default.masterKey must be a key: printable, without spaces.',
    gateway({ masterKey: 'sk-canary\nmaster' }),
  ],
  [
    'litemaas.gateways.default must be a group of settings.',
    { ...VALID, gateways: { default: 'https://a.example' } },
  ],
  [
    'litemaas.gateways.default.adress is no setting of LiteMaaS.',
    gateway({ adress: 'x' }),
  ],
  ['litemaas.gatways is no setting of LiteMaaS.', { ...VALID, gatways: {} }],
  [
    'litemaas.plans must name a plan: one subscribes on one.',
    { ...VALID, plans: {} },
  ],
  [
    'litemaas.plans.Gold must be lower-case letters, digits and hyphens.',
    { ...VALID, plans: { Gold: { title: 'Gold', period: 'day' } } },
  ],
  [
    'litemaas.plans.gold.usd must be at least 0.01.',
    { ...VALID, plans: { gold: { title: 'Gold', usd: 0, period: 'day' } } },
  ],
  [
    'litemaas.plans.gold.usd must be a number.',
    { ...VALID, plans: { gold: { title: 'Gold', usd: '20', period: 'day' } } },
  ],
  [
    'litemaas.plans.gold.rpm is too small (expected number to be >=1).',
    { ...VALID, plans: { gold: { title: 'Gold', rpm: 0, period: 'day' } } },
  ],
  [
    'litemaas.plans.gold.tpm must be a whole number.',
    { ...VALID, plans: { gold: { title: 'Gold', tpm: 1.5, period: 'day' } } },
  ],
  [
    'litemaas.plans.gold.title is too big (expected string to have <=255 characters).',
    {
      ...VALID,
      plans: { gold: { title: 'Gold'.repeat(100), period: 'day' } },
    },
  ],
  [
    'litemaas.plans.gold.period must be one of day, week, month.',
    { ...VALID, plans: { gold: { title: 'Gold', period: 'year' } } },
  ],
  ['litemaas.models.defaultOwner is missing.', { ...VALID, models: {} }],
  [
    'litemaas.models.defaultOwner must be a User or a Group.',
    { ...VALID, models: { defaultOwner: 'component:default/x' } },
  ],
  [
    'litemaas.models.rules.0.plans names "gold", which litemaas.plans does not have.',
    {
      ...VALID,
      models: {
        defaultOwner: 'group:default/a',
        rules: [{ match: '*', plans: ['gold'] }],
      },
    },
  ],
  [
    'litemaas.admins.0 must be a full entity reference such as user:default/ana.',
    { ...VALID, admins: ['ana'] },
  ],
  [
    'litemaas.auditors.0 must be a User or a Group.',
    { ...VALID, auditors: ['component:default/x'] },
  ],
  ['litemaas.admins must be a list.', { ...VALID, admins: 'user:default/a' }],
  [
    'litemaas.usage.persons must be one of owners, nobody.',
    { ...VALID, usage: { persons: 'all' } },
  ],
  [
    'litemaas.secrets.ring.0.key must be 32 bytes in base64.',
    { ...VALID, secrets: { ring: [{ id: 'k1', key: 'c2hvcnQ=' }] } },
  ],
  [
    'litemaas.secrets.ring has two keys with one id.',
    { ...VALID, secrets: { ring: [...RING.ring, ...RING.ring] } },
  ],
];

it.each(MISTAKES)('says in one sentence: %s', (sentence, config) => {
  expect(messageOf(config)).toBe(`Configuration: ${sentence}`);
});

it('never quotes a secret', () => {
  expect(messageOf(gateway({ masterKey: ['sk-canary-master'] }))).not.toContain(
    'canary',
  );
  const key = 'c2stY2FuYXJ5';
  expect(
    messageOf({ ...VALID, secrets: { ring: [{ id: 'k1', key }] } }),
  ).not.toContain(key);
});

it('does not start in production without a key ring', () => {
  expect(messageOf(VALID, true)).toMatch(
    /^Configuration: litemaas\.secrets\.ring must hold/,
  );
  expect(read({ ...VALID, secrets: RING }, true).ring).toEqual([
    { id: 'k1', key: Buffer.alloc(32, 1) },
  ]);
});
