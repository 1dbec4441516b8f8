import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FormError,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Alert, Button } from '@patternfly/react-core';
import { useEffect, useRef } from 'react';
import { litemaasTranslationRef } from '../../translation';
import classes from './approvals.module.css';
import type { Decided, Decision } from './useApprovalsPage';

/** `18 approved · 1 already decided by Ben · 1 failed: Retry`. */
export function DecisionSummary(props: {
  decision: Decision;
  isRetrying: boolean;
  /** Why the last retry did not come through. */
  error: Error | null;
  onRetry: () => void;
}) {
  const { decision, isRetrying, error, onRetry } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const summary = useRef<HTMLDivElement>(null);
  // The buttons that were pressed are gone with what was decided: one goes on from here.
  useEffect(() => summary.current?.focus(), [decision]);
  const all = (outcome: Decided['outcome']) =>
    decision.results.filter(result => result.outcome === outcome);
  const number = (results: Decided[]) => formats.count(results.length);

  const already = all('already_decided');
  // Nobody decided those that were withdrawn.
  const decidedBefore = already.filter(({ by }) => by);
  const gone = [...already.filter(({ by }) => !by), ...all('not_found')];
  const failed = all('failed');
  const parts = [
    { results: all('approved'), say: 'approved' as const },
    { results: all('denied'), say: 'denied' as const },
    { results: decidedBefore, say: 'already' as const },
    { results: gone, say: 'gone' as const },
    { results: all('own_request'), say: 'own' as const },
  ]
    .filter(({ results }) => results.length > 0)
    .map(({ results, say }) =>
      t(`approvals.result.${say}`, {
        number: number(results),
        names: namesOf(results),
      }),
    );
  return (
    <div ref={summary} tabIndex={-1} className={classes.summary}>
      <Alert
        isInline
        isLiveRegion
        variant={failed.length > 0 ? 'warning' : 'success'}
        title={
          <>
            {parts.join(' · ')}
            {failed.length > 0 && (
              <>
                {parts.length > 0 && ' · '}
                {t('approvals.result.failed', { number: number(failed) })}{' '}
                <Button
                  variant="link"
                  isInline
                  isLoading={isRetrying}
                  isDisabled={isRetrying}
                  onClick={onRetry}
                >
                  {t('approvals.result.retry')}
                </Button>
              </>
            )}
          </>
        }
      />
      {error && <FormError title={t('approvals.failed')} error={error} />}
    </div>
  );

  function namesOf(results: Decided[]): string {
    return formats.list([
      ...new Set(results.flatMap(({ by }) => by?.title ?? [])),
    ]);
  }
}
