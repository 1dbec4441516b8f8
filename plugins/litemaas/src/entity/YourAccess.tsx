import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Link, Skeleton, Text } from '@backstage/ui';
import type {
  ModelDetail,
  Subscription,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  useCopy,
  useFormats,
  useKeys,
  useMe,
  useSubscription,
} from '@litemaas/backstage-plugin-litemaas-react';
import { lazy, Suspense, useState } from 'react';
import { nextStep } from '../access/nextStep';
import { useModelWords } from '../models/useModelWords';
import { apiKeyRouteRef, subscriptionRouteRef } from '../routes';
import { snippet } from '../snippets/snippets';
import { litemaasTranslationRef } from '../translation';
import classes from './entity.module.css';
import { StatusText } from './StatusText';

// PatternFly comes with the dialog, so that the pages of other plugins stay light.
const AccessDialog = lazy(async () => {
  const { AccessDialogInRoot } = await import('../patternFly');
  return { default: AccessDialogInRoot };
});

/** The caller's subscription, plan and keys, the next step, and a snippet that works. */
export function YourAccess(props: { model: ModelDetail }) {
  const { model } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const words = useModelWords();
  const subscription = useSubscription(
    model.access.subscriptionId ?? undefined,
  ).data;
  const { state } = model.access;
  return (
    <div className={classes.stack}>
      <div className={classes.spread}>
        <div className={classes.state}>
          {state === 'denied' ? (
            <StatusText status="denied">
              <Text>{words.denial(model.access)}</Text>
            </StatusText>
          ) : (
            <div>
              <StatusText status={state} />{' '}
              <Text>{t(`entity.state.${state}`)}</Text>
            </div>
          )}
          {state === 'subscribed' && subscription && (
            <PlanLine subscription={subscription} />
          )}
          {model.failingSince && (
            <StatusText status="failing">
              <Text>
                {t('entity.failing', {
                  time: formats.minute(model.failingSince),
                })}
              </Text>
            </StatusText>
          )}
        </div>
        <NextStep model={model} />
      </div>
      {state === 'subscribed' && <Keys modelId={model.id} />}
      <Snippet model={model} />
    </div>
  );
}

function PlanLine(props: { subscription: Subscription }) {
  const { plan, spentNanos, budgetNanos, resetsAt } = props.subscription;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const used = formats.money(spentNanos, 2);
  return (
    <Text as="p" variant="body-small" className={classes.quiet}>
      {budgetNanos
        ? t('entity.plan', {
            plan: plan.title,
            used,
            limit: formats.limit(budgetNanos),
            day: formats.day(resetsAt),
          })
        : t('entity.planUnlimited', { plan: plan.title, used })}
    </Text>
  );
}

function NextStep(props: { model: ModelDetail }) {
  const { model } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const subscriptionRoute = useRouteRef(subscriptionRouteRef);
  const [open, setOpen] = useState(false);
  const step = nextStep(model);
  if (step === 'viewRequest') {
    const { subscriptionId } = model.access;
    return subscriptionId && subscriptionRoute ? (
      <ButtonLink
        variant="secondary"
        href={subscriptionRoute({ id: subscriptionId })}
      >
        {t('access.action.viewRequest')}
      </ButtonLink>
    ) : null;
  }
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}>
        {t(`access.action.${step}`)}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <AccessDialog model={model} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function Keys(props: { modelId: string }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const keyRoute = useRouteRef(apiKeyRouteRef);
  const keys = useKeys({ modelId: props.modelId, limit: 5 });
  if (!keys.items) {
    return keys.error ? null : <Skeleton width="40%" height={40} />;
  }
  return (
    <div>
      <Text as="h4" weight="bold">
        {t('entity.keys')}
      </Text>
      {keys.items.length === 0 && (
        <Text className={classes.quiet}>{t('entity.noKeys')}</Text>
      )}
      <ul className={classes.list}>
        {keys.items.map(key => (
          <li key={key.id} className={classes.row}>
            <Link href={keyRoute?.({ id: key.id }) ?? ''}>{key.name}</Link>
            <code>…{key.lastFour}</code>
            <StatusText status={key.label} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Snippet(props: { model: ModelDetail }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const { copied, copy } = useCopy();
  const me = useMe().data;
  if (!me) {
    return null;
  }
  const text = snippet('curl', {
    publicUrl: me.gateway.publicUrl,
    model: props.model,
  });
  return (
    <div>
      <div className={classes.spread}>
        <Text as="h4" weight="bold">
          {t('entity.snippet')}
        </Text>
        <Button variant="tertiary" onPress={() => copy(text)}>
          {t(copied ? 'entity.copied' : 'entity.copySnippet')}
        </Button>
      </div>
      {/* Scrolls sideways where it is narrow, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.snippet} tabIndex={0}>
        {text}
      </pre>
      <Text as="p" variant="body-small" className={classes.quiet}>
        {t('access.snippet.setKeyFirst')}
      </Text>
    </div>
  );
}
