import type { Knex } from 'knex';
import type { Clock } from '../platform/clock';
import { inTransaction } from '../platform/database';
import { decide, type Decision } from './decide';
import type {
  Desired,
  ExternalResource,
  Observed,
  StepResult,
} from './ExternalResource';
import type { Operation, SyncOutcomes } from './SyncOutcomes';
import type { Claim, Push } from './SyncStore';

/** Observe, update, observe: more steps than that in one go would be a quarrel, and wait. */
const STEPS = 3;
const QUARREL_PAUSE_MS = 5_000;

/** What a reconcile works with. */
export interface ReconcileDependencies {
  db: Knex;
  clock: Clock;
  outcomes: SyncOutcomes;
  /** Version of the gateway, when known: a new one may take what an older one did not. */
  gatewayVersion(): string | null;
}

/**
 * Makes the gateway agree with our rows on one reference: read what we want and what is there, do the one thing that is
 * missing, and read again. Agreement is only ever recorded from a read, never from the answer to a write.
 * @throws whatever an adapter throws; the worker knows what an error means
 */
export async function reconcile(
  claim: Claim,
  adapter: ExternalResource,
  dependencies: ReconcileDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock, outcomes, gatewayVersion } = dependencies;
  let pushes = claim.pushes;
  for (let step = 0; step < STEPS; step++) {
    const desired = await adapter.desired(claim);
    if (desired.presence === 'ignored') {
      const { base, remoteId } = claim;
      await inTransaction(db, tx =>
        outcomes.agreed(tx, claim, { base, remoteId, pushes: {} }),
      );
      return;
    }
    const observed = await adapter.observe(claim, signal);
    const decision = decide({
      desired,
      observed,
      object: { base: claim.base, pushes },
      adapter,
      gatewayVersion: gatewayVersion(),
    });
    if (decision.action === 'agree') {
      await inTransaction(db, async tx => {
        await adapter.confirmed(tx, claim, observed, clock.now());
        await outcomes.agreed(tx, claim, {
          base: agreedState(desired, observed, decision.pushes),
          remoteId: observed.presence === 'present' ? observed.remoteId : null,
          pushes: decision.pushes,
        });
      });
      return;
    }
    if (decision.action === 'park') {
      const { code, reason } = decision;
      await inTransaction(db, tx =>
        outcomes.park(tx, claim, { code, message: reason }),
      );
      return;
    }
    const result = await take(
      decision,
      desired,
      claim,
      adapter,
      dependencies,
      signal,
    );
    pushes = { ...pushes, ...pushesOf(decision, gatewayVersion()) };
    const { recheckAt } = result;
    await inTransaction(db, async tx => {
      await outcomes.stepped(tx, claim, toOperation(decision), {
        remoteId: result.remoteId,
        pushes,
      });
      if (recheckAt && recheckAt > clock.now()) {
        await outcomes.recheck(tx, claim, recheckAt);
      }
    });
    if (recheckAt && recheckAt > clock.now()) {
      return;
    }
  }
  const later = new Date(clock.now().getTime() + QUARREL_PAUSE_MS);
  await inTransaction(db, tx => outcomes.recheck(tx, claim, later));
}

type Step = Exclude<Decision, { action: 'agree' | 'park' }>;

/** Does the one thing; a failure is on record too, since of a write nothing may be known. */
async function take(
  decision: Step,
  desired: Desired,
  claim: Claim,
  adapter: ExternalResource,
  { db, outcomes }: ReconcileDependencies,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    switch (decision.action) {
      case 'create':
        return await adapter.create(claim, decision.state, signal);
      case 'delete':
        return await adapter.delete(claim, signal);
      case 'pull':
        await inTransaction(db, async tx =>
          adapter.conflicts?.pull(tx, claim, decision.values),
        );
        return {};
      default: {
        const whole = desired.presence === 'present' ? desired.state : {};
        return await adapter.update(claim, decision.changes, whole, signal);
      }
    }
  } catch (error) {
    await outcomes.recordFailure(claim, {
      ...toOperation(decision),
      errorCode: codeOf(error),
    });
    throw error;
  }
}

function toOperation(decision: Step): Operation {
  return {
    operation: decision.action,
    outcome: 'done',
    reason: decision.reason,
    ...('fields' in decision && { fields: decision.fields }),
  };
}

function pushesOf(
  decision: Step,
  gatewayVersion: string | null,
): Record<string, Push> {
  if (decision.action !== 'update') {
    return {};
  }
  return Object.fromEntries(
    Object.entries(decision.fields).map(([field, { from, to }]) => [
      field,
      { desired: to, observed: from, gatewayVersion },
    ]),
  );
}

/** What both sides agree on: our wish, but for what the gateway does not take. */
function agreedState(
  desired: Desired,
  observed: Observed,
  inVain: Record<string, Push>,
) {
  if (desired.presence !== 'present' || observed.presence !== 'present') {
    return null;
  }
  return Object.fromEntries(
    Object.entries(desired.state).filter(([field]) => !(field in inVain)),
  );
}

function codeOf(error: unknown): string {
  if (error instanceof Error) {
    const { kind, code } = error as { kind?: unknown; code?: unknown };
    if (typeof kind === 'string') return kind;
    if (typeof code === 'string') return code;
  }
  return 'internal';
}
