import {
  deliverKeyRequestSchema,
  idSchema,
  issuedKeySchema,
  keyDeliverySchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/defineRoute';
import type { DeliveryService } from './DeliveryService';

const params = z.object({ id: idSchema });

/** Kept values of keys: what became of them, and the two ways to take them. */
export function deliveryRoutes(deliveries: DeliveryService) {
  const tag = 'Keys';
  return [
    defineRoute({
      method: 'get',
      path: '/keys/:id/delivery',
      summary: 'What became of the value of a key that was created to be kept',
      tag,
      params,
      response: keyDeliverySchema,
      handler: ({ caller, params: { id } }) => deliveries.get(caller, id),
    }),
    defineRoute({
      method: 'post',
      path: '/keys/:id/reveal',
      summary: 'The kept value of a key, once, for who asked for it',
      tag,
      eventId: 'key-reveal',
      params,
      response: issuedKeySchema,
      forRepeat: ({ key }) => ({ key, secret: null }),
      handler: ({ caller, params: { id } }) => deliveries.reveal(caller, id),
    }),
    defineRoute({
      method: 'post',
      path: '/keys/:id/deliver',
      summary: 'Writes the kept value of a key to a Secret',
      tag,
      eventId: 'key-deliver',
      params,
      body: deliverKeyRequestSchema,
      response: keyDeliverySchema,
      handler: ({ caller, params: { id }, body }) =>
        deliveries.deliver(caller, id, body),
    }),
  ];
}
