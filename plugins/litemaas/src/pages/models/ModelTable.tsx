import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@litemaas/backstage-plugin-litemaas-common';
import { StatusLabel, Tokens } from '@litemaas/backstage-plugin-litemaas-react';
import { Link } from 'react-router-dom';
import { AccessAction } from '../../access/AccessAction';
import { ListTable, Note, SecondLine } from '../../components/ListTable';
import { Capabilities } from '../../models/Capabilities';
import { ModelId } from '../../models/ModelId';
import { ModelLabels } from '../../models/ModelLabels';
import { PriceText } from '../../models/PriceText';
import { useModelLink } from '../../models/useModelLink';
import { useModelWords } from '../../models/useModelWords';
import { litemaasTranslationRef } from '../../translation';
import classes from './ModelsPage.module.css';

/** The gallery's content for whoever compares many. */
export function ModelTable(props: { models: Model[] | undefined }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return (
    <ListTable
      label={t('models.title')}
      loading={t('models.loading')}
      rows={props.models}
      columns={[
        {
          label: t('models.column.model'),
          place: 'first',
          cell: model => <ModelCell model={model} />,
        },
        {
          label: t('models.column.provider'),
          place: 'merged',
          cell: model => model.provider,
        },
        {
          label: t('models.column.capabilities'),
          cell: model => <Capabilities capabilities={model.capabilities} />,
        },
        {
          label: t('models.column.context'),
          isNumber: true,
          cell: model =>
            model.contextWindow === null ? (
              t('common.none')
            ) : (
              <Tokens value={model.contextWindow} />
            ),
        },
        {
          label: t('models.column.price'),
          isNumber: true,
          cell: model => (
            <div>
              <PriceText price={model.price} />
            </div>
          ),
        },
        {
          label: t('models.column.access'),
          place: 'second',
          cell: model => <StatusLabel status={model.access.state} isCompact />,
        },
        {
          label: t('models.column.action'),
          cell: model => (
            <div>
              <AccessAction model={model} size="sm" />
            </div>
          ),
        },
      ]}
    />
  );
}

function ModelCell(props: { model: Model }) {
  const { model } = props;
  const link = useModelLink();
  const words = useModelWords();
  return (
    <>
      <div className={classes.titleRow}>
        <Link to={link(model)}>{model.title}</Link>
        <ModelLabels model={model} />
      </div>
      <ModelId name={model.name} />
      <SecondLine>{model.provider}</SecondLine>
      {model.access.state === 'denied' && (
        <Note>{words.denial(model.access)}</Note>
      )}
    </>
  );
}
