import {
  approvalQuerySchema,
  approvalSchema,
  decisionRequestSchema,
  decisionResultSchema,
  endSubscriptionRequestSchema,
  idSchema,
  pageOf,
  subscribeRequestSchema,
  subscriptionCreatePermission,
  subscriptionDetailSchema,
  subscriptionQuerySchema,
  subscriptionSchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/defineRoute';
import type { ApprovalService } from './ApprovalService';
import type { DecisionService } from './DecisionService';
import type { SubscribeService } from './SubscribeService';
import type { SubscriptionService } from './SubscriptionService';

const params = z.object({ id: idSchema });

/** Subscriptions and their approval. */
export function subscriptionRoutes(options: {
  subscriptions: SubscriptionService;
  subscribing: SubscribeService;
  approvals: ApprovalService;
  decisions: DecisionService;
}) {
  const { subscriptions, subscribing, approvals, decisions } = options;
  const tag = 'Subscriptions';
  return [
    defineRoute({
      method: 'get',
      path: '/subscriptions',
      summary: 'Subscriptions the caller may see, the newest first',
      tag,
      query: subscriptionQuerySchema,
      response: pageOf(subscriptionSchema),
      handler: ({ caller, query }) => subscriptions.list(caller, query),
    }),
    defineRoute({
      method: 'get',
      path: '/subscriptions/:id',
      summary: 'A subscription with its story, its keys and who may decide',
      tag,
      params,
      response: subscriptionDetailSchema,
      handler: ({ caller, params: { id } }) => subscriptions.get(caller, id),
    }),
    defineRoute({
      method: 'post',
      path: '/subscriptions',
      summary: 'Subscribes an owner to a model, at once or by a request',
      tag,
      permission: subscriptionCreatePermission,
      eventId: 'subscription-request',
      body: subscribeRequestSchema,
      response: subscriptionSchema,
      status: 201,
      handler: ({ caller, body }) => subscribing.subscribe(caller, body),
    }),
    defineRoute({
      method: 'post',
      path: '/subscriptions/:id/end',
      summary: 'Withdraws a waiting request, ends an active subscription',
      tag,
      eventId: 'subscription-end',
      params,
      body: endSubscriptionRequestSchema,
      response: subscriptionSchema,
      handler: ({ caller, params: { id }, body }) =>
        subscriptions.end(caller, id, body.reason),
    }),
    defineRoute({
      method: 'get',
      path: '/approvals',
      summary: 'Requests that wait for the caller, and their own, oldest first',
      tag,
      query: approvalQuerySchema,
      response: pageOf(approvalSchema),
      handler: ({ caller, query }) => approvals.list(caller, query),
    }),
    defineRoute({
      method: 'post',
      path: '/approvals/decisions',
      summary: 'Approves or denies requests, each for itself',
      tag,
      eventId: 'subscription-decision',
      body: decisionRequestSchema,
      response: decisionResultSchema,
      handler: ({ caller, body }) => decisions.decide(caller, body),
    }),
  ];
}
