import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Label } from '@patternfly/react-core';
import { BecameActive } from '../../components/BecameActive';
import { EmptyList } from '../../components/EmptyList';
import { ListPage } from '../../components/ListPage';
import { ListStates } from '../../components/ListStates';
import { litemaasTranslationRef } from '../../translation';
import { KeyDetails } from './KeyDetails';
import { KeysTable } from './KeysTable';
import { KeysToolbar } from './KeysToolbar';
import classes from './apiKeys.module.css';
import { useKeysPage } from './useKeysPage';

export function ApiKeysPage() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <ListPage
      title={t('keys.title')}
      list={<KeyList />}
      detail={id => <KeyDetails id={id} />}
    />
  );
}

function KeyList() {
  const page = useKeysPage();
  const { list, isFiltered, clear, isByValue } = page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <>
      <ListStates
        list={list}
        failed={{
          title: t('keys.loadFailed'),
          stillWorks: t('keys.stillWorks'),
        }}
        toolbar={
          <>
            <KeysToolbar page={page} />
            {isByValue && (
              <div className={classes.byValue}>
                <Label onClose={clear}>{t('keys.byValue')}</Label>
              </div>
            )}
          </>
        }
        empty={
          <EmptyList
            isFiltered={isFiltered}
            onClear={clear}
            words={{
              match: t('keys.empty.matchTitle'),
              none: t('keys.empty.noneTitle'),
              noneBody: t('keys.empty.noneBody'),
            }}
          />
        }
      >
        {items => <KeysTable keys={items} />}
      </ListStates>
      <BecameActive
        rows={list.items?.map(({ id, label }) => ({
          id,
          isWaiting: label === 'pending',
          isActive: label === 'active',
        }))}
        words={count => t('keys.announce', { count })}
      />
    </>
  );
}
