import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  useSubscriptions,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useState } from 'react';
import { useKeyName } from '../access/useKeyName';
import { litemaasTranslationRef } from '../translation';
import {
  ceilingsOf,
  readKeyForm,
  type KeyFields,
  type KeyForm,
} from './keyForm';

/**
 * A key's form: what is typed over what it starts with, the owner's subscriptions it may choose from, and what is wrong
 * in words, ours or the portal's.
 */
export function useKeyForm(options: {
  /** Without `modelIds` it starts with the owner's newest subscription, without `name` with one after its model. */
  initial: Omit<KeyForm, 'name' | 'modelIds'> & Partial<KeyForm>;
  owner: string;
  /** The portal's refusal. */
  error: unknown;
}) {
  const { initial, owner, error } = options;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [typed, setTyped] = useState<Partial<KeyForm>>({});
  const [problems, setProblems] = useState<Record<string, string>>();
  const subscriptions = useSubscriptions(
    { owner: owner || 'me', status: ['active'], limit: 100 },
    { enabled: owner !== '' },
  ).items;

  const newest = subscriptions?.slice(0, 1).map(one => one.model.id);
  const wanted = typed.modelIds ?? initial.modelIds ?? newest ?? [];
  // What another owner has no subscription for cannot be asked for; it comes back with the owner.
  const chosen = (subscriptions ?? []).filter(one =>
    wanted.includes(one.model.id),
  );
  const suggested = useKeyName(
    initial.name === undefined ? chosen[0]?.model.name : undefined,
    owner || 'me',
  );
  const form: KeyForm = {
    name: suggested ?? '',
    ...initial,
    ...typed,
    modelIds: subscriptions ? chosen.map(one => one.model.id) : wanted,
  };

  return {
    form,
    change: (change: Partial<KeyForm>) =>
      setTyped(before => ({ ...before, ...change })),
    wanted,
    subscriptions,
    ceilings: ceilingsOf(chosen),
    errors: problems ?? (error ? describeError(error).fields : {}),
    problems,
    /** The fields to send; undefined when something is wrong, which the form then says. */
    read(): KeyFields | undefined {
      const result = readKeyForm(form);
      if ('fields' in result) {
        setProblems(undefined);
        return result.fields;
      }
      setProblems(
        Object.fromEntries(
          Object.entries(result.problems).map(([field, problem]) => [
            field,
            problem === 'nameMissing'
              ? t('access.nameMissing')
              : t(`keys.form.${problem}`),
          ]),
        ),
      );
      return undefined;
    },
  };
}
