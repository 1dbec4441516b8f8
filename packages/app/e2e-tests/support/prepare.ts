import type {
  IssuedKey,
  Model,
} from '@litemaas/backstage-plugin-litemaas-common';
import { apiAs } from './portal';

/** Gives a person an active subscription, approved by the model's owner where it needs to be. */
export async function subscribed(
  person: string,
  model: Model,
  planId?: string,
) {
  const api = await apiAs(person);
  const { id, status } = await api.subscribe({
    modelId: model.id,
    planId,
    reason: 'A journey through the portal',
  });
  if (status === 'requested') {
    const owner = await apiAs('ana.ruiz');
    await owner.decide({ decision: 'approve', ids: [id] });
  }
}

/** Gives a person a key, and its value. */
export async function keyFor(
  person: string,
  name: string,
  models: Model[],
): Promise<IssuedKey & { secret: string }> {
  const api = await apiAs(person);
  const { key, secret } = await api.createKey({
    name,
    modelIds: models.map(model => model.id),
  });
  if (!secret) throw new Error('The portal gave no value with the new key');
  return { key, secret };
}
