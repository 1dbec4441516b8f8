import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMemo, useSyncExternalStore } from 'react';
import { Formats } from './Formats';

/** Formats in the page's language; they change with it. @public */
export function useFormats(): Formats {
  const languageApi = useApi(appLanguageApiRef);
  const subscribe = useMemo(
    () => (changed: () => void) => {
      const subscription = languageApi.language$().subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [languageApi],
  );
  const language = useSyncExternalStore(
    subscribe,
    () => languageApi.getLanguage().language,
  );
  return useMemo(() => new Formats(language), [language]);
}
