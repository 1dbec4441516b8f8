import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { Card, CardBody, Skeleton } from '@patternfly/react-core';
import { ModelCard } from './ModelCard';
import classes from './ModelsPage.module.css';

const SKELETONS = 8;

/** Cards of equal height; skeletons of that height while they load. */
export function ModelGallery(props: { models: Model[] | undefined }) {
  if (!props.models) {
    return (
      <div className={classes.gallery} aria-busy="true">
        {Array.from({ length: SKELETONS }, (_card, index) => (
          <Card key={index} isFullHeight className={classes.skeletonCard}>
            <CardBody className={classes.cardBody}>
              <Skeleton width="60%" fontSize="xl" />
              <Skeleton width="80%" />
              <Skeleton width="40%" />
              <Skeleton width="100%" />
              <Skeleton width="90%" />
            </CardBody>
          </Card>
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
