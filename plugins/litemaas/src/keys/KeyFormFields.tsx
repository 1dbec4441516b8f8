import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  periodSchema,
  type Subscription,
} from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { Checkbox, FormGroup, TextInput } from '@patternfly/react-core';
import { ExpiryField } from '../access/ExpiryField';
import { usePlanWords } from '../access/usePlanWords';
import { FieldHelp } from '../components/FieldHelp';
import { OneSelect } from '../components/OneSelect';
import { litemaasTranslationRef } from '../translation';
import type { Ceilings, KeyForm } from './keyForm';
import classes from './keys.module.css';

type Errors = Record<string, string | undefined>;

interface FieldsProps {
  form: KeyForm;
  onChange(change: Partial<KeyForm>): void;
  errors: Errors;
}

/** Name and purpose. */
export function NameFields(props: FieldsProps) {
  const { form, onChange, errors } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <div className={classes.pair}>
      <TextField
        id="litemaas-key-name"
        label={t('access.field.name')}
        value={form.name}
        maxLength={80}
        isRequired
        error={errors.name}
        onChange={name => onChange({ name })}
      />
      <TextField
        id="litemaas-key-purpose"
        label={t('keys.form.purpose')}
        value={form.purpose}
        maxLength={500}
        error={errors.purpose}
        help={t('keys.form.purposeHelp')}
        onChange={purpose => onChange({ purpose })}
      />
    </div>
  );
}

/** The owner's models to tick. */
export function ModelFields(
  props: FieldsProps & {
    subscriptions: Subscription[] | undefined;
    /** Titles of models that fell out when the owner changed. */
    dropped: string[];
  },
) {
  const { form, onChange, errors, subscriptions, dropped } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <FormGroup
      role="group"
      label={t('keys.form.models')}
      fieldId="litemaas-key-models"
      isRequired
    >
      <div className={classes.models}>
        {subscriptions?.map(({ model }) => (
          <Checkbox
            key={model.id}
            id={`litemaas-key-model-${model.id}`}
            label={model.title}
            isChecked={form.modelIds.includes(model.id)}
            isValid={!errors.modelIds}
            aria-invalid={Boolean(errors.modelIds)}
            onChange={(_event, checked) =>
              onChange({
                modelIds: checked
                  ? [...form.modelIds, model.id]
                  : form.modelIds.filter(id => id !== model.id),
              })
            }
          />
        ))}
      </div>
      <FieldHelp
        error={errors.modelIds}
        help={
          subscriptions?.length === 0
            ? t('keys.form.noModels')
            : t('keys.form.modelsHelp')
        }
      />
      {dropped.length > 0 && (
        <FieldHelp
          help={t('keys.form.dropped', { models: formats.list(dropped) })}
        />
      )}
    </FormGroup>
  );
}

/** Money, rates and expiry, each with its maximum and where that comes from. */
export function LimitFields(props: FieldsProps & { ceilings: Ceilings }) {
  const { form, onChange, errors, ceilings } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const planWords = usePlanWords();
  const rateHelp = (ceiling: Ceilings['rpm']) =>
    ceiling &&
    t('keys.form.rateMax', {
      value: formats.count(ceiling.value),
      plan: ceiling.subscription.plan.title,
      model: ceiling.subscription.model.title,
    });
  return (
    <>
      <div className={classes.limits}>
        <TextField
          id="litemaas-key-budget"
          label={t('keys.form.budget')}
          value={form.budget}
          inputMode="decimal"
          error={errors.budgetNanos}
          help={
            ceilings.budget
              ? t('keys.form.budgetMax', {
                  limit: planWords.money(ceilings.budget.subscription),
                  plan: ceilings.budget.subscription.plan.title,
                  model: ceilings.budget.subscription.model.title,
                })
              : form.modelIds.length > 0 && t('keys.form.budgetHelp')
          }
          onChange={budget => onChange({ budget })}
        />
        <FormGroup label={t('keys.form.period')} fieldId="litemaas-key-period">
          <OneSelect
            id="litemaas-key-period"
            label={t('keys.form.period')}
            isFullWidth
            value={form.period}
            onChange={period => onChange({ period })}
            options={periodSchema.options.map(period => ({
              value: period,
              label: t(`keys.form.periods.${period}`),
            }))}
          />
        </FormGroup>
        <TextField
          id="litemaas-key-rpm"
          label={t('keys.form.rpm')}
          value={form.rpm}
          inputMode="numeric"
          error={errors.rpm}
          help={rateHelp(ceilings.rpm)}
          onChange={rpm => onChange({ rpm })}
        />
        <TextField
          id="litemaas-key-tpm"
          label={t('keys.form.tpm')}
          value={form.tpm}
          inputMode="numeric"
          error={errors.tpm}
          help={rateHelp(ceilings.tpm)}
          onChange={tpm => onChange({ tpm })}
        />
      </div>
      <ExpiryField
        value={form.expiresAt}
        onChange={expiresAt => onChange({ expiresAt })}
        error={errors.expiresAt}
      />
    </>
  );
}

function TextField(props: {
  id: string;
  label: string;
  value: string;
  onChange(value: string): void;
  error?: string;
  help?: string | false;
  maxLength?: number;
  isRequired?: boolean;
  inputMode?: 'decimal' | 'numeric';
}) {
  const { id, label, error, help, isRequired, onChange, ...input } = props;
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      <TextInput
        {...input}
        id={id}
        isRequired={isRequired}
        validated={error ? 'error' : 'default'}
        aria-describedby={`${id}-help`}
        onChange={(_event, value) => onChange(value)}
      />
      <FieldHelp id={`${id}-help`} error={error} help={help || undefined} />
    </FormGroup>
  );
}
