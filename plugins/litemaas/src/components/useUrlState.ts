import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** How one field of a page's state is read from and written to the query string. */
export interface UrlField<T> {
  read(values: string[]): T;
  write(value: T): string[];
}

type UrlFields = Record<string, UrlField<unknown>>;
type UrlState<F extends UrlFields> = {
  [Name in keyof F]: F[Name] extends UrlField<infer T> ? T : never;
};

/** Free text; empty when absent. What looks like a key never enters the address. */
export const text: UrlField<string> = {
  read: ([value = '']) => value,
  write: value => (value && !/\bsk-/i.test(value) ? [value] : []),
};

/** One of a few words; the first is the default and stays out of the address. */
export function oneOf<const T extends string>(
  words: readonly [T, ...T[]],
): UrlField<T> {
  return {
    read: ([value]) => words.find(word => word === value) ?? words[0],
    write: value => (value === words[0] ? [] : [value]),
  };
}

/** Any of a few words. */
export function someOf<const T extends string>(
  words: readonly T[],
): UrlField<T[]> {
  return {
    read: values => words.filter(word => values.includes(word)),
    write: value => value,
  };
}

/** Any words, such as names that only the server knows. */
export const words: UrlField<string[]> = {
  read: values => [...new Set(values)],
  write: value => value,
};

/**
 * A page's state, kept in the query string: back works, and a link shows a colleague the same view. Parameters of others
 * are left alone; values that mean nothing read as the default.
 * @param fields - defined outside of the component
 */
export function useUrlState<F extends UrlFields>(
  fields: F,
): {
  state: UrlState<F>;
  /** `replace` for what changes with each keystroke, so that back leaves the field at once. */
  setState(change: Partial<UrlState<F>>, options?: { replace?: boolean }): void;
} {
  const [params, setParams] = useSearchParams();
  const state = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [
          name,
          field.read(params.getAll(name)),
        ]),
      ) as UrlState<F>,
    [fields, params],
  );
  const setState = useCallback(
    (change: Partial<UrlState<F>>, options?: { replace?: boolean }) =>
      setParams(before => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          after.delete(name);
          fields[name]
            .write(value)
            .forEach(written => after.append(name, written));
        }
        return after;
      }, options),
    [fields, setParams],
  );
  return { state, setState };
}
