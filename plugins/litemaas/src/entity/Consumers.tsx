import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type { ModelDetail } from '@litemaas/backstage-plugin-litemaas-common';
import { litemaasTranslationRef } from '../translation';
import classes from './entity.module.css';

/** Owners of active subscriptions, as far as the caller may know them. */
export function Consumers(props: { model: ModelDetail }) {
  const { consumers } = props.model;
  const { t } = useTranslationRef(litemaasTranslationRef);
  if (consumers.length === 0) {
    return <Text className={classes.quiet}>{t('entity.noConsumers')}</Text>;
  }
  return (
    <div className={classes.stack}>
      <ul className={classes.list}>
        {consumers.map(consumer => (
          <li key={consumer.entityRef}>
            <EntityRefLink
              entityRef={consumer.entityRef}
              title={consumer.title}
            />
          </li>
        ))}
      </ul>
      <Text variant="body-small" className={classes.quiet}>
        {t('entity.consumersNote')}
      </Text>
    </div>
  );
}
