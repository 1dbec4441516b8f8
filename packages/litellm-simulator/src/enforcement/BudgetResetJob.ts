import type { Knobs } from '../Knobs';
import type { Profile } from '../profile';
import type { Limits } from '../store/rows';
import type { Store } from '../store/Store';
import type { TimeSource } from '../time/SimulatorClock';
import { nextReset } from '../time/durations';

/**
 * Sets what was spent to 0 once a period is over. It runs now and then only, so a reset is late, and it writes to the
 * database only: 1.82.1 goes on refusing until its cached object is renewed.
 */
export class BudgetResetJob {
  private nextRunAt: number;

  constructor(
    private readonly store: Store,
    private readonly clock: TimeSource,
    private readonly knobs: Knobs,
    private readonly profile: Profile,
  ) {
    this.nextRunAt = clock.now() + knobs.resetIntervalMs;
  }

  runIfDue(): void {
    if (this.clock.now() >= this.nextRunAt) {
      this.run();
    }
  }

  /** The interval counts from the last run; called after it was changed. */
  reschedule(): void {
    this.nextRunAt = Math.min(
      this.nextRunAt,
      this.clock.now() + this.knobs.resetIntervalMs,
    );
  }

  run(): void {
    const now = this.clock.now();
    this.nextRunAt = now + this.knobs.resetIntervalMs;
    const { keys, users, teams, budgets, memberships } = this.store;
    for (const table of [keys, users, teams]) {
      for (const row of table.values()) {
        if (this.advance(row, now)) {
          row.spend = 0;
        }
      }
    }
    for (const key of keys.values()) {
      for (const window of key.budget_limits ?? []) {
        if (window.reset_at <= now) {
          window.spend = 0;
          window.reset_at =
            nextReset(window.budget_duration, now, this.profile) ?? Infinity;
        }
      }
    }
    for (const budget of budgets.values()) {
      if (this.advance(budget, now)) {
        const followers = [...memberships.values(), ...keys.values()];
        followers
          .filter(row => row.budget_id === budget.budget_id)
          .filter(row => !('budget_duration' in row && row.budget_duration))
          .forEach(row => {
            row.spend = 0;
          });
      }
    }
    this.store.touch();
  }

  private advance(row: Limits, now: number): boolean {
    if (row.budget_reset_at === null || row.budget_reset_at > now) {
      return false;
    }
    row.budget_reset_at = row.budget_duration
      ? nextReset(row.budget_duration, now, this.profile) ?? null
      : null;
    return true;
  }
}
