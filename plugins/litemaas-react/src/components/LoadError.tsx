import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
} from '@patternfly/react-core';
import { ExclamationCircleIcon } from '@patternfly/react-icons';
import { useMemo } from 'react';
import { describeError } from '../errors/describeError';
import { litemaasReactTranslationRef } from '../translation';
import classes from './components.module.css';
import { CopyForTicket } from './CopyForTicket';

/**
 * Something did not load: what, what still works, Retry, a reference to find it in the logs, and a text for a ticket.
 * @public
 */
export function LoadError(props: {
  /** What failed, e.g. `Models could not be loaded`. */
  title: string;
  /** What still works meanwhile. */
  stillWorks?: string;
  error: unknown;
  onRetry?: () => void;
}) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const description = useMemo(() => describeError(props.error), [props.error]);
  return (
    <EmptyState
      headingLevel="h2"
      titleText={props.title}
      icon={ExclamationCircleIcon}
      status="danger"
    >
      <EmptyStateBody className={classes.paragraphs}>
        <p>
          {description.kind === 'unreachable'
            ? t('error.unreachable')
            : description.message}
        </p>
        {props.stillWorks && <p>{props.stillWorks}</p>}
        <p>
          <small>
            {t('error.reference', { reference: description.reference })}
          </small>
        </p>
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          {props.onRetry && (
            <Button variant="primary" onClick={props.onRetry}>
              {t('error.retry')}
            </Button>
          )}
          <CopyForTicket what={props.title} error={description} />
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}
