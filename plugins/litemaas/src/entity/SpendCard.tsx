import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { ButtonLink, Skeleton, Text } from '@backstage/ui';
import {
  describeError,
  LitemaasQueries,
  moneyPrecision,
  Sparkline,
  useFormats,
} from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';
import classes from './entity.module.css';
import { useSpend } from './useSpend';
import { useUsageLink } from './useUsageLink';

/** *AI spend* of a component, a system's components, or a group: figures equal to the Usage page. */
export function SpendCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(litemaasTranslationRef);
  const usageLink = useUsageLink();
  const owners = ownersOf(entity);
  return (
    <LitemaasQueries>
      <EntityInfoCard
        title={t('entity.spend.title')}
        footerActions={
          owners.length === 1 && (
            <ButtonLink
              variant="tertiary"
              href={usageLink({ owner: owners[0] })}
            >
              {t('entity.spend.open')}
            </ButtonLink>
          )
        }
      >
        <Spend owners={owners} />
      </EntityInfoCard>
    </LitemaasQueries>
  );
}

/** A system holds no keys: its components do. */
function ownersOf(entity: Entity): string[] {
  return entity.kind === 'System'
    ? getEntityRelations(entity, 'hasPart', { kind: 'Component' }).map(part =>
        stringifyEntityRef(part),
      )
    : [stringifyEntityRef(entity)];
}

function Spend(props: { owners: string[] }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  const { spend, error, isLoading } = useSpend(props.owners);
  if (error) {
    return (
      <Text className={classes.quiet}>
        {t(
          describeError(error).kind === 'refused'
            ? 'entity.spend.notAllowed'
            : 'entity.loadFailed',
        )}
      </Text>
    );
  }
  if (isLoading) {
    return <Skeleton width="100%" height={60} />;
  }
  if (spend.requests === 0) {
    return <Text className={classes.quiet}>{t('entity.spend.none')}</Text>;
  }
  const precision = moneyPrecision([String(spend.total)]);
  return (
    <div className={classes.stack}>
      <div>
        <Text as="p" variant="title-small" className={classes.figure}>
          {formats.money(String(spend.total), precision)}
        </Text>
        <Text as="p" variant="body-small" className={classes.quiet}>
          {t('entity.spend.period')}
        </Text>
      </div>
      <Sparkline values={spend.line} />
      <dl className={classes.top}>
        {spend.top.map(model => (
          <div key={model.id}>
            <dt>{model.title}</dt>
            <dd className={classes.figure}>
              {formats.money(String(model.total), precision)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
