import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { HumanDuration } from '@backstage/types';
import type { Features } from './compose';

/** Work that comes again. Each is idempotent, resumable, and harmless when a stranger triggers it. */
interface Task {
  id: string;
  /** `local`: every replica; `global`: one at a time. */
  scope: 'local' | 'global';
  every: HumanDuration;
  run(signal: AbortSignal): Promise<unknown>;
}

/** Every scheduled task, in one list. */
function tasksOf(features: Features): Task[] {
  const { enforcement, idempotency, ingest, janitor } = features;
  const { keyBudgets, keyDeadlines, litellm, modelImport } = features;
  const { notifier, partitions, resealing, subscriptions, worker } = features;
  return [
    {
      id: 'drain',
      scope: 'local',
      every: { seconds: 2 },
      run: signal => worker.drain(signal),
    },
    {
      id: 'health',
      scope: 'local',
      every: { seconds: 10 },
      run: signal => litellm.probe(signal),
    },
    {
      id: 'ingest',
      scope: 'global',
      every: { seconds: 5 },
      run: async signal => {
        await ingest.run(signal);
        await enforcement.run();
        await keyBudgets.enforce();
      },
    },
    {
      id: 'notify',
      scope: 'global',
      every: { seconds: 10 },
      run: () => notifier.send(),
    },
    {
      id: 'partitions',
      scope: 'global',
      every: { hours: 12 },
      run: () => partitions(),
    },
    {
      id: 'import-models',
      scope: 'global',
      every: { seconds: 30 },
      run: async signal => {
        if (await litellm.isReady(signal)) {
          await modelImport.run(signal);
        }
      },
    },
    {
      id: 'free-claims',
      scope: 'global',
      every: { seconds: 15 },
      run: () => janitor.run(),
    },
    {
      id: 'expire',
      scope: 'global',
      every: { seconds: 30 },
      run: async () => {
        await subscriptions.expireDue();
        await keyDeadlines.expireDue();
      },
    },
    {
      id: 'erase',
      scope: 'global',
      every: { minutes: 10 },
      run: async () => {
        await keyDeadlines.eraseUndelivered();
        await idempotency.eraseExpired();
        await janitor.eraseOld();
        await resealing();
      },
    },
  ];
}

/** Schedules them all. */
export async function scheduleTasks(
  scheduler: SchedulerService,
  features: Features,
): Promise<void> {
  for (const { id, scope, every, run } of tasksOf(features)) {
    await scheduler.scheduleTask({
      id,
      scope,
      frequency: every,
      timeout: { minutes: 5 },
      fn: async signal => {
        await run(signal);
      },
    });
  }
}
