import { useCallback, useEffect, useState } from 'react';

const SHOWN_MS = 2_000;

/**
 * Copies text and says for two seconds that it did, or that the browser does not allow it (a portal not served over
 * https has no clipboard).
 * @public
 */
export function useCopy(): {
  copied: boolean;
  failed: boolean;
  copy(text: string): Promise<void>;
} {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (!outcome) {
      return undefined;
    }
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = useCallback(async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  }, []);
  return { copied: outcome === 'copied', failed: outcome === 'failed', copy };
}
