import { badRequest, conflict, notFound } from '../../platform/http/errors';

/** Refusals that several operations on keys share. */

export const notThere = () =>
  notFound('key.not_found', 'There is no such key.');

export const notLive = () =>
  conflict('key.not_live', 'The key is revoked or expired.');

export const nameTaken = (name: string) =>
  conflict(
    'key.name_taken',
    `There is a live key called ${name} already; its owner's keys need names of their own.`,
    { name: "is the name of another of this owner's keys" },
  );

/** Says which of the wished models the owner has no active subscription for. */
export function notSubscribed(wished: string[], subscribed: string[]) {
  return badRequest(
    'model.not_subscribed',
    'A key can only have models that its owner has an active subscription for.',
    Object.fromEntries(
      wished.flatMap((id, index) =>
        subscribed.includes(id)
          ? []
          : [
              [
                `modelIds.${index}`,
                'is not a model that the owner is subscribed to',
              ],
            ],
      ),
    ),
  );
}
