import { stripVTControlCharacters } from 'node:util';

/** What a phase that has no counts of its own comes to. */
export const ONE_PASSED = { passed: 1, failed: 0, skipped: 0 };
export const ONE_FAILED = { passed: 0, failed: 1, skipped: 0 };

export const sum = counts =>
  counts.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** `N passed, N failed, N skipped`: the last line of every test command here. */
export const countsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Reads that line from the end of an output; undefined if it is not there. */
export function countsIn(output) {
  const match = output
    .trimEnd()
    .split('\n')
    .at(-1)
    .match(/^(\d+) passed, (\d+) failed, (\d+) skipped$/);
  if (!match) return undefined;
  const [passed, failed, skipped] = match.slice(1).map(Number);
  return { passed, failed, skipped };
}

/** The last lines of an output, as many as a person reads. */
export function excerpt(output, lines = 80) {
  const all = stripVTControlCharacters(output).trimEnd().split('\n');
  const cut = all.length - lines;
  return [
    ...(cut > 0 ? [`… ${cut} lines before these are in the log`] : []),
    ...all.slice(-lines),
  ].join('\n');
}
