import { ConfigReader } from '@backstage/config';
import { readProviderConfigs } from './readProviderConfigs';

type Entries = Record<string, Record<string, string>>;

const read = (provided: Entries, gateways?: Entries) =>
  readProviderConfigs(
    new ConfigReader({
      catalog: { providers: { litemaas: provided } },
      ...(gateways && { litemaas: { gateways } }),
    }),
  );

it('provides the gateways that are named, every ten minutes unless told otherwise', () => {
  expect(readProviderConfigs(new ConfigReader({}))).toEqual([]);
  expect(read({ default: {} }, { default: {} })).toEqual([
    {
      gatewayId: 'default',
      namespace: 'default',
      existingSystem: undefined,
      schedule: { frequency: { minutes: 10 }, timeout: { minutes: 3 } },
    },
  ]);
  // LiteMaaS may run in another backend, with its own configuration.
  expect(
    read({ eu: { namespace: 'ai', system: 'AI_platform' } }),
  ).toMatchObject([
    { gatewayId: 'eu', namespace: 'ai', existingSystem: 'AI_platform' },
  ]);
});

const MISTAKES: [sentence: string, provided: Entries][] = [
  [
    '.other names a gateway that litemaas.gateways does not have.',
    { other: {} },
  ],
  [
    '.default.namespace must be lower-case letters, digits and hyphens.',
    { default: { namespace: 'AI models' } },
  ],
  [
    '.default.system must be the name of a System.',
    { default: { system: 'system:default/ai' } },
  ],
];

it.each(MISTAKES)('says in one sentence: …%s', (sentence, provided) => {
  expect(() => read(provided, { default: {} })).toThrow(
    `Configuration: catalog.providers.litemaas${sentence}`,
  );
});
