import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  LoadError,
  NothingHere,
  NothingMatches,
  PatternFlyRoot,
  useMe,
} from '@litemaas/backstage-plugin-litemaas-react';
import { useState } from 'react';
import { ListToolbar } from '../../components/ListToolbar';
import { ShowMore } from '../../components/ShowMore';
import { litemaasTranslationRef } from '../../translation';
import { ApprovalsTable } from './ApprovalsTable';
import { DecisionDialog } from './DecisionDialog';
import { DecisionSummary } from './DecisionSummary';
import { SelectionBar } from './SelectionBar';
import { useApprovalsPage } from './useApprovalsPage';

/** What is being decided in the dialog. */
interface Deciding {
  decision: DecisionRequest['decision'];
  approvals: Approval[];
}

export function ApprovalsPage() {
  return (
    <PatternFlyRoot>
      <Approvals />
    </PatternFlyRoot>
  );
}

function Approvals() {
  const page = useApprovalsPage();
  const { state, setState, list, rows, selection, decide, last } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [deciding, setDeciding] = useState<Deciding>();
  const open = (next: Deciding) => {
    decide.reset();
    setDeciding(next);
  };

  if (!list.items && list.error) {
    return (
      <LoadError
        title={t('approvals.loadFailed')}
        stillWorks={t('approvals.stillWorks')}
        error={list.error}
        onRetry={list.retry}
      />
    );
  }
  return (
    <>
      <ListToolbar
        search={{
          label: t('approvals.search'),
          value: state.search,
          onChange: search => setState({ search }, { replace: true }),
        }}
        filters={[]}
        onClear={() => setState({ search: '' })}
        count={
          list.totalItems === undefined
            ? undefined
            : t('approvals.count', { count: list.totalItems })
        }
        freshness="changes"
      />
      {last && (
        <DecisionSummary
          decision={last}
          isRetrying={!deciding && decide.isPending}
          error={deciding ? null : decide.error}
          onRetry={() => page.retry(last)}
        />
      )}
      {(page.decidable > 1 || selection.chosen.length > 0) && (
        <SelectionBar
          selection={selection}
          total={page.decidable}
          onDecide={decision => open({ decision, approvals: selection.chosen })}
        />
      )}
      {rows?.length === 0 ? (
        <Nothing
          isFiltered={Boolean(state.search)}
          onClear={() => setState({ search: '' })}
        />
      ) : (
        <ApprovalsTable
          rows={rows}
          selection={selection}
          onDecide={(decision, approval) =>
            open({ decision, approvals: [approval] })
          }
        />
      )}
      <ShowMore list={list} />
      {deciding && (
        <DecisionDialog
          {...deciding}
          decide={decide}
          onClose={() => setDeciding(undefined)}
          onSubmit={request => page.run(request, () => setDeciding(undefined))}
        />
      )}
    </>
  );
}

function Nothing(props: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const mayDecide = useMe().data?.approvals.mayDecide ?? true;
  if (props.isFiltered) {
    return (
      <NothingMatches
        title={t('approvals.empty.matchTitle')}
        onClear={props.onClear}
      />
    );
  }
  return mayDecide ? (
    <NothingHere
      title={t('approvals.empty.noneTitle')}
      body={t('approvals.empty.noneBody')}
    />
  ) : (
    <NothingHere
      title={t('approvals.empty.notApproverTitle')}
      body={t('approvals.empty.notApproverBody')}
    />
  );
}
