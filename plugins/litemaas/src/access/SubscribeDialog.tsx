import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type {
  Model,
  ModelDetail,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  FormError,
  useFormats,
  useMe,
  useModel,
  useSubscribe,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  Form,
  FormGroup,
  TextArea,
  type FormProps,
} from '@patternfly/react-core';
import { useState } from 'react';
import { Dialog } from '../components/Dialog';
import { FieldHelp } from '../components/FieldHelp';
import { useFocusFirstError } from '../components/useFocusFirstError';
import { ModelId } from '../models/ModelId';
import { useModelWords } from '../models/useModelWords';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';
import { OwnerField } from './OwnerField';
import { PlanCards } from './PlanCards';
import { useIdempotencyKey } from './useIssueKey';

const TOAST_MS = 8_000;

/** One page: owner, plan, reason, and who will decide. */
export function SubscribeDialog(props: { model: Model; onClose: () => void }) {
  const { model, onClose } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const toastApi = useApi(toastApiRef);
  const detail = useModel(model.id).data;
  const words = useModelWords();
  const outcome = useOutcomeWords();
  const me = useMe();
  const subscribe = useSubscribe();
  const idempotencyKeyFor = useIdempotencyKey();
  const [chosenOwner, setOwner] = useState<string>();
  const owner = chosenOwner ?? me.data?.person.entityRef ?? '';
  const [planId, setPlanId] = useState(model.plans[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<Record<string, string>>();

  const needsApproval = model.visibility !== 'public';
  const description = subscribe.error
    ? describeError(subscribe.error)
    : undefined;
  const fields = refused ?? description?.fields ?? {};
  const form = useFocusFirstError(refused ?? subscribe.error);

  const submit: FormProps['onSubmit'] = async event => {
    event.preventDefault();
    if (needsApproval && !reason.trim()) {
      setRefused({ reason: t('access.reasonMissing') });
      return;
    }
    setRefused(undefined);
    const request = {
      modelId: model.id,
      planId: planId || undefined,
      ownerRef: owner || undefined,
      reason: reason.trim() || undefined,
    };
    subscribe.mutate(
      { request, idempotencyKey: idempotencyKeyFor(request) },
      {
        onSuccess: subscription => {
          toastApi.post({
            status: 'success',
            timeout: TOAST_MS,
            ...(subscription.status === 'active'
              ? { title: t('access.subscribe.active', { model: model.title }) }
              : {
                  title: t('access.subscribe.requested', {
                    model: model.title,
                  }),
                  description: outcome.afterwards(detail),
                }),
          });
          onClose();
        },
      },
    );
  };

  return (
    <Dialog
      title={t('access.subscribe.title', { model: model.title })}
      description={<ModelId name={model.name} />}
      onClose={onClose}
      initialFocus="#litemaas-owner"
      footer={
        <>
          <Button
            form="litemaas-subscribe"
            type="submit"
            isLoading={subscribe.isPending}
            isDisabled={subscribe.isPending}
          >
            {t(
              needsApproval
                ? 'access.subscribe.submitRequest'
                : 'access.subscribe.submit',
            )}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id="litemaas-subscribe" ref={form} onSubmit={submit} noValidate>
        {model.access.state === 'denied' && <p>{words.denial(model.access)}</p>}
        <OwnerField value={owner} onChange={setOwner} error={fields.ownerRef} />
        <PlanCards
          plans={model.plans}
          value={planId}
          onChange={setPlanId}
          error={fields.planId}
        />
        {needsApproval && (
          <FormGroup
            label={t('access.field.reason')}
            fieldId="litemaas-reason"
            isRequired
          >
            <TextArea
              id="litemaas-reason"
              value={reason}
              maxLength={1000}
              isRequired
              rows={2}
              resizeOrientation="vertical"
              validated={fields.reason ? 'error' : 'default'}
              aria-describedby="litemaas-reason-help"
              onChange={(_event, value) => setReason(value)}
            />
            <FieldHelp
              id="litemaas-reason-help"
              error={fields.reason}
              help={t('access.reasonHelp')}
            />
          </FormGroup>
        )}
        {description && Object.keys(description.fields).length === 0 && (
          <FormError
            title={t('access.subscribe.failed')}
            error={subscribe.error}
          />
        )}
        <p className={classes.outcome}>
          {needsApproval
            ? outcome.before(detail)
            : t('access.subscribe.atOnce')}
        </p>
      </Form>
    </Dialog>
  );
}

/** Who decides and how fast, before asking and after. */
function useOutcomeWords() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return {
    before: (detail: ModelDetail | undefined): string => {
      if (!detail) {
        return '';
      }
      const names = detail.approvers.map(approver => approver.title);
      return [
        goesTo(names),
        detail.medianDecisionSeconds !== null &&
          t('access.subscribe.howFast', {
            duration: formats.duration(detail.medianDecisionSeconds),
          }),
      ]
        .filter(Boolean)
        .join(' ');
    },
    afterwards: (detail: ModelDetail | undefined): string =>
      detail?.approvers.length
        ? t('access.subscribe.requestedBody', {
            names: formats.list(
              detail.approvers.map(approver => approver.title),
            ),
          })
        : t('access.subscribe.requestedBodyAdmins'),
  };

  function goesTo(names: string[]): string {
    if (names.length === 0) {
      return t('access.subscribe.goesToAdmins');
    }
    return names.length > 2
      ? t('access.subscribe.goesToMore', {
          name: names[0],
          more: String(names.length - 1),
        })
      : t('access.subscribe.goesTo', { names: formats.list(names) });
  }
}
