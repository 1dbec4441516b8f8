/** `2026-11-24T19:45:01.737000Z`, whole seconds without a fraction: as Prisma rows are printed. */
export function zulu(ms: number | null): string | null {
  return ms === null ? null : `${withMicros(ms)}Z`;
}

/** The same with `+00:00`, as the key routes that serialise themselves print it. */
export function offsetTime(ms: number | null): string | null {
  return ms === null ? null : `${withMicros(ms)}+00:00`;
}

/** `2026-11-24T20:03:10.346+00:00`, as rows of the spend log are printed. */
export function logTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+00:00');
}

/** `2026-11-24 19:46:10 UTC` */
export function plainUtc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `2026-11-24 19:52:07.384000+00:00`, Python's own rendering. */
export function pythonTime(ms: number): string {
  return `${withMicros(ms).replace('T', ' ')}+00:00`;
}

/** `2026-11-24` */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function withMicros(ms: number): string {
  const iso = new Date(ms).toISOString();
  return iso.endsWith('.000Z') ? iso.slice(0, 19) : `${iso.slice(0, 23)}000`;
}
