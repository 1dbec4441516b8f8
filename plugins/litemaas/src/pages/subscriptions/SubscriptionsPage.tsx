import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LoadError,
  NothingHere,
  NothingMatches,
  PatternFlyRoot,
} from '@litemaas/backstage-plugin-litemaas-react';
import { Button, ToolbarItem } from '@patternfly/react-core';
import { Link } from 'react-router-dom';
import { ListAndDetail } from '../../components/ListAndDetail';
import { ListToolbar } from '../../components/ListToolbar';
import { OwnerSelect } from '../../components/OwnerSelect';
import { ShowMore } from '../../components/ShowMore';
import { useStatusWords } from '../../components/useStatusWords';
import { modelsRouteRef } from '../../routes';
import { litemaasTranslationRef } from '../../translation';
import { SubscriptionDetails } from './SubscriptionDetails';
import { SubscriptionsTable } from './SubscriptionsTable';
import { STATUSES, useSubscriptionsPage } from './useSubscriptionsPage';

export function SubscriptionsPage() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <PatternFlyRoot>
      <ListAndDetail
        list={<SubscriptionList />}
        detail={id => <SubscriptionDetails id={id} />}
        listTitle={t('subscriptions.title')}
      />
    </PatternFlyRoot>
  );
}

function SubscriptionList() {
  const page = useSubscriptionsPage();
  const { state, setState, list, isFiltered, clear } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const statusWords = useStatusWords();

  if (!list.items && list.error) {
    return (
      <LoadError
        title={t('subscriptions.loadFailed')}
        stillWorks={t('subscriptions.stillWorks')}
        error={list.error}
        onRetry={list.retry}
      />
    );
  }
  return (
    <>
      <ListToolbar
        search={{
          label: t('subscriptions.search'),
          value: state.search,
          onChange: search => setState({ search }, { replace: true }),
        }}
        filters={[
          {
            id: 'status',
            label: t('subscriptions.filter.status'),
            options: STATUSES.map(status => ({
              value: status,
              label: statusWords(status),
            })),
            selected: state.status,
            onChange: status =>
              setState({
                status: STATUSES.filter(one => status.includes(one)),
              }),
          },
        ]}
        onClear={clear}
        view={
          <ToolbarItem>
            <OwnerSelect
              value={state.owner}
              onChange={owner => setState({ owner })}
            />
          </ToolbarItem>
        }
        count={
          list.totalItems === undefined
            ? undefined
            : t('subscriptions.count', { count: list.totalItems })
        }
        freshness="changes"
      />
      {list.items?.length === 0 ? (
        <Nothing isFiltered={isFiltered} onClear={clear} />
      ) : (
        <SubscriptionsTable subscriptions={list.items} />
      )}
      <ShowMore list={list} />
    </>
  );
}

function Nothing(props: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const modelsRoute = useRouteRef(modelsRouteRef);
  if (props.isFiltered) {
    return (
      <NothingMatches
        title={t('subscriptions.empty.matchTitle')}
        onClear={props.onClear}
      />
    );
  }
  return (
    <NothingHere
      title={t('subscriptions.empty.noneTitle')}
      body={t('subscriptions.empty.noneBody')}
      action={
        modelsRoute && (
          <Button
            component={buttonProps => (
              <Link {...buttonProps} to={modelsRoute()} />
            )}
          >
            {t('subscriptions.empty.toModels')}
          </Button>
        )
      }
    />
  );
}
