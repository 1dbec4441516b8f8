import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogDirectory } from './CatalogDirectory';

const group = (name: string, owners: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, annotations: { 'litemaas.io/owners': owners } },
  spec: { type: 'team', children: [] },
});

const logger = mockServices.logger.mock();
const directoryOf = (...entities: Entity[]) =>
  new CatalogDirectory({
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
    cache: mockServices.cache.mock({
      withOptions: () => mockServices.cache.mock(),
    }),
    logger,
    config: { catalog: { locations: [], trustedLocations: [] } },
  });

it.each([
  [
    'user:default/ana.ruiz, USER:ben',
    ['user:default/ana.ruiz', 'user:default/ben'],
  ],
  ['ana.ruiz', ['user:default/ana.ruiz']],
  ['group:platform', ['group:default/platform']],
  ['//, :, ana/, user:default/ben,', ['user:default/ben']],
  ['', []],
])(
  'reads the owners %j of a group, whatever was typed',
  async (typed, owners) => {
    const directory = directoryOf(group('payments', typed));
    const entries = await directory.byRefs(['group:default/payments']);
    expect(entries.get('group:default/payments')?.owners).toEqual(owners);
  },
);

it('calls nobody by more than a row holds', async () => {
  const ana: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'ana' },
    spec: { profile: { displayName: 'Ana '.repeat(100) } },
  };
  const ref = 'user:default/ana';
  const title = (await directoryOf(ana).byRefs([ref])).get(ref)?.title;
  expect(title).toHaveLength(255);
});

it('leaves out what somebody registered, and says so once', async () => {
  const shadow = group('shadow', '');
  shadow.metadata.annotations = {
    'backstage.io/managed-by-origin-location': 'url:https://mine.example/a',
  };
  const directory = directoryOf(shadow, group('payments', ''));
  const refs = ['group:default/shadow', 'group:default/payments'];
  for (let round = 0; round < 2; round++) {
    expect([...(await directory.byRefs(refs)).keys()]).toEqual([refs[1]]);
    expect(await directory.uncounted(refs)).toEqual(new Set([refs[0]]));
  }
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining(refs[0]));
});
