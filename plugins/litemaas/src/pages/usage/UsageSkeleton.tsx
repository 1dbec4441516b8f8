import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardTitle, Skeleton } from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';
import { LatestRequests } from './LatestRequests';
import type { UsagePageState } from './useUsagePage';
import classes from './UsagePage.module.css';

const CARDS = ['spend', 'requests', 'tokens', 'success'] as const;

/** The page while its figures are on their way, in the shape it will have. */
export function UsageSkeleton(props: { page: UsagePageState }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <div aria-busy="true" className={classes.sections}>
      <div className={classes.cards}>
        {CARDS.map(card => (
          <Card key={card} isCompact>
            <CardTitle component="h2">{t(`usage.card.${card}`)}</CardTitle>
            <CardBody className={classes.skeleton}>
              <Skeleton width="40%" fontSize="2xl" />
              <Skeleton width="80%" fontSize="sm" />
              <Skeleton height="1.75rem" />
            </CardBody>
          </Card>
        ))}
      </div>
      <Card>
        <CardBody>
          <Skeleton height="24rem" screenreaderText={t('usage.loading')} />
        </CardBody>
      </Card>
      <LatestRequests list={props.page.requests} />
    </div>
  );
}
