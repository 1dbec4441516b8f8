/** What went wrong, as one sentence for the person at the terminal. Scripts print it and exit with 1. */
export class Problem extends Error {}

/** `12 s`, `2 min 50 s` */
export function seconds(since) {
  const total = Math.round((Date.now() - since) / 1000);
  return total < 60
    ? `${total} s`
    : `${Math.floor(total / 60)} min ${total % 60} s`;
}

/**
 * Runs one step and says what it does, how far it is and how long it took: `  Dependencies · installed · 41 s`.
 * `run` gets `say(howFar)`; what began before, in the background, is timed from `started`. A terminal sees one line that moves,
 * a log sees one line every 15 seconds; both on stderr, since stdout is for what a script answers.
 */
export async function step(title, run, started = Date.now()) {
  const live = process.stderr.isTTY;
  let howFar = '';
  const line = text =>
    [`  ${title}`, text, seconds(started)].filter(Boolean).join(' · ');
  const rewrite = text =>
    process.stderr.write(
      `\r\x1b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}`,
    );
  const timer = setInterval(
    () => (live ? rewrite(line(howFar)) : console.error(line(howFar))),
    live ? 500 : 15_000,
  );
  try {
    const result = await run(text => {
      howFar = text;
    });
    if (live) process.stderr.write('\r\x1b[2K');
    console.error(line(howFar));
    return result;
  } catch (error) {
    if (live) process.stderr.write('\r\x1b[2K');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a script's main function; a Problem ends it with its sentence, anything else with its stack. */
export function main(run) {
  run().catch(error => {
    console.error(`\n${describe(error)}`);
    process.exit(1);
  });
}

function describe(error) {
  if (error instanceof Problem) return error.message;
  if (error.code === 'ENOSPC') {
    return 'The disk is full: free some space and try again.';
  }
  return error.stack ?? String(error);
}
