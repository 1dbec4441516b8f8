import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import {
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Skeleton,
} from '@patternfly/react-core';
import { litemaasTranslationRef } from '../../translation';
import { ModelCard } from './ModelCard';
import classes from './ModelsPage.module.css';

const SKELETONS = 9;

/** Cards of equal height; skeletons of that height while they load. */
export function ModelGallery(props: { models: Model[] | undefined }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  if (!props.models) {
    return (
      <div className={classes.gallery}>
        {Array.from({ length: SKELETONS }, (_card, index) => (
          <SkeletonCard
            key={index}
            words={index === 0 ? t('models.loading') : undefined}
          />
        ))}
      </div>
    );
  }
  return (
    <ul className={classes.gallery}>
      {props.models.map(model => (
        <li key={model.id}>
          <ModelCard model={model} />
        </li>
      ))}
    </ul>
  );
}

/** A card that is on its way, in the shape it will have. */
function SkeletonCard(props: { words: string | undefined }) {
  return (
    <Card isFullHeight className={classes.card}>
      <CardHeader className={classes.cardHeader}>
        <Skeleton width="55%" fontSize="xl" screenreaderText={props.words} />
        <Skeleton width="45%" fontSize="sm" />
      </CardHeader>
      <CardBody className={classes.skeletonBody}>
        <Skeleton width="50%" fontSize="sm" />
        <Skeleton width="90%" fontSize="md" />
        <Skeleton width="60%" fontSize="md" />
        <Skeleton width="70%" fontSize="sm" />
      </CardBody>
      <CardFooter>
        <div className={classes.access}>
          <Skeleton width="5rem" fontSize="md" />
          <Skeleton width="7rem" fontSize="2xl" />
        </div>
      </CardFooter>
    </Card>
  );
}
