import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  DecisionRequest,
  DecisionResult,
} from '@litemaas/backstage-plugin-litemaas-common';
import {
  LoadError,
  NothingHere,
  NothingMatches,
  PatternFlyRoot,
  useMe,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, Split, SplitItem } from '@patternfly/react-core';
import { useState } from 'react';
import { ListToolbar } from '../../components/ListToolbar';
import { ShowMore } from '../../components/ShowMore';
import { litemaasTranslationRef } from '../../translation';
import { ApprovalsTable } from './ApprovalsTable';
import { DecisionDialog } from './DecisionDialog';
import { DecisionSummary } from './DecisionSummary';
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
  const { state, setState, list, rows, open, chosen } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [deciding, setDeciding] = useState<Deciding>();
  const [last, setLast] = useState<Deciding & { result: DecisionResult }>();

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
        action={
          chosen.length > 0 && (
            <BulkActions
              count={chosen.length}
              onDecide={decision =>
                setDeciding({ decision, approvals: chosen })
              }
            />
          )
        }
      />
      {last && (
        <DecisionSummary
          result={last.result}
          onRetry={failed =>
            setDeciding({
              decision: last.decision,
              approvals: last.approvals.filter(approval =>
                failed.includes(approval.subscription.id),
              ),
            })
          }
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
          selected={chosen.map(approval => approval.subscription.id)}
          selectable={open.map(approval => approval.subscription.id)}
          onSelect={page.setSelected}
          onDecide={(decision, approval) =>
            setDeciding({ decision, approvals: [approval] })
          }
        />
      )}
      <ShowMore list={list} />
      {deciding && (
        <DecisionDialog
          {...deciding}
          onClose={() => setDeciding(undefined)}
          onDecided={result => {
            page.settle(deciding.approvals, result);
            setLast({ ...deciding, result });
            setDeciding(undefined);
          }}
        />
      )}
    </>
  );
}

function BulkActions(props: {
  count: number;
  onDecide(decision: DecisionRequest['decision']): void;
}) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <Split hasGutter>
      <SplitItem style={{ alignSelf: 'center' }}>
        {t('approvals.selected', { number: String(props.count) })}
      </SplitItem>
      <SplitItem>
        <Button onClick={() => props.onDecide('approve')}>
          {t('approvals.approve')}
        </Button>
      </SplitItem>
      <SplitItem>
        <Button variant="secondary" onClick={() => props.onDecide('deny')}>
          {t('approvals.deny')}
        </Button>
      </SplitItem>
    </Split>
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
