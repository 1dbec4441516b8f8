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
    const directory = new CatalogDirectory({
      catalog: catalogServiceMock({ entities: [group('payments', typed)] }),
      auth: mockServices.auth(),
      cache: mockServices.cache.mock({
        withOptions: () => mockServices.cache.mock(),
      }),
    });
    const entries = await directory.byRefs(['group:default/payments']);
    expect(entries.get('group:default/payments')?.owners).toEqual(owners);
  },
);
