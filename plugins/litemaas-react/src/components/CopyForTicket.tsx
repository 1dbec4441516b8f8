import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@patternfly/react-core';
import { ticketText, type ErrorDescription } from '../errors/describeError';
import { litemaasReactTranslationRef } from '../translation';
import { useCopy } from './useCopy';

/** *Copy for a ticket*: Markdown with what, when and ids; no secret. @public */
export function CopyForTicket(props: {
  what: string;
  error: ErrorDescription;
  ids?: Record<string, string>;
}) {
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const { copied, copy } = useCopy();
  return (
    <Button
      variant="link"
      onClick={() => copy(ticketText(props.what, props.error, props.ids))}
    >
      {copied ? t('error.copied') : t('error.copyForTicket')}
    </Button>
  );
}
