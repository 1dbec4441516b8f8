import { basename } from 'node:path';
import type { run } from 'node:test';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(parts: Counts[]): Counts {
  return parts.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
    }),
    NONE,
  );
}

/** Says each case that failed, and counts all; says nothing of what was stopped. */
export async function report(
  events: ReturnType<typeof run>,
  stopped: AbortSignal,
): Promise<Counts> {
  const counts = { ...NONE };
  for await (const event of events) {
    if (event.type === 'test:pass') {
      const { details, skip, todo } = event.data;
      if (details.type === 'suite') continue;
      if (skip !== undefined || todo !== undefined) counts.skipped += 1;
      else counts.passed += 1;
    }
    if (event.type === 'test:fail') {
      const { name, file, details } = event.data;
      const { failureType, cause, message } = details.error as Error & {
        failureType?: string;
      };
      // Its cases have been told already.
      if (failureType === 'subtestsFailed') continue;
      counts.failed += 1;
      if (stopped.aborted) continue;
      const where = file ? basename(file, '.contract.ts') : 'contract';
      console.log(`FAILED ${where}: ${name}\n${indented(cause ?? message)}`);
    }
    if (event.type === 'test:stderr' || event.type === 'test:stdout') {
      process.stdout.write(event.data.message);
    }
  }
  return counts;
}

function indented(cause: unknown): string {
  const text = cause instanceof Error ? cause.stack ?? cause.message : cause;
  return String(text).replace(/^/gm, '    ');
}
