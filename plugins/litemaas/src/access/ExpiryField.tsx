import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import {
  DatePicker,
  FormGroup,
  ToggleGroup,
  ToggleGroupItem,
} from '@patternfly/react-core';
import { FieldHelp } from '../components/FieldHelp';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';

const PRESETS = [30, 60, 90];
const DAY_MS = 86_400_000;
const MAX_DAYS = 365;

/** The last instant of the UTC day that lies so many days ahead. */
export function endOfDayIn(days: number, now: Date = new Date()): string {
  const day = new Date(now.getTime() + days * DAY_MS);
  day.setUTCHours(23, 59, 59, 0);
  return day.toISOString();
}

/** When the key expires: 30, 60 or 90 days or a date; says which day that is. */
export function ExpiryField(props: {
  value: string;
  onChange(expiresAt: string): void;
  error?: string;
}) {
  const { value, onChange, error } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return (
    <FormGroup label={t('access.field.expires')} role="group">
      <div className={classes.expiry}>
        <ToggleGroup aria-label={t('access.field.expires')}>
          {PRESETS.map(days => (
            <ToggleGroupItem
              key={days}
              text={t('access.expiryDays', { days: String(days) })}
              isSelected={value === endOfDayIn(days)}
              onChange={() => onChange(endOfDayIn(days))}
            />
          ))}
        </ToggleGroup>
        <DatePicker
          value={value.slice(0, 10)}
          aria-label={t('access.field.expires')}
          inputProps={{ 'aria-invalid': Boolean(error) }}
          onChange={(_event, _text, date) => {
            if (date && !Number.isNaN(date.getTime())) {
              onChange(
                new Date(
                  Date.UTC(
                    date.getFullYear(),
                    date.getMonth(),
                    date.getDate(),
                    23,
                    59,
                    59,
                  ),
                ).toISOString(),
              );
            }
          }}
          validators={[
            date =>
              date.getTime() < Date.now() ||
              date.getTime() > Date.now() + MAX_DAYS * DAY_MS
                ? t('access.expiryOutside', { days: String(MAX_DAYS) })
                : '',
          ]}
          appendTo={() => document.body}
        />
      </div>
      <FieldHelp
        error={error}
        help={t('access.expiryAt', { day: formats.fullDay(value) })}
      />
    </FormGroup>
  );
}
