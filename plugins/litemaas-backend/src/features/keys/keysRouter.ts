import {
  createKeyRequestSchema,
  idSchema,
  issuedKeySchema,
  keyActionRequestSchema,
  keyCreatePermission,
  keyDetailSchema,
  keyQuerySchema,
  keySchema,
  pageOf,
  updateKeyRequestSchema,
  type IssuedKey,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/defineRoute';
import type { KeyEditService } from './KeyEditService';
import type { KeyIssueService } from './KeyIssueService';
import type { KeyService } from './KeyService';

const params = z.object({ id: idSchema });

/** What a repeat of a create may see: the value was told once. */
const withoutSecret = ({ key }: IssuedKey): IssuedKey => ({
  key,
  secret: null,
});

/** Keys. */
export function keyRoutes(options: {
  keys: KeyService;
  issue: KeyIssueService;
  edits: KeyEditService;
}) {
  const { keys, issue, edits } = options;
  const tag = 'Keys';
  return [
    defineRoute({
      method: 'get',
      path: '/keys',
      summary: 'Keys the caller may see, the newest first',
      tag,
      query: keyQuerySchema,
      response: pageOf(keySchema),
      handler: ({ caller, query }) => keys.list(caller, query),
    }),
    defineRoute({
      method: 'get',
      path: '/keys/:id',
      summary: 'A key with every limit it meets and its story',
      tag,
      params,
      response: keyDetailSchema,
      handler: ({ caller, params: { id } }) => keys.get(caller, id),
    }),
    defineRoute({
      method: 'post',
      path: '/keys',
      summary: 'Creates a key; its value is in the answer, once',
      tag,
      permission: keyCreatePermission,
      eventId: 'key-create',
      body: createKeyRequestSchema,
      response: issuedKeySchema,
      status: 201,
      forRepeat: withoutSecret,
      handler: ({ caller, body }) => issue.create(caller, body),
    }),
    defineRoute({
      method: 'patch',
      path: '/keys/:id',
      summary: 'Edits a key within the limits of its subscriptions',
      tag,
      eventId: 'key-update',
      params,
      body: updateKeyRequestSchema,
      response: keySchema,
      handler: ({ caller, params: { id }, body }) =>
        edits.update(caller, id, body),
    }),
    defineRoute({
      method: 'post',
      path: '/keys/:id/block',
      summary: 'Blocks a key until it is unblocked',
      tag,
      eventId: 'key-block',
      params,
      body: keyActionRequestSchema,
      response: keySchema,
      handler: ({ caller, params: { id }, body }) =>
        keys.block(caller, id, body.reason),
    }),
    defineRoute({
      method: 'post',
      path: '/keys/:id/unblock',
      summary: 'Takes the block by hand away',
      tag,
      eventId: 'key-unblock',
      params,
      body: keyActionRequestSchema,
      response: keySchema,
      handler: ({ caller, params: { id }, body }) =>
        keys.unblock(caller, id, body.reason),
    }),
    defineRoute({
      method: 'post',
      path: '/keys/:id/replace',
      summary:
        'Creates a key with the same settings and a new value, told once',
      tag,
      permission: keyCreatePermission,
      eventId: 'key-replace',
      params,
      body: keyActionRequestSchema,
      response: issuedKeySchema,
      status: 201,
      forRepeat: withoutSecret,
      handler: ({ caller, params: { id }, body }) =>
        issue.replace(caller, id, body.reason),
    }),
    defineRoute({
      method: 'post',
      path: '/keys/:id/revoke',
      summary: 'Stops a key for good',
      tag,
      eventId: 'key-revoke',
      params,
      body: keyActionRequestSchema,
      response: keySchema,
      handler: ({ caller, params: { id }, body }) =>
        keys.revoke(caller, id, body.reason),
    }),
  ];
}
