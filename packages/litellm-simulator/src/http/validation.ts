import { z } from 'zod';
import { ValidationError, type ValidationIssue } from './errors';

/** A number as pydantic takes it: numeric text is accepted. */
export const number = z.preprocess(
  value =>
    typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value))
      ? Number(value)
      : value,
  z.number(),
);

export const integer = z.preprocess(
  value =>
    typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
  z.number().int(),
);

export const optionalText = z.string().nullish();
export const optionalNumber = number.nullish();
export const optionalInteger = integer.nullish();
export const optionalBoolean = z.boolean().nullish();
export const optionalNames = z.array(z.string()).nullish();
export const optionalObject = z.record(z.string(), z.unknown()).nullish();

/** Checks a body or query; what is wrong becomes FastAPI's 422. Unknown members are dropped silently. */
export function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: 'body' | 'query' = 'body',
): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) {
    return result.data;
  }
  throw new ValidationError(
    result.error.issues.map(issue => asPydantic(issue, where, value)),
  );
}

/** A page number or size of a query string. */
export function pageParameter(
  query: Record<string, string>,
  name: string,
  limits: { fallback: number; max?: number },
): number {
  const text = query[name];
  if (text === undefined || text === '') {
    return limits.fallback;
  }
  const loc = ['query', name];
  if (!/^-?\d+$/.test(text)) {
    throw new ValidationError([
      {
        type: 'int_parsing',
        loc,
        msg: 'Input should be a valid integer, unable to parse string as an integer',
        input: text,
      },
    ]);
  }
  const value = Number(text);
  if (value < 1) {
    throw new ValidationError([
      {
        type: 'greater_than_equal',
        loc,
        msg: 'Input should be greater than or equal to 1',
        input: text,
        ctx: { ge: 1 },
      },
    ]);
  }
  if (limits.max !== undefined && value > limits.max) {
    throw new ValidationError([
      {
        type: 'less_than_equal',
        loc,
        msg: `Input should be less than or equal to ${limits.max}`,
        input: text,
        ctx: { le: limits.max },
      },
    ]);
  }
  return value;
}

export function missing(input: unknown, ...loc: string[]): ValidationError {
  return new ValidationError([
    { type: 'missing', loc, msg: 'Field required', input },
  ]);
}

export function bodyError(message: string, input: unknown): ValidationError {
  return new ValidationError([
    {
      type: 'value_error',
      loc: ['body'],
      msg: `Value error, ${message}`,
      input,
      ctx: { error: {} },
    },
  ]);
}

type Issue = z.core.$ZodIssue;

function asPydantic(
  issue: Issue,
  where: string,
  whole: unknown,
): ValidationIssue {
  const loc = [where, ...issue.path.map(part => part as string | number)];
  const { input } = issue;
  if (input === undefined && issue.code !== 'custom') {
    const parent = issue.path.length === 1 ? whole : {};
    return { type: 'missing', loc, msg: 'Field required', input: parent };
  }
  switch (issue.code) {
    case 'invalid_value': {
      const choices = issue.values.map(value => `'${String(value)}'`);
      const expected = `${choices.slice(0, -1).join(', ')} or ${choices.at(
        -1,
      )}`;
      return {
        type: 'enum',
        loc,
        msg: `Input should be ${expected}`,
        input,
        ctx: { expected },
      };
    }
    case 'invalid_type':
      return { ...wrongType(issue.expected, input), loc, input };
    case 'invalid_union':
      return { ...wrongType('object', input), loc, input };
    default:
      return { type: 'value_error', loc, msg: issue.message, input };
  }
}

function wrongType(
  expected: string,
  input: unknown,
): { type: string; msg: string } {
  const text = typeof input === 'string';
  switch (expected) {
    case 'number':
      return text
        ? {
            type: 'float_parsing',
            msg: 'Input should be a valid number, unable to parse string as a number',
          }
        : { type: 'float_type', msg: 'Input should be a valid number' };
    case 'int':
      return text
        ? {
            type: 'int_parsing',
            msg: 'Input should be a valid integer, unable to parse string as an integer',
          }
        : {
            type: 'int_from_float',
            msg: 'Input should be a valid integer, got a number with a fractional part',
          };
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' };
    case 'boolean':
      return {
        type: 'bool_parsing',
        msg: 'Input should be a valid boolean, unable to interpret input',
      };
    case 'record':
    case 'object':
      return { type: 'dict_type', msg: 'Input should be a valid dictionary' };
    default:
      return { type: 'string_type', msg: 'Input should be a valid string' };
  }
}
