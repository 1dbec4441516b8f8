import { z } from 'zod';
import { badRequest, notFound, type Fields } from './errors';

/** Reads a query or body by its schema; what the schema does not know is a mistake of the caller's. */
export function validate(
  schema: z.ZodType | undefined,
  value: unknown,
  where: 'query' | 'body',
): unknown {
  const parsed = closed(schema ?? z.object({})).safeParse(value, {
    reportInput: true,
  });
  const fields = parsed.success
    ? nulFields(parsed.data)
    : issueFields(parsed.error, where);
  const wrong = Object.entries(fields);
  if (wrong.length > 0) {
    const [path, problem] = wrong[0];
    throw badRequest(
      'request.invalid',
      `The request is not valid: ${path} ${problem}.`,
      fields,
    );
  }
  return parsed.data;
}

/** Reads the parameters of a path; what is no id names nothing. */
export function validateParams(
  schema: z.ZodType | undefined,
  value: unknown,
): unknown {
  const parsed = (schema ?? z.unknown()).safeParse(value);
  if (!parsed.success || Object.keys(nulFields(parsed.data)).length > 0) {
    throw nothingHere();
  }
  return parsed.data;
}

/** The answer to an address that names nothing. */
export function nothingHere() {
  return notFound('request.not_found', 'There is nothing at this address.');
}

function closed(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}

function issueFields(error: z.ZodError, where: string): Fields {
  const fields: Fields = {};
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        fields[[...issue.path, key].join('.')] = 'is not known here';
      }
    } else {
      fields[issue.path.join('.') || where] ??= sentence(issue);
    }
  }
  return fields;
}

/** Zod's message as the rest of a sentence that starts with the field's path. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `must be given (${issue.expected})`;
  }
  return issue.message.replace(
    /^(Invalid|Too) (.*)$/s,
    (_, kind, rest) => `is ${kind.toLowerCase()} (${rest})`,
  );
}

/** PostgreSQL keeps no NUL in a text; no field of ours needs one. */
function nulFields(value: unknown, path: string[] = []): Fields {
  if (typeof value === 'string') {
    return value.includes('\0')
      ? { [path.join('.')]: 'must not contain NUL characters' }
      : {};
  }
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, item]) =>
      nulFields(item, [...path, key]),
    ),
  );
}
