import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { commonMessages } from '../messages/common';
import { litemaasTranslationRef } from '../translation';

type Action = keyof typeof commonMessages.timeline.action;

/** What happened, in words; an action of a newer portal is shown as it is called. */
export function useActionWords(): (action: string) => string {
  const { t } = useTranslationRef(litemaasTranslationRef);
  return action =>
    isKnown(action) ? t(`common.timeline.action.${action}`) : action;
}

function isKnown(action: string): action is Action {
  return action in commonMessages.timeline.action;
}
