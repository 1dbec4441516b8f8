import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToolbarItem } from '@patternfly/react-core';
import { BecameActive } from '../../components/BecameActive';
import { EmptyList } from '../../components/EmptyList';
import { ListPage } from '../../components/ListPage';
import { ListStates } from '../../components/ListStates';
import { ListToolbar } from '../../components/ListToolbar';
import { OwnerSelect } from '../../components/OwnerSelect';
import { useStatusWords } from '../../components/useStatusWords';
import { litemaasTranslationRef } from '../../translation';
import { SubscriptionDetails } from './SubscriptionDetails';
import { SubscriptionsTable } from './SubscriptionsTable';
import { STATUSES, useSubscriptionsPage } from './useSubscriptionsPage';

export function SubscriptionsPage() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <ListPage
      title={t('subscriptions.title')}
      list={<SubscriptionList />}
      detail={id => <SubscriptionDetails id={id} />}
    />
  );
}

function SubscriptionList() {
  const { state, setState, list, isFiltered, clear } = useSubscriptionsPage();
  const { t } = useTranslationRef(litemaasTranslationRef);
  const statusWords = useStatusWords();
  return (
    <ListStates
      list={list}
      failed={{
        title: t('subscriptions.loadFailed'),
        stillWorks: t('subscriptions.stillWorks'),
      }}
      toolbar={
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
      }
      empty={
        <EmptyList
          isFiltered={isFiltered}
          onClear={clear}
          words={{
            match: t('subscriptions.empty.matchTitle'),
            none: t('subscriptions.empty.noneTitle'),
            noneBody: t('subscriptions.empty.noneBody'),
          }}
        />
      }
    >
      {items => (
        <>
          <SubscriptionsTable subscriptions={items} />
          <BecameActive
            rows={items?.map(({ id, status }) => ({
              id,
              isWaiting: status === 'requested',
              isActive: status === 'active',
            }))}
            words={count => t('subscriptions.announce', { count })}
          />
        </>
      )}
    </ListStates>
  );
}
