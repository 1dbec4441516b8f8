import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UsageReport } from '@litemaas/backstage-plugin-litemaas-common';
import {
  LoadError,
  NothingHere,
  NothingMatches,
  PatternFlyRoot,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Skeleton, Stack, StackItem } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';
import { LatestRequests } from './LatestRequests';
import { UsageCards } from './UsageCards';
import { UsageOverTime } from './UsageOverTime';
import { UsageTable } from './UsageTable';
import { UsageToolbar } from './UsageToolbar';
import { useUsagePage, type UsagePageState } from './useUsagePage';
import classes from './UsagePage.module.css';

export function UsagePage() {
  return (
    <PatternFlyRoot>
      <Usage />
    </PatternFlyRoot>
  );
}

function Usage() {
  const page = useUsagePage();
  const { report } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <>
      <UsageToolbar page={page} />
      {report.data && <Report page={page} report={report.data} />}
      {!report.data &&
        (report.error ? (
          <LoadError
            title={t('usage.loadFailed')}
            stillWorks={t('usage.stillWorks')}
            error={report.error}
            onRetry={() => void report.refetch()}
          />
        ) : (
          <div aria-busy="true" className={classes.skeletons}>
            <Skeleton height="7rem" />
            <Skeleton height="18rem" />
            <Skeleton height="12rem" />
          </div>
        ))}
    </>
  );
}

function Report(props: { page: UsagePageState; report: UsageReport }) {
  const { page, report } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const hasCalls = report.totals.requests > 0;
  return (
    <Stack hasGutter>
      <StackItem>
        <UsageCards report={report} />
      </StackItem>
      {hasCalls && (
        <>
          <StackItem>
            <UsageOverTime page={page} report={report} />
          </StackItem>
          <StackItem>
            <UsageTable page={page} report={report} />
          </StackItem>
        </>
      )}
      {!hasCalls &&
        (page.isFiltered ? (
          <NothingMatches
            title={t('usage.empty.noneTitle')}
            onClear={page.clear}
          />
        ) : (
          <NothingHere
            title={t('usage.empty.noneTitle')}
            body={t('usage.empty.noneBody')}
          />
        ))}
      <StackItem>
        <LatestRequests list={page.requests} />
      </StackItem>
      <StackItem>
        <CompleteUpTo report={report} />
      </StackItem>
    </Stack>
  );
}

function CompleteUpTo(props: { report: UsageReport }) {
  const { completeUpTo, totals } = props.report;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <p className={classes.foot}>
      {completeUpTo
        ? t('usage.foot.complete', {
            time: formats.second(completeUpTo),
            count: totals.requests,
          })
        : t('usage.foot.notRead')}
    </p>
  );
}
