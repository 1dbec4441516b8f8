import { meSchema, type Me } from '@litemaas/backstage-plugin-litemaas-common';
import type { Caller } from '../../platform/access/Caller';
import { defineRoute } from '../../platform/http/defineRoute';
import type { PeopleService } from './PeopleService';

/** Who the caller is to LiteMaaS. */
export function peopleRoutes(options: {
  people: PeopleService;
  approvalsFor(caller: Caller): Promise<Me['approvals']>;
  gateway: Me['gateway'];
  support: string | null;
}) {
  const { people, approvalsFor, gateway, support } = options;
  return [
    defineRoute({
      method: 'get',
      path: '/me',
      summary:
        'Who the caller is, for whom they may act, and what waits for them',
      tag: 'People',
      response: meSchema,
      async handler({ caller }) {
        const [owners, approvals] = await Promise.all([
          people.ownersFor(caller),
          approvalsFor(caller),
        ]);
        return {
          person: { entityRef: caller.entityRef, title: owners[0].title },
          isAdmin: caller.isAdmin,
          isAuditor: caller.isAuditor,
          owners: owners.map(({ ownerRef, title, kind }) => ({
            entityRef: ownerRef,
            title,
            kind,
          })),
          approvals,
          gateway,
          support,
        };
      },
    }),
  ];
}
