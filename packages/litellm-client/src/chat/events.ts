/** The `data:` of each server-sent event, in order, from pieces cut anywhere. */
export async function* readEvents(
  pieces: AsyncIterable<string>,
): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    rest += piece;
    const events = rest.split(/\r?\n\r?\n/);
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = dataOf(event);
      if (data !== undefined) yield data;
    }
  }
  // What follows the last blank line is an event cut off: not read.
}

function dataOf(event: string): string | undefined {
  const lines = event
    .split(/\r?\n/)
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice('data:'.length).trimStart());
  return lines.length > 0 ? lines.join('\n') : undefined;
}
