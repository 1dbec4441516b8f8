import { z } from 'zod';
import { clauseOf } from '../clauseOf';
import { badRequest, notFound } from './errors';

/** What is wrong, by path: pairs, since a caller may name a field `__proto__`, which no object can be given. */
type Problems = [path: string, sentence: string][];

/** Reads a query or body by its schema; what the schema does not know is a mistake of the caller's. */
export function validate(
  schema: z.ZodType | undefined,
  value: unknown,
  where: 'query' | 'body',
): unknown {
  const parsed = closed(schema ?? z.object({})).safeParse(value, {
    reportInput: true,
  });
  if (!parsed.success) {
    throw invalid(problemsOf(parsed.error, where));
  }
  const problems = nulsIn(parsed.data);
  if (problems.length > 0) {
    throw invalid(problems);
  }
  return parsed.data;
}

/** Reads the parameters of a path; what is no id names nothing. */
export function validateParams(
  schema: z.ZodType | undefined,
  value: unknown,
): unknown {
  const parsed = (schema ?? z.unknown()).safeParse(value);
  if (!parsed.success || nulsIn(parsed.data).length > 0) {
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

function invalid(problems: Problems) {
  const [[path, problem]] = problems;
  return badRequest(
    'request.invalid',
    `The request is not valid: ${path} ${problem}.`,
    Object.fromEntries(problems),
  );
}

/** The first problem of each field. */
function problemsOf(error: z.ZodError, where: string): Problems {
  const problems = new Map<string, string>();
  for (const issue of error.issues) {
    const found: Problems =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => [
            [...issue.path, key].join('.'),
            'is not known here',
          ])
        : [[issue.path.join('.') || where, sentence(issue)]];
    for (const [path, problem] of found) {
      if (!problems.has(path)) {
        problems.set(path, problem);
      }
    }
  }
  return [...problems];
}

/** Zod's message as the rest of a sentence that starts with the field's path. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `must be given (${issue.expected})`;
  }
  return clauseOf(issue.message);
}

/** PostgreSQL keeps no NUL in a text; no field of ours needs one. */
function nulsIn(value: unknown, path: string[] = []): Problems {
  if (typeof value === 'string') {
    return value.includes('\0')
      ? [[path.join('.'), 'must not contain NUL characters']]
      : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    nulsIn(item, [...path, key]),
  );
}
