import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
} from '@patternfly/react-core';
import { CubesIcon, SearchIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import { litemaasReactTranslationRef } from '../translation';
import classes from './components.module.css';

/** Nothing is there: why, and the way on. @public */
export function NothingHere(props: {
  title: string;
  body?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <EmptyState headingLevel="h2" titleText={props.title} icon={CubesIcon}>
      {props.body && (
        <EmptyStateBody className={classes.paragraphs}>
          {props.body}
        </EmptyStateBody>
      )}
      {props.action && (
        <EmptyStateFooter>
          <EmptyStateActions>{props.action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** Things are there, but none matches. @public */
export function NothingMatches(props: { title: string; onClear: () => void }) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  return (
    <EmptyState headingLevel="h2" titleText={props.title} icon={SearchIcon}>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="link" onClick={props.onClear}>
            {t('list.clearFilters')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}
