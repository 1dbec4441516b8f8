import { useCallback, useEffect, useState } from 'react';

const SHOWN_MS = 2_000;

/** Copies text and says for two seconds that it did. @public */
export function useCopy(): {
  copied: boolean;
  copy(text: string): Promise<void>;
} {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = useCallback(async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }, []);
  return { copied, copy };
}
