import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TimelineEntry } from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { ProgressStep, ProgressStepper } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../translation';
import classes from './components.module.css';
import { useActionWords } from './useActionWords';

/** Who did what, when and why, the oldest first. */
export function Timeline(props: { entries: TimelineEntry[] }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const actionWords = useActionWords();
  return (
    <ProgressStepper
      isVertical
      aria-label={t('common.timeline.title')}
      className={classes.timeline}
    >
      {props.entries.map((entry, index) => (
        <ProgressStep
          key={index}
          id={`timeline-${index}`}
          titleId={`timeline-${index}-title`}
          variant={index === props.entries.length - 1 ? 'info' : 'default'}
          isCurrent={index === props.entries.length - 1}
          description={[
            entry.actor?.title ?? t('common.timeline.portal'),
            formats.minute(entry.at),
            entry.reason && `“${entry.reason}”`,
          ]
            .filter(Boolean)
            .join(' · ')}
        >
          {actionWords(entry.action)}
        </ProgressStep>
      ))}
    </ProgressStepper>
  );
}
