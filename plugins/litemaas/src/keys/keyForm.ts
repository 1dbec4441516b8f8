import {
  nanosToUsd,
  usdToNanos,
  type Key,
  type Period,
  type Subscription,
} from '@litemaas/backstage-plugin-litemaas-common';

/** What stands in the fields of a key's form; numbers as they are typed. */
export interface KeyForm {
  name: string;
  purpose: string;
  modelIds: string[];
  budget: string;
  period: Period;
  rpm: string;
  tpm: string;
  expiresAt: string;
}

/** The lowest limit among the chosen subscriptions' plans, and whose it is. */
export interface Ceiling<T> {
  value: T;
  subscription: Subscription;
}

export interface Ceilings {
  budget?: Ceiling<bigint>;
  rpm?: Ceiling<number>;
  tpm?: Ceiling<number>;
}

/** What the portal takes of the form, apart from the owner. */
export interface KeyFields {
  name: string;
  modelIds: string[];
  budgetNanos: string | null;
  period: Period;
  rpm: number | null;
  tpm: number | null;
  expiresAt: string;
}

export type KeyFormProblem =
  | 'nameMissing'
  | 'modelsMissing'
  | 'budgetWrong'
  | 'rateWrong';

const AMOUNT = /^\d{1,9}([.,]\d{1,9})?$/;
const WHOLE = /^[1-9]\d{0,8}$/;
const CENT = 10_000_000n;

/** The form of an existing key. */
export function formOf(key: Key): KeyForm {
  return {
    name: key.name,
    purpose: key.purpose ?? '',
    modelIds: key.models.map(model => model.id),
    budget: key.budgetNanos ? String(nanosToUsd(BigInt(key.budgetNanos))) : '',
    period: key.period,
    rpm: key.rpm === null ? '' : String(key.rpm),
    tpm: key.tpm === null ? '' : String(key.tpm),
    expiresAt: key.expiresAt ?? '',
  };
}

// Budgets of different periods compare by what they let through in a month.
const TIMES_A_MONTH: Record<Period, bigint> = { day: 31n, week: 5n, month: 1n };

/** What to expect of the portal, which has the last word. */
export function ceilingsOf(subscriptions: Subscription[]): Ceilings {
  return {
    budget: lowest(subscriptions, one =>
      one.budgetNanos === null
        ? null
        : BigInt(one.budgetNanos) * TIMES_A_MONTH[one.period],
    ),
    rpm: lowest(subscriptions, one => one.rpm),
    tpm: lowest(subscriptions, one => one.tpm),
  };
}

function lowest<T extends number | bigint>(
  subscriptions: Subscription[],
  limitOf: (subscription: Subscription) => T | null,
): Ceiling<T> | undefined {
  return subscriptions.reduce<Ceiling<T> | undefined>((least, one) => {
    const value = limitOf(one);
    return value !== null && (!least || value < least.value)
      ? { value, subscription: one }
      : least;
  }, undefined);
}

/**
 * Reads the form, or says what is wrong with which field. Maximums are the portal's to judge: it knows the plans as they
 * are now, and what a budget means in another period.
 */
export function readKeyForm(
  form: KeyForm,
):
  | { fields: KeyFields }
  | { problems: Partial<Record<keyof KeyFields, KeyFormProblem>> } {
  const problems: Partial<Record<keyof KeyFields, KeyFormProblem>> = {};
  const budgetNanos = readBudget();
  const rpm = readRate('rpm');
  const tpm = readRate('tpm');
  if (!form.name.trim()) {
    problems.name = 'nameMissing';
  }
  if (form.modelIds.length === 0) {
    problems.modelIds = 'modelsMissing';
  }
  return Object.keys(problems).length
    ? { problems }
    : {
        fields: {
          name: form.name.trim(),
          modelIds: form.modelIds,
          budgetNanos,
          period: form.period,
          rpm,
          tpm,
          expiresAt: form.expiresAt,
        },
      };

  function readBudget(): string | null {
    const text = form.budget.trim().replace(',', '.');
    if (!text) {
      return null;
    }
    const nanos = AMOUNT.test(text) ? usdToNanos(Number(text)) : 0n;
    if (nanos < CENT) {
      problems.budgetNanos = 'budgetWrong';
    }
    return String(nanos);
  }

  function readRate(field: 'rpm' | 'tpm'): number | null {
    const text = form[field].trim();
    if (!text) {
      return null;
    }
    if (!WHOLE.test(text)) {
      problems[field] = 'rateWrong';
    }
    return Number(text);
  }
}
