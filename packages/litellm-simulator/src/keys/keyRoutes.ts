import type { Gateway } from '../Gateway';
import { licenceText, ProxyError } from '../http/errors';
import type { Route } from '../http/Route';
import { check } from '../http/validation';
import {
  bulkUpdate,
  generateServiceAccount,
  resetSpend,
  setBlocked,
} from './changeKeys';
import { deleteKeys } from './deleteKeys';
import { generateKey } from './generateKey';
import { generateRequest, updateRequest } from './keyRequest';
import { keyColumns } from './keyView';
import { listKeys } from './listKeys';
import { listAliases, showKey, showKeys } from './readKeys';
import { updateKey } from './updateKey';

export function keyRoutes(gateway: Gateway): Route[] {
  return [
    {
      method: 'post',
      path: '/key/generate',
      access: 'keys',
      handle: ({ body, caller }) =>
        generateKey(gateway, check(generateRequest, body), caller),
    },
    {
      method: 'post',
      path: '/key/service-account/generate',
      access: 'keys',
      handle: call => generateServiceAccount(gateway, call),
    },
    {
      method: 'post',
      path: '/key/update',
      access: 'keys',
      handle: async ({ body, caller }) => {
        const request = check(updateRequest, body);
        const row = await updateKey(gateway, request, caller);
        return {
          key: request.key ?? row.token,
          token: row.token,
          ...keyColumns(row, gateway.profile),
        };
      },
    },
    {
      method: 'post',
      path: '/key/bulk_update',
      access: 'admin',
      handle: call => bulkUpdate(gateway, call),
    },
    {
      method: 'post',
      path: '/key/delete',
      access: 'keys',
      handle: ({ body, caller }) => deleteKeys(gateway, body, caller),
    },
    {
      method: 'post',
      path: '/key/block',
      access: 'keys',
      handle: call => setBlocked(gateway, call, true),
    },
    {
      method: 'post',
      path: '/key/unblock',
      access: 'keys',
      handle: call => setBlocked(gateway, call, false),
    },
    {
      method: 'get',
      path: '/key/info',
      access: 'own',
      handle: call => showKey(gateway, call),
    },
    {
      method: 'post',
      path: '/v2/key/info',
      access: 'admin',
      handle: call => showKeys(gateway, call),
    },
    {
      method: 'get',
      path: '/key/list',
      access: 'own',
      handle: call => listKeys(gateway, call),
    },
    {
      method: 'get',
      path: '/key/aliases',
      access: 'keys',
      handle: call => listAliases(gateway, call),
    },
    {
      method: 'post',
      path: '/key/:key/regenerate',
      access: 'keys',
      handle: () => {
        throw new ProxyError(
          500,
          `${gateway.profile.internalErrorPrefix}${licenceText(
            'Regenerating Virtual Keys is an Enterprise feature, ',
          )}`,
        );
      },
    },
    {
      method: 'post',
      path: '/key/:key/reset_spend',
      access: 'admin',
      handle: call => resetSpend(gateway, call),
    },
  ];
}
