import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { StatusLabel } from '@litemaas/backstage-plugin-litemaas-react';
import { Card, CardBody, CardFooter, CardHeader } from '@patternfly/react-core';
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { AccessAction } from '../../access/AccessAction';
import { Capabilities } from '../../models/Capabilities';
import { ModelId } from '../../models/ModelId';
import { ModelLabels } from '../../models/ModelLabels';
import { PriceText } from '../../models/PriceText';
import { useModelLink } from '../../models/useModelLink';
import { useModelWords } from '../../models/useModelWords';
import classes from './ModelsPage.module.css';

/** More of them leave those that are there as they are. */
export const ModelCard = memo(Content);

/** Everything one compares models by, and the one next step. */
function Content(props: { model: Model }) {
  const { model } = props;
  const link = useModelLink();
  const words = useModelWords();
  return (
    <Card isFullHeight component="article" className={classes.card}>
      <CardHeader className={classes.cardHeader}>
        <div className={classes.titleRow}>
          <h2 className={classes.title}>
            <Link to={link(model)}>{model.title}</Link>
          </h2>
          <ModelLabels model={model} />
        </div>
        <ModelId name={model.name} />
      </CardHeader>
      <CardBody className={classes.cardBody}>
        <p className={classes.facts}>
          {[model.provider, words.context(model)].filter(Boolean).join(' · ')}
        </p>
        {model.description && (
          <p className={classes.description}>{model.description}</p>
        )}
        <PriceText price={model.price} />
        <Capabilities capabilities={model.capabilities} />
      </CardBody>
      <CardFooter>
        {model.access.state === 'denied' && (
          <p className={classes.denial}>{words.denial(model.access)}</p>
        )}
        <div className={classes.access}>
          <StatusLabel status={model.access.state} isCompact />
          <AccessAction model={model} />
        </div>
      </CardFooter>
    </Card>
  );
}
