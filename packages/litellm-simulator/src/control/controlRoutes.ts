import { z } from 'zod';
import type { Gateway } from '../Gateway';
import { recordHistory } from '../history/recordHistory';
import type { CallCounters } from '../http/CallCounters';
import type { Door } from '../http/Door';
import type { Route } from '../http/Route';
import { check, integer, number } from '../http/validation';

const range = z.tuple([number, number]);

const knobsRequest = z.object({
  flushDelayMs: range.optional(),
  authCacheMs: number.optional(),
  resetIntervalMs: number.optional(),
  settleMs: range.optional(),
  databaseMs: number.optional(),
  providerLatencyMs: number.optional(),
  disableCustomKeys: z.boolean().optional(),
});

const faultsRequest = z.object({
  down: z.enum(['reset', '503']).nullable().optional(),
  databaseDown: z.boolean().optional(),
  databaseTimeoutMs: number.optional(),
  latencyMs: number.optional(),
});

const routeFaultRequest = z.object({
  route: z.string(),
  count: integer.default(1),
  status: integer.optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  timeoutAfterEffect: z.boolean().optional(),
  delayMs: number.optional(),
});

const LEAVE_MS = 20;

/** What a real gateway has not: `/simulator/*`, for those who have the master key. Never counted, never broken. */
export function controlRoutes(
  gateway: Gateway,
  counters: CallCounters,
  door: Door,
): Route[] {
  const { cache, clock, faults, knobs, resets, spend, store } = gateway;
  const route = (
    method: Route['method'],
    name: string,
    handle: Route['handle'],
  ): Route => ({ method, path: `/simulator/${name}`, access: 'admin', handle });
  return [
    route('get', 'state', () => ({
      version: gateway.profile.version,
      now: new Date(clock.now()).toISOString(),
      clockOffsetMs: clock.offset,
      knobs,
      faults: faults.describe(),
      rows: {
        keys: store.keys.size,
        users: store.users.size,
        teams: store.teams.size,
        models: gateway.models.all().length,
        logs: store.logs.length,
      },
    })),
    route('post', 'knobs', ({ body }) => {
      Object.assign(knobs, check(knobsRequest, body));
      resets.reschedule();
      return knobs;
    }),
    route('post', 'faults', ({ body }) => {
      Object.assign(faults, check(faultsRequest, body));
      return faults.describe();
    }),
    route('post', 'faults/route', ({ body }) => {
      faults.add(check(routeFaultRequest, body));
      return faults.describe();
    }),
    route('post', 'refuse', ({ body }) => {
      const { forMs } = check(z.object({ forMs: number }), body);
      // the answer to this call leaves first
      setTimeout(() => door.close(), LEAVE_MS);
      setTimeout(() => door.open(), LEAVE_MS + forMs);
      return { forMs };
    }),
    route('delete', 'faults', () => {
      faults.clear();
      return faults.describe();
    }),
    route('post', 'clock', ({ body }) => {
      const { advanceMs } = check(z.object({ advanceMs: number }), body);
      clock.advance(advanceMs);
      spend.flushIfDue();
      resets.runIfDue();
      return { now: new Date(clock.now()).toISOString() };
    }),
    route('post', 'flush', () => {
      spend.flush();
      return {};
    }),
    route('post', 'reset-budgets', () => {
      resets.run();
      return {};
    }),
    route('post', 'forget-cache', () => {
      cache.clear();
      return {};
    }),
    route('get', 'counters', () => counters.all()),
    route('delete', 'counters', () => {
      counters.clear();
      return {};
    }),
    route('post', 'calls', ({ body }) => recordHistory(gateway, body)),
  ];
}
