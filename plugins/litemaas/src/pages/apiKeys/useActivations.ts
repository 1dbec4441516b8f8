import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 5_000;

/**
 * How many keys turned active while one looked, summed over five seconds, for one polite announcement. 0: none lately.
 */
export function useActivations(keys: Key[] | undefined): number {
  const pending = useRef<ReadonlySet<string>>(new Set());
  const [activated, setActivated] = useState(0);
  const [announced, setAnnounced] = useState(0);

  useEffect(() => {
    if (!keys) {
      return;
    }
    const now = keys.filter(
      key => key.label === 'active' && pending.current.has(key.id),
    ).length;
    pending.current = new Set(
      keys.filter(key => key.label === 'pending').map(key => key.id),
    );
    if (now > 0) {
      setActivated(before => before + now);
    }
  }, [keys]);

  useEffect(() => {
    if (activated === 0) {
      return undefined;
    }
    const timer = setTimeout(() => {
      setAnnounced(activated);
      setActivated(0);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [activated]);

  return announced;
}
