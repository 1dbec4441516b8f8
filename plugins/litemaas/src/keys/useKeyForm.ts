import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  useFormats,
  useSubscriptions,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useState } from 'react';
import { litemaasTranslationRef } from '../translation';
import {
  ceilingsOf,
  readKeyForm,
  type KeyFields,
  type KeyForm,
  type KeyFormProblem,
} from './keyForm';

/**
 * A key's form: what is typed, the owner's subscriptions it may choose from, and the first wrong things in words, ours
 * or the portal's.
 */
export function useKeyForm(options: {
  initial: KeyForm;
  owner: string;
  /** The portal's refusal. */
  error: unknown;
}) {
  const { initial, owner, error } = options;
  const [form, setForm] = useState(initial);
  const [problems, setProblems] = useState<Record<string, string>>();
  const words = useProblemWords();
  const subscriptions = useSubscriptions(
    { owner: owner || 'me', status: ['active'], limit: 100 },
    { enabled: owner !== '' },
  ).items;

  const chosen = (subscriptions ?? []).filter(one =>
    form.modelIds.includes(one.model.id),
  );
  const ceilings = ceilingsOf(chosen);
  // What another owner has no subscription for cannot be asked for; it comes back with the owner.
  const modelIds = subscriptions
    ? chosen.map(one => one.model.id)
    : form.modelIds;

  return {
    form: { ...form, modelIds },
    change: (change: Partial<KeyForm>) => setForm({ ...form, ...change }),
    wanted: form.modelIds,
    subscriptions,
    ceilings,
    errors: problems ?? (error ? describeError(error).fields : {}),
    problems,
    /** The fields to send; undefined when something is wrong, which the form then says. */
    read(): KeyFields | undefined {
      const result = readKeyForm({ ...form, modelIds }, ceilings);
      if ('fields' in result) {
        setProblems(undefined);
        return result.fields;
      }
      setProblems(
        Object.fromEntries(
          Object.entries(result.problems).map(([field, problem]) => [
            field,
            words(field, problem),
          ]),
        ),
      );
      return undefined;
    },
  };

  function useProblemWords() {
    const { t } = useTranslationRef(litemaasTranslationRef);
    const formats = useFormats();
    return (field: string, problem: KeyFormProblem): string => {
      switch (problem) {
        case 'nameMissing':
          return t('access.nameMissing');
        case 'budgetTooMuch':
          return t('keys.form.budgetTooMuch', {
            money: formats.limit(String(ceilings.budget?.value ?? 0n)),
            model: ceilings.budget?.title ?? '',
          });
        case 'rateTooMuch': {
          const ceiling = field === 'rpm' ? ceilings.rpm : ceilings.tpm;
          return t('keys.form.rateTooMuch', {
            value: formats.count(ceiling?.value ?? 0),
            model: ceiling?.title ?? '',
          });
        }
        default:
          return t(`keys.form.${problem}`);
      }
    };
  }
}
