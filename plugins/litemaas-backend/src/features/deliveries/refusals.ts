import {
  badRequest,
  conflict,
  notAllowed,
  unavailable,
} from '../../platform/http/errors';

/** Refusals of what was kept, and of where it may go. */

export const notKept = () =>
  conflict(
    'key.not_kept',
    'The value of this key was answered when it was created, and is kept nowhere.',
  );

export const notYours = () =>
  notAllowed(
    'auth.not_allowed',
    'Only who asked for this key can have its value.',
  );

export const valueGone = () =>
  conflict(
    'key.value_gone',
    'The value of this key was taken, or nobody took it in time. Replace the key to get another.',
  );

export const unknownDestination = () =>
  badRequest('destination.not_found', 'There is no such destination.', {
    destination: 'is not a destination that keys can be written to',
  });

export const forbiddenNamespace = () =>
  notAllowed(
    'destination.not_allowed',
    "This owner's keys cannot be written to that namespace.",
  );

export const occupied = (name: string) =>
  conflict(
    'destination.occupied',
    `There is a Secret called ${name} already that holds no key of this owner; choose another name.`,
    { secretName: 'is the name of a Secret that holds something else' },
  );

export const notTaken = (title: string, why: string) =>
  unavailable(
    'destination.failed',
    `${title} did not take the Secret: ${why}. The key's value is still kept: try again.`,
  );
