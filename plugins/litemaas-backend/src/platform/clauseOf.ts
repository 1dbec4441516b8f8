/** Zod's own words about a value, as the rest of a sentence that begins with its name: `is too small (expected …)`. */
export function clauseOf(message: string): string {
  const words = /^(Invalid|Too \w+)(?: ([^:]+))?(?:: (.*))?$/s.exec(message);
  if (!words) {
    return message;
  }
  const [, how, what, why] = words;
  return `is ${how.toLowerCase()} (${why ?? what})`;
}
