import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  FormError,
  useFormats,
  useMe,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  Form,
  FormGroup,
  TextInput,
  type FormProps,
} from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../components/Dialog';
import { FieldHelp } from '../components/FieldHelp';
import { useFocusFirstError } from '../components/useFocusFirstError';
import { ModelId } from '../models/ModelId';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';
import { endOfDayIn, ExpiryField } from './ExpiryField';
import { IssueKey, type IssueKeyForm } from './IssueKey';
import { OwnerField } from './OwnerField';
import { PlanCards } from './PlanCards';
import { useKeyName } from './useKeyName';
import { usePlanWords } from './usePlanWords';

const DEFAULT_DAYS = 90;

/** One page, defaults filled: subscribes to a public model, and creates a key for it. */
export function GetKeyDialog(props: { model: Model; onClose: () => void }) {
  return (
    <IssueKey onClose={props.onClose}>
      {form => <GetKeyForm model={props.model} {...form} />}
    </IssueKey>
  );
}

function GetKeyForm(props: IssueKeyForm & { model: Model }) {
  const { model, isSending, error, onSubmit, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe();
  const [chosenOwner, setOwner] = useState<string>();
  const owner = chosenOwner ?? me.data?.person.entityRef ?? '';
  const suggested = useKeyName(model.name, owner || 'me');
  const [typedName, setName] = useState<string>();
  const name = typedName ?? suggested ?? '';
  const [planId, setPlanId] = useState(model.plans[0]?.id ?? '');
  const [expiresAt, setExpiresAt] = useState(() => endOfDayIn(DEFAULT_DAYS));
  const [refused, setRefused] = useState<Record<string, string>>();

  const description = error ? describeError(error) : undefined;
  const fields = refused ?? description?.fields ?? {};
  const form = useFocusFirstError(refused ?? error);

  const submit: FormProps['onSubmit'] = event => {
    event.preventDefault();
    if (!name.trim()) {
      setRefused({ name: t('access.nameMissing') });
      return undefined;
    }
    setRefused(undefined);
    return onSubmit({
      name: name.trim(),
      ownerRef: owner || undefined,
      modelIds: [model.id],
      subscribe: { planId: planId || undefined },
      expiresAt,
    });
  };

  return (
    <Dialog
      title={t('access.getKey.title', { model: model.title })}
      description={<ModelId name={model.name} />}
      onClose={isSending ? undefined : onClose}
      initialFocus="#litemaas-key-name"
      footer={
        <>
          <Button
            form="litemaas-get-key"
            type="submit"
            isLoading={isSending}
            isDisabled={isSending}
          >
            {t('access.getKey.submit')}
          </Button>
          <Button variant="link" onClick={onClose} isDisabled={isSending}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-get-key" ref={form} onSubmit={submit} noValidate>
        <OwnerField value={owner} onChange={setOwner} error={fields.ownerRef} />
        <FormGroup
          label={t('access.field.name')}
          fieldId="litemaas-key-name"
          isRequired
        >
          <TextInput
            id="litemaas-key-name"
            value={name}
            maxLength={80}
            isRequired
            validated={fields.name ? 'error' : 'default'}
            aria-describedby="litemaas-key-name-help"
            onChange={(_event, value) => setName(value)}
          />
          <FieldHelp id="litemaas-key-name-help" error={fields.name} />
        </FormGroup>
        <Terms
          model={model}
          planId={planId}
          onPlan={setPlanId}
          expiresAt={expiresAt}
          onExpiry={setExpiresAt}
          fields={fields}
        />
        {description &&
          (description.kind === 'unreachable' ? (
            <FormError title={t('access.getKey.noAnswer')} error={error}>
              {t('access.getKey.noAnswerBody')}
            </FormError>
          ) : (
            Object.keys(description.fields).length === 0 && (
              <FormError title={t('access.getKey.failed')} error={error} />
            )
          ))}
      </Form>
    </Dialog>
  );
}

/** Plan and expiry in one line; *Change* opens both. A refusal of either opens them by itself. */
function Terms(props: {
  model: Model;
  planId: string;
  onPlan(planId: string): void;
  expiresAt: string;
  onExpiry(expiresAt: string): void;
  fields: Record<string, string>;
}) {
  const { model, planId, expiresAt, fields } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const words = usePlanWords();
  const [changing, setChanging] = useState(false);
  const choices = useRef<HTMLDivElement>(null);
  const plan = model.plans.find(one => one.id === planId);
  const planError = fields.planId;
  // Change is gone when what it opens is there.
  useEffect(() => {
    if (changing) {
      choices.current?.querySelector<HTMLElement>('input:checked')?.focus();
    }
  }, [changing]);

  if (changing || planError || fields.expiresAt) {
    return (
      <div ref={choices} className={classes.terms}>
        <PlanCards
          plans={model.plans}
          value={planId}
          onChange={props.onPlan}
          error={planError}
        />
        <ExpiryField
          value={expiresAt}
          onChange={props.onExpiry}
          error={fields.expiresAt}
        />
      </div>
    );
  }
  const day = formats.fullDay(expiresAt);
  return (
    <div className={classes.planLine}>
      <span>
        {plan
          ? t('access.planLine', {
              plan: plan.title,
              limit: words.money(plan),
              day,
            })
          : t('access.expiresLine', { day })}
      </span>
      <Button variant="link" isInline onClick={() => setChanging(true)}>
        {t('access.change')}
      </Button>
    </div>
  );
}
