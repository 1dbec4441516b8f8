import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
  type EntityRelation,
} from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';

const EXAMPLES = resolve(__dirname, '../../../../examples');

/** The sample company as the catalog has it, relations included. */
export function sampleOrganization(): Entity[] {
  return ['org.yaml', 'components.yaml']
    .flatMap(file =>
      parseAllDocuments(readFileSync(resolve(EXAMPLES, file), 'utf8')),
    )
    .map(document => inCatalog(document.toJS()));
}

/** What the catalog makes of an entity: a full reference in each relation. */
function inCatalog(entity: Entity): Entity {
  const spec: Record<string, unknown> = entity.spec ?? {};
  const relate = (type: string, refs: unknown, kind: string) =>
    [refs].flat().flatMap((ref): EntityRelation[] =>
      typeof ref === 'string'
        ? [
            {
              type,
              targetRef: stringifyEntityRef(
                parseEntityRef(ref, {
                  defaultKind: kind,
                  defaultNamespace: 'default',
                }),
              ),
            },
          ]
        : [],
    );
  return {
    ...entity,
    metadata: { namespace: 'default', ...entity.metadata },
    relations: [
      ...relate('memberOf', spec.memberOf, 'group'),
      ...relate('ownedBy', spec.owner, 'group'),
      ...relate('childOf', spec.parent, 'group'),
      ...relate('partOf', spec.system, 'system'),
    ],
  };
}

/** A person's own reference and their groups', as the user info service tells them. */
export function ownershipRefsOf(entities: Entity[], userRef: string): string[] {
  const user = entities.find(
    entity => stringifyEntityRef(entity) === userRef.toLowerCase(),
  );
  const groups = (user?.relations ?? [])
    .filter(relation => relation.type === 'memberOf')
    .map(relation => relation.targetRef);
  return [userRef, ...groups];
}
