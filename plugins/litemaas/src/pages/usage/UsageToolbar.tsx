import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FreshnessLabel,
  useKeys,
  useModels,
} from '@litemaas/backstage-plugin-litemaas-react';
import {
  Button,
  DatePicker,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { OneSelect } from '../../components/OneSelect';
import { OwnerSelect } from '../../components/OwnerSelect';
import { litemaasTranslationRef } from '../../translation';
import { PERIODS, type UsagePageState } from './useUsagePage';
import classes from './UsagePage.module.css';

const ANY = '';

/** Period, owner, model and key; how fresh the numbers are stands at the end. */
export function UsageToolbar(props: { page: UsagePageState }) {
  const { state, setState, isFiltered, clear } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const models = useModels({ limit: 100 }).items ?? [];
  const keys = useKeys({ owner: state.owner, limit: 100 }).items ?? [];
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <OneSelect
              label={t('usage.filter.period')}
              value={state.period}
              onChange={period => setState({ period })}
              options={PERIODS.map(period => ({
                value: period,
                label: t(`usage.period.${period}`),
              }))}
            />
          </ToolbarItem>
          {state.period === 'custom' &&
            (['from', 'to'] as const).map(edge => (
              <ToolbarItem key={edge}>
                <DatePicker
                  value={state[edge]}
                  aria-label={t(`usage.filter.${edge}`)}
                  placeholder={t(`usage.filter.${edge}`)}
                  onChange={(_event, day) => setState({ [edge]: day })}
                  appendTo={() => document.body}
                />
              </ToolbarItem>
            ))}
          <ToolbarItem>
            <OwnerSelect
              value={state.owner}
              onChange={owner => setState({ owner, key: ANY })}
            />
          </ToolbarItem>
          <ToolbarItem>
            <OneSelect
              label={t('usage.filter.model')}
              value={state.model}
              onChange={model => setState({ model })}
              options={withAny(
                `${t('usage.filter.model')}: ${t('usage.filter.all')}`,
                models.map(model => ({ value: model.id, label: model.title })),
                state.model,
              )}
            />
          </ToolbarItem>
          <ToolbarItem>
            <OneSelect
              label={t('usage.filter.key')}
              value={state.key}
              onChange={key => setState({ key })}
              options={withAny(
                `${t('usage.filter.key')}: ${t('usage.filter.all')}`,
                keys.map(key => ({ value: key.id, label: key.name })),
                state.key,
              )}
            />
          </ToolbarItem>
          {isFiltered && (
            <ToolbarItem>
              <Button variant="link" onClick={clear}>
                {t('usage.filter.clear')}
              </Button>
            </ToolbarItem>
          )}
        </ToolbarContent>
      </Toolbar>
      <div className={classes.toolbarEnd}>
        <FreshnessLabel page="usage" />
      </div>
    </>
  );
}

/** A choice that is not listed, e.g. a revoked key of a link, stays chosen under its id. */
function withAny(
  any: string,
  options: Array<{ value: string; label: string }>,
  chosen: string,
) {
  const isListed =
    chosen === ANY || options.some(option => option.value === chosen);
  return [
    { value: ANY, label: any },
    ...options,
    ...(isListed ? [] : [{ value: chosen, label: chosen.slice(0, 8) }]),
  ];
}
