import { z } from 'zod';

/** @public */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [name: string]: JsonValue };

/** @public */
export type JsonObject = { [name: string]: JsonValue };

/**
 * Names of models that a key, user or team may call. Never empty: LiteLLM
 * reads `[]` as all models. None is {@link NO_MODELS}.
 *
 * @public
 */
export type ModelNames = readonly [string, ...string[]];

/** No model at all. @public */
export const NO_MODELS: ModelNames = ['no-default-models'];

/** Every model of the gateway. @public */
export const ALL_MODELS: ModelNames = ['all-proxy-models'];

/**
 * A length of time as LiteLLM reads it. As a budget's period it ends at
 * calendar boundaries in UTC: `7d` on Mondays, `30d` and `1mo` on the first.
 *
 * @public
 */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd' | 'mo'}`;

/** An identifier: must be there. */
export const id = z.string().min(1);

/** Absent, null and "" are the same: not set. A wrong type too. */
export const text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform(value => value || undefined);

/** Hangs access on it: a wrong type is not "not set". */
export const strictText = z
  .string()
  .nullish()
  .transform(value => value || undefined);

/** A number that only informs. */
export const number = z
  .number()
  .nullish()
  .catch(undefined)
  .transform(value => value ?? undefined);

/** A limit: null is no limit, a wrong type is not. */
export const limit = z
  .number()
  .nullish()
  .transform(value => value ?? undefined);

/** An amount of money or a count that is 0 when LiteLLM leaves it out. */
export const amount = z
  .number()
  .nullish()
  .transform(value => value ?? 0);

/** `blocked`: null is false. */
export const flag = z
  .boolean()
  .nullish()
  .transform(value => value ?? false);

export const boolean = z
  .boolean()
  .nullish()
  .catch(undefined)
  .transform(value => value ?? undefined);

export const object = z
  .record(z.string(), z.json())
  .nullish()
  .catch(undefined)
  .transform((value): JsonObject => value ?? {});

export const texts = z
  .array(z.string())
  .nullish()
  .catch(undefined)
  .transform(value => value ?? []);

/** As `texts`, where an empty list opens something: must be there. */
export const strictTexts = z.array(z.string());

const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/** ISO 8601 in UTC, milliseconds, `Z`. Without a zone LiteLLM means UTC. */
export function toUtc(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  const date = new Date(ZONE.test(value) ? value : `${value}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A time that only informs: what cannot be read is not set. */
export const time = z
  .string()
  .nullish()
  .catch(undefined)
  .transform(value => toUtc(value));

/** A time that access or money hangs on: what cannot be read is an error. */
export const strictTime = z
  .string()
  .nullish()
  .transform((value, context) => {
    const utc = toUtc(value);
    if (value && !utc) {
      context.addIssue({ code: 'custom', message: 'not a time' });
    }
    return utc;
  });

/** Rows read one by one: a bad one costs itself, not the list. */
export function rows<S extends z.ZodType>(schema: S) {
  return z.array(z.unknown()).transform(list => {
    const items: z.output<S>[] = [];
    for (const row of list) {
      const parsed = schema.safeParse(row);
      if (parsed.success) items.push(parsed.data);
    }
    return { items, dropped: list.length - items.length };
  });
}
