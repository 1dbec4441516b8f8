import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Capability } from '@litemaas/backstage-plugin-litemaas-common';
import { Label, LabelGroup, Tooltip } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../translation';

const SHOWN = 4;

/** What a model can do: at most four labels, then how many more. */
export function Capabilities(props: { capabilities: Capability[] }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const names = props.capabilities.map(one => t(`models.capability.${one}`));
  const rest = names.slice(SHOWN);
  return (
    <LabelGroup
      numLabels={SHOWN + 1}
      aria-label={t('models.fact.capabilities')}
    >
      {names.slice(0, SHOWN).map(name => (
        <Label key={name} isCompact variant="outline">
          {name}
        </Label>
      ))}
      {rest.length > 0 && (
        <Tooltip content={rest.join(', ')}>
          <Label isCompact variant="outline" tabIndex={0}>
            {t('models.moreCapabilities', { more: String(rest.length) })}
          </Label>
        </Tooltip>
      )}
    </LabelGroup>
  );
}
