import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  litemaasApiRef,
  litemaasQueryKeys,
  StatusLabel,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Spinner } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';

const LOOK_MS = 2_000;

/** Waits for the key's first call to show in the ledger, and says how it went. */
export function FirstCall(props: { keyId: string }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const api = useApi(litemaasApiRef);
  const query = {
    keyId: props.keyId,
    owner: 'all' as const,
    period: '24h' as const,
    limit: 1,
  };
  const first = useQuery({
    queryKey: litemaasQueryKeys.usage.requests(query),
    queryFn: ({ signal }) => api.listUsageRequests(query, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items[0]?.outcome === 'answered' ? false : LOOK_MS,
  });
  const call = first.data?.items[0];
  if (!call) {
    return (
      <div className={classes.firstCall} role="status">
        <Spinner size="md" aria-hidden />
        {t('access.reveal.waiting')}
      </div>
    );
  }
  return (
    <div className={classes.firstCall} role="status">
      <StatusLabel status={call.outcome} />
      {call.outcome === 'answered'
        ? t('access.reveal.answered', {
            time: formats.second(call.startedAt),
            tokens: formats.count(call.totalTokens),
            cost: formats.exactMoney(call.costNanos),
          })
        : t('access.reveal.notAnswered', {
            time: formats.second(call.startedAt),
            cause: call.cause?.message ?? '',
          })}
    </div>
  );
}
