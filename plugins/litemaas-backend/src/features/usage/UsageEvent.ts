import type {
  Outcome,
  UsageCause,
} from '@litemaas/backstage-plugin-litemaas-common';

/** Why a call was not answered, as the ledger keeps it. Who may raise the limit is found out when somebody reads it. */
export interface StoredCause extends Omit<UsageCause, 'raisedBy'> {
  /**
   * Start of the period of the key's own budget, where that refused the call (ISO 8601): what was used since then the
   * ledger tells when somebody reads it.
   */
  usedSince?: string;
}

/** One call of one of our keys, as the ledger keeps it. */
export interface UsageEvent {
  gatewayId: string;
  /** With the gateway and the start the identity of the event. */
  requestId: string;
  startedAt: Date;
  endedAt: Date | null;
  keyId: string;
  ownerRef: string;
  personRef: string;
  /** Subscription whose budget the call counts on. */
  subscriptionId: string | null;
  /** Of the subscriptions of its owner to its model: whose sums it adds to, also between two of them. */
  budgetId: string | null;
  modelId: string | null;
  modelName: string;
  provider: string;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  costNanos: bigint;
  /** What the gateway counted of it, against its own budgets too. */
  gatewayNanos: bigint;
  latencyMs: number | null;
  outcome: Outcome;
  /** Absent exactly when answered. */
  cause: StoredCause | null;
}
