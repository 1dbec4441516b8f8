const MAX_LENGTH = 80;

/**
 * What a key is called once another took its place and its name: `name (replaced)`, or the first free
 * `name (replaced 2)`, cut to the length that names may have.
 */
export function replacedName(name: string, taken: string[]): string {
  for (let attempt = 1; ; attempt++) {
    const suffix = attempt === 1 ? ' (replaced)' : ` (replaced ${attempt})`;
    const candidate = name.slice(0, MAX_LENGTH - suffix.length) + suffix;
    if (!taken.includes(candidate)) {
      return candidate;
    }
  }
}
