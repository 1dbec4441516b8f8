import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { litemaasTranslationRef } from '../translation';
import { Consumers } from './Consumers';
import { EntityModelCard } from './EntityModel';
import { ModelFacts } from './ModelFacts';
import { YourAccess } from './YourAccess';

export function ModelFactsCard() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <EntityModelCard title={t('entity.facts')}>
      {model => <ModelFacts model={model} />}
    </EntityModelCard>
  );
}

export function YourAccessCard() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <EntityModelCard title={t('entity.access')}>
      {model => <YourAccess model={model} />}
    </EntityModelCard>
  );
}

export function ConsumersCard() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <EntityModelCard title={t('entity.consumers')}>
      {model => <Consumers model={model} />}
    </EntityModelCard>
  );
}
