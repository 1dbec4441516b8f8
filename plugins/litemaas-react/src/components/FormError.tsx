import { Alert } from '@patternfly/react-core';
import { useMemo, type ReactNode } from 'react';
import { describeError } from '../errors/describeError';
import { CopyForTicket } from './CopyForTicket';

/** What a form could not do, above its buttons, with a text for a ticket. Wrong fields say so themselves. @public */
export function FormError(props: {
  title: string;
  error: unknown;
  /** Instead of what the portal said. */
  children?: ReactNode;
}) {
  const description = useMemo(() => describeError(props.error), [props.error]);
  return (
    <Alert
      isInline
      isLiveRegion
      variant="danger"
      title={props.title}
      actionLinks={<CopyForTicket what={props.title} error={description} />}
    >
      {props.children ?? description.message}
    </Alert>
  );
}
