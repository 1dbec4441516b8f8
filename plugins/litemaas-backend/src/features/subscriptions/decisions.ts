import type {
  decisionRequestSchema,
  DecisionResult,
  Plan,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { z } from 'zod';
import { isWithin, limitsOf } from './limits';
import { moved } from './states';
import type { SubscriptionRecord } from './SubscriptionRecord';

/** A decision as it arrives. */
export type Decision = z.output<typeof decisionRequestSchema>;

/** What is to become of one request of a decision. */
export interface Verdict {
  id: string;
  outcome: DecisionResult['results'][number]['outcome'];
  record: SubscriptionRecord | undefined;
  /** To grant: the limits are copied from it now. */
  plan: Plan | undefined;
}

/**
 * Sorts one request of a decision. Nobody decides their own, admins neither; the plan granted is the one asked for, as
 * it is now, or another one of the model with limits that are no higher.
 */
export function sort(
  decision: Decision,
  request: {
    id: string;
    /** Undefined: there is none, or the caller may not know. */
    record: SubscriptionRecord | undefined;
    plans: Map<string, Plan[]>;
    callerRef: string;
  },
): Verdict {
  const { id, record, plans, callerRef } = request;
  const verdict = (outcome: Verdict['outcome'], plan?: Plan): Verdict => ({
    id,
    outcome,
    record,
    plan,
  });
  if (!record) {
    return verdict('not_found');
  }
  if (!moved(record.status, decision.decision)) {
    return verdict('already_decided');
  }
  if (record.requestedBy === callerRef) {
    return verdict('own_request');
  }
  if (decision.decision === 'deny') {
    return verdict('denied');
  }
  const offered = plans.get(record.model.id) ?? [];
  const plan = offered.find(
    one => one.id === (decision.planId ?? record.plan.id),
  );
  if (!decision.planId) {
    return verdict('approved', plan);
  }
  return plan && isWithin(limitsOf(plan), record)
    ? verdict('approved', plan)
    : verdict('failed');
}
