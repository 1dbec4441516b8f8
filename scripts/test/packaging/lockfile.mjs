/** A lock file of Yarn with the entries of another for all that it does not know itself. */
export function mergeLocks(lock, other) {
  const entries = entriesOf(lock);
  const known = new Set(entries.flatMap(descriptorsOf));
  const added = entriesOf(other)
    .filter(entry => !entry.includes('linkType: soft'))
    .map(entry => without(known, entry))
    .filter(Boolean);
  return `${[...entries, ...added].join('\n\n')}\n`;
}

function entriesOf(lock) {
  return lock.trimEnd().split('\n\n');
}

function header(entry) {
  return entry.split('\n')[0];
}

/** The keys of an entry: `"a@npm:^1.0.0, a@npm:^1.2.0":` */
function descriptorsOf(entry) {
  return header(entry)
    .replace(/^"?|"?:$/g, '')
    .split(', ');
}

function without(known, entry) {
  const left = descriptorsOf(entry).filter(key => !known.has(key));
  if (left.length === 0) return undefined;
  return entry.replace(header(entry), `"${left.join(', ')}":`);
}
