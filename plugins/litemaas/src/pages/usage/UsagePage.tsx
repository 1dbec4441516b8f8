import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UsageReport } from '@litemaas/backstage-plugin-litemaas-common';
import {
  describeError,
  LoadError,
  NothingHere,
  NothingMatches,
  PatternFlyRoot,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';
import { LatestRequests } from './LatestRequests';
import { UsageCards } from './UsageCards';
import { UsageOverTime } from './UsageOverTime';
import { UsageSkeleton } from './UsageSkeleton';
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
  const { data, error } = page.report;
  return (
    <>
      <UsageToolbar page={page} />
      {data && <Report page={page} report={data} />}
      {!data && error && <NotLoaded page={page} error={error} />}
      {!data && !error && <UsageSkeleton page={page} />}
    </>
  );
}

function Report(props: { page: UsagePageState; report: UsageReport }) {
  const { page, report } = props;
  return (
    <div
      className={classes.sections}
      aria-busy={page.report.isPlaceholderData}
      data-outdated={page.report.isPlaceholderData}
    >
      <UsageCards report={report} />
      {report.totals.requests > 0 ? (
        <>
          <UsageOverTime page={page} report={report} />
          <LatestRequests list={page.requests} />
        </>
      ) : (
        <NoUsage page={page} />
      )}
      <CompleteUpTo report={report} />
    </div>
  );
}

function NoUsage(props: { page: UsagePageState }) {
  const { isFiltered, clear } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return isFiltered ? (
    <NothingMatches title={t('usage.empty.noneTitle')} onClear={clear} />
  ) : (
    <NothingHere
      title={t('usage.empty.noneTitle')}
      body={t('usage.empty.noneBody')}
    />
  );
}

/** A view that the portal refuses, e.g. a group's keys to a member, would be refused again: the way on is another one. */
function NotLoaded(props: { page: UsagePageState; error: Error }) {
  const { page, error } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const { kind, message } = describeError(error);
  return kind === 'refused' ? (
    <NothingHere
      title={t('usage.refusedTitle')}
      body={message}
      action={
        <Button variant="link" onClick={page.showMine}>
          {t('usage.showMine')}
        </Button>
      }
    />
  ) : (
    <LoadError
      title={t('usage.loadFailed')}
      stillWorks={t('usage.stillWorks')}
      error={error}
      onRetry={() => void page.report.refetch()}
    />
  );
}

function CompleteUpTo(props: { report: UsageReport }) {
  const { completeUpTo, totals } = props.report;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <p className={classes.quiet}>
      {completeUpTo
        ? t('usage.foot.complete', {
            time: formats.second(completeUpTo),
            count: totals.requests,
            number: formats.count(totals.requests),
          })
        : t('usage.foot.notRead')}
    </p>
  );
}
