import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Tooltip } from '@patternfly/react-core';
import { CheckIcon, CopyIcon } from '@patternfly/react-icons';
import { litemaasReactTranslationRef } from '../translation';
import { useCopy } from './useCopy';

/** A small button that copies `text`; `what` names it for screen readers, e.g. `model id`. @public */
export function CopyButton(props: { text: string; what: string }) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const { copied, failed, copy } = useCopy();
  const done = copied ? t('copy.copied') : t('copy.failed');
  const label = copied || failed ? done : t('copy.copy', { what: props.what });
  return (
    <Tooltip content={label}>
      <Button
        variant="plain"
        size="sm"
        hasNoPadding
        aria-label={label}
        icon={copied ? <CheckIcon /> : <CopyIcon />}
        onClick={() => copy(props.text)}
      />
    </Tooltip>
  );
}
