import type { Entity } from '@backstage/catalog-model';
import { counts } from './counts';

const CONFIG = {
  locations: ['https://github.com/kestrel/org/blob/main/org.yaml'],
  trustedLocations: ['https://github.com/acme', 'https://keycloak.example'],
};

it.each([
  ['no origin: the catalog gives one to whatever it reads', undefined, true],
  ["a provider's", 'msgraph:default/1234', true],
  ['a file of the configuration', 'file:/app/org.yaml', true],
  ['a configured address', `url:${CONFIG.locations[0]}`, true],
  ['beside a configured address', `url:${CONFIG.locations[0]}?raw=1`, false],
  ['a trusted organization', 'url:https://github.com/acme/shop/x.yaml', true],
  ['the organization itself', 'url:https://github.com/acme', true],
  ['a trusted host', 'url:https://keycloak.example/admin/groups/1', true],
  ['somewhere else', 'url:https://github.com/sofia/mine/x.yaml', false],
  ['a longer name', 'url:https://github.com/acme-two/shop/x.yaml', false],
  ['a longer host', 'url:https://keycloak.example.org/x', false],
  ['a way out', 'url:https://github.com/acme/../sofia/x.yaml', false],
  ['a way out, encoded', 'url:https://github.com/acme/%2e%2e/a.yaml', false],
  ['a user for a host', 'url:https://github.com@sofia.example/acme/', false],
  ['without TLS', 'url:http://github.com/acme/shop/x.yaml', false],
  ['no address at all', 'url:acme', false],
])('says whether an entity counts: %s', (_, origin, does) => {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: {
      name: 'shadow',
      annotations: origin
        ? { 'backstage.io/managed-by-origin-location': origin }
        : {},
    },
  };
  expect(counts(entity, CONFIG)).toBe(does);
});
