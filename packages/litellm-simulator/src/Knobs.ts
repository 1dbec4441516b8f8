/**
 * Times that LiteLLM has fixed or hidden, in milliseconds, and what its admin may forbid: to be set by whoever tests.
 *
 * @public
 */
export interface Knobs {
  /** Between a call and its appearance in spend, logs and activity: a random time in this range. */
  flushDelayMs: [number, number];
  /** How long keys, teams and users are believed without a look into the database. */
  authCacheMs: number;
  /** Between two runs of the job that resets budgets. */
  resetIntervalMs: number;
  /**
   * Between an answer and its settlement: until then 1.108.2 holds the budget reserved for the call, and 1.82.1 has not
   * counted its cost against any budget.
   */
  settleMs: [number, number];
  /** How long a statement of the database takes; calls within that time race each other. */
  databaseMs: number;
  /** How long the mock provider takes to answer. */
  providerLatencyMs: number;
  /** `disable_custom_api_keys`: keys are minted here only. 1.82.1 does not know it, and takes any. */
  disableCustomKeys: boolean;
}
