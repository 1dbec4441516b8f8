import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DatePicker,
  ToolbarItem,
  yyyyMMddFormat,
} from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';
import type { UsagePageState } from './useUsagePage';

/** The first and the last day of a period, both of it. */
export function CustomPeriod(props: { page: UsagePageState }) {
  const { state, setState } = props.page;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const today = new Date().toISOString().slice(0, 10);
  const wrong = {
    from: (day: string) => Boolean(state.to) && day > state.to,
    to: (day: string) => Boolean(state.from) && day < state.from,
  };
  return (
    <>
      {(['from', 'to'] as const).map(edge => (
        <ToolbarItem key={edge}>
          <DatePicker
            value={state[edge]}
            aria-label={t(`usage.filter.${edge}`)}
            placeholder={t(`usage.filter.${edge}`)}
            validators={[
              date =>
                yyyyMMddFormat(date) > today ? t('usage.filter.future') : '',
              date =>
                wrong[edge](yyyyMMddFormat(date))
                  ? t('usage.filter.reversed')
                  : '',
            ]}
            onChange={(_event, day) => setState({ [edge]: day })}
            appendTo={() => document.body}
          />
        </ToolbarItem>
      ))}
    </>
  );
}
