/** Zod's own words about a value, as the rest of a sentence that begins with its name. */
export function clauseOf(message: string): string {
  return message.replace(
    /^(Invalid|Too) (.*)$/s,
    (_, kind, rest) => `is ${kind.toLowerCase()} (${rest})`,
  );
}
