import type {
  CanonicalState,
  CanonicalValue,
  Desired,
  ExternalResource,
  Observed,
} from './ExternalResource';
import type { Push, SyncObject } from './SyncStore';
import { isSame, threeWayMerge } from './threeWayMerge';

/** The one thing to do next, and why. */
export type Decision =
  /** Nothing is left to do. `pushes`: what the gateway does not take, for the record. */
  | { action: 'agree'; reason: string; pushes: Record<string, Push> }
  | { action: 'create'; reason: string; state: CanonicalState }
  | { action: 'delete'; reason: string }
  | {
      action: 'update';
      reason: string;
      changes: CanonicalState;
      fields: Fields;
    }
  | { action: 'pull'; reason: string; values: CanonicalState; fields: Fields }
  | { action: 'park'; reason: string; code: string };

/** Owned fields as they are and as they shall be. */
export type Fields = Record<
  string,
  { from: CanonicalValue; to: CanonicalValue }
>;

/** Decides from what we want, what both sides agreed on, and what the gateway has. Pure. */
export function decide(options: {
  desired: Exclude<Desired, { presence: 'ignored' }>;
  observed: Observed;
  object: Pick<SyncObject, 'base' | 'pushes'>;
  adapter: Pick<ExternalResource, 'securityFields' | 'conflicts'>;
  gatewayVersion: string | null;
}): Decision {
  const { desired, observed, object } = options;
  if (observed.presence === 'foreign') {
    return {
      action: 'park',
      code: 'foreign',
      reason: "It bears another owner's mark at the gateway and is left alone.",
    };
  }
  if (desired.presence === 'absent') {
    return observed.presence === 'absent'
      ? { action: 'agree', reason: 'gone on both sides', pushes: {} }
      : { action: 'delete', reason: 'we want it gone' };
  }
  if (observed.presence === 'absent') {
    return {
      action: 'create',
      reason: object.base ? 'gone at the gateway' : 'not there yet',
      state: desired.state,
    };
  }
  return compare(desired.state, observed.state, options);
}

function compare(
  desired: CanonicalState,
  observed: CanonicalState,
  { object, adapter, gatewayVersion }: Parameters<typeof decide>[0],
): Decision {
  const { conflicts, securityFields } = adapter;
  const merged = threeWayMerge(desired, object.base, observed, field =>
    conflicts && !securityFields.has(field)
      ? conflicts.strategyOf(field)
      : 'litemaas-wins',
  );
  const of = (action: string) =>
    Object.entries(merged).filter(([, one]) => one.action === action);

  const [parked] = of('park');
  if (parked) {
    return {
      action: 'park',
      code: 'conflict',
      reason: `${parked[0]}: ${parked[1].reason}.`,
    };
  }
  const pulls = of('pull');
  if (pulls.length > 0) {
    return {
      action: 'pull',
      ...summary(pulls, desired),
      values: valuesOf(pulls),
    };
  }
  // A push that was tried and left the value as it was is not repeated until an input changes.
  const wasInVain = (field: string) => {
    const push = object.pushes[field];
    return (
      push !== undefined &&
      push.gatewayVersion === gatewayVersion &&
      isSame(push.desired, desired[field]) &&
      isSame(push.observed, observed[field] ?? null)
    );
  };
  const pushes = of('push');
  const changes = pushes.filter(([field]) => !wasInVain(field));
  if (changes.length > 0) {
    return {
      action: 'update',
      ...summary(changes, observed),
      changes: valuesOf(changes),
    };
  }
  const refused = pushes.map(([field]) => field);
  const unsafe = refused.filter(field => securityFields.has(field));
  if (unsafe.length > 0) {
    return {
      action: 'park',
      code: 'not_applied',
      reason: `The gateway accepted the change of ${unsafe.join(
        ', ',
      )}, but did not make it.`,
    };
  }
  return {
    action: 'agree',
    reason:
      refused.length > 0
        ? `agreed, but for what the gateway does not take: ${refused.join(
            ', ',
          )}`
        : 'agreed',
    pushes: Object.fromEntries(
      refused.map(field => [field, object.pushes[field]]),
    ),
  };
}

type Entry = [string, ReturnType<typeof threeWayMerge>[string]];

function valuesOf(entries: Entry[]): CanonicalState {
  return Object.fromEntries(
    entries.flatMap(([field, one]) =>
      'value' in one ? [[field, one.value]] : [],
    ),
  );
}

function summary(entries: Entry[], before: CanonicalState) {
  const values = valuesOf(entries);
  return {
    reason: entries.map(([field, one]) => `${field}: ${one.reason}`).join('; '),
    fields: Object.fromEntries(
      Object.entries(values).map(([field, to]) => [
        field,
        { from: before[field] ?? null, to },
      ]),
    ),
  };
}
