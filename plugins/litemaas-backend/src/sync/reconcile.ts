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
  const run = { ...dependencies, claim, adapter, signal };
  let pushes = claim.pushes;
  for (let count = 0; count < STEPS; count++) {
    const tried = await step(run, pushes);
    if (tried === 'done') {
      return;
    }
    pushes = tried;
  }
  const { db, clock, outcomes } = dependencies;
  const later = new Date(clock.now().getTime() + QUARREL_PAUSE_MS);
  await inTransaction(db, tx => outcomes.recheck(tx, claim, later));
}

interface Run extends ReconcileDependencies {
  claim: Claim;
  adapter: ExternalResource;
  signal: AbortSignal;
}

/** Reads both sides and does one thing. Answers what was pushed so far, or that the run is over. */
async function step(
  run: Run,
  pushes: Record<string, Push>,
): Promise<Record<string, Push> | 'done'> {
  const { adapter, claim, db, outcomes, signal, gatewayVersion } = run;
  const desired = await adapter.desired(claim);
  if (desired.presence === 'ignored') {
    const { base, remoteId } = claim;
    await inTransaction(db, tx =>
      outcomes.agreed(tx, claim, { base, remoteId, pushes: {} }),
    );
    return 'done';
  }
  const observed = await adapter.observe(claim, signal);
  const decision = decide({
    desired,
    observed,
    object: { base: claim.base, pushes },
    adapter,
    gatewayVersion: gatewayVersion(),
  });
  switch (decision.action) {
    case 'agree':
      await agree(run, desired, observed, decision.pushes);
      return 'done';
    case 'park':
      await inTransaction(db, tx =>
        outcomes.park(tx, claim, {
          code: decision.code,
          message: decision.reason,
        }),
      );
      return 'done';
    default:
      return take(run, decision, desired, pushes);
  }
}

async function agree(
  { adapter, claim, clock, db, outcomes }: Run,
  desired: Desired,
  observed: Observed,
  pushes: Record<string, Push>,
): Promise<void> {
  await inTransaction(db, async tx => {
    await adapter.confirmed(tx, claim, observed, clock.now());
    await outcomes.agreed(tx, claim, {
      base: agreedState(desired, observed, pushes),
      remoteId: observed.presence === 'present' ? observed.remoteId : null,
      pushes,
    });
  });
}

type Step = Exclude<Decision, { action: 'agree' | 'park' }>;

/** Does the one thing and notes it. A failure is on record too, since of a write nothing may be known. */
async function take(
  run: Run,
  decision: Step,
  desired: Desired,
  before: Record<string, Push>,
): Promise<Record<string, Push> | 'done'> {
  const { claim, clock, db, outcomes, gatewayVersion } = run;
  let result: StepResult;
  try {
    result = await call(run, decision, desired);
  } catch (error) {
    await outcomes.recordFailure(claim, {
      ...toOperation(decision),
      errorCode: codeOf(error),
    });
    throw error;
  }
  const pushes = { ...before, ...pushesOf(decision, gatewayVersion()) };
  const { recheckAt, remoteId } = result;
  const later = recheckAt && recheckAt > clock.now() ? recheckAt : undefined;
  await inTransaction(db, async tx => {
    await outcomes.stepped(tx, claim, toOperation(decision), {
      remoteId,
      pushes,
    });
    if (later) {
      await outcomes.recheck(tx, claim, later);
    }
  });
  return later ? 'done' : pushes;
}

async function call(
  { adapter, claim, db, signal }: Run,
  decision: Step,
  desired: Desired,
): Promise<StepResult> {
  switch (decision.action) {
    case 'create':
      return adapter.create(claim, decision.state, signal);
    case 'delete':
      return adapter.delete(claim, signal);
    case 'pull':
      await inTransaction(db, async tx =>
        adapter.conflicts?.pull(tx, claim, decision.values),
      );
      return {};
    default: {
      const whole = desired.presence === 'present' ? desired.state : {};
      return adapter.update(claim, decision.changes, whole, signal);
    }
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
