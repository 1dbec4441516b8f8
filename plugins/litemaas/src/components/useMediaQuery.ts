import { useMemo, useSyncExternalStore } from 'react';

/** From this width a drawer stands beside its list; below, the same address is a full page. */
export const DRAWER_QUERY = '(min-width: 1200px)';
/** Below this width dialogs fill the screen. */
export const NARROW_QUERY = '(max-width: 767px)';

/** Whether a media query holds, as the window changes. */
export function useMediaQuery(query: string): boolean {
  const list = useMemo(() => window.matchMedia(query), [query]);
  return useSyncExternalStore(
    changed => {
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => list.matches,
  );
}
