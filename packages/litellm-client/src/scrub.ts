const LONGEST = 400;
/** A shorter one is no secret, and would tear holes into every text. */
const SHORTEST_SECRET = 8;

// LiteLLM keys and most providers' ("sk-"), bearer values, JWTs, Google and AWS keys.
const CREDENTIALS =
  /\b(?:sk-[^\s"'`,;)}\]]+|bearer\s+[^\s"'`,;)}\]]+|eyJ[\w-]{8,}\.[\w.-]+|AIza[\w-]{20,}|AKIA[A-Z0-9]{12,})/gi;

/**
 * Makes a text of the gateway fit for messages and logs: one line, bounded,
 * without anything that looks like a credential or is one of `secrets`.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) {
      clean = clean.split(secret).join('[secret]');
    }
  }
  clean = clean.replace(CREDENTIALS, '[secret]').replace(/\s+/g, ' ').trim();
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
