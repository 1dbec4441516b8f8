import { useEffect, useReducer, useRef } from 'react';

/** Between two announcements. */
const PAUSE_MS = 5_000;
const START = { gathered: 0, told: 0 };

interface Row {
  id: string;
  isWaiting: boolean;
  isActive: boolean;
}

/**
 * Tells those who cannot see it that rows they look at became active by themselves: politely, once in five seconds,
 * summed.
 */
export function BecameActive(props: {
  rows: Row[] | undefined;
  words(count: number): string;
}) {
  const { rows, words } = props;
  const waiting = useRef<ReadonlySet<string>>(new Set());
  const [{ gathered, told }, step] = useReducer(next, START);
  const isGathering = gathered > 0;

  useEffect(() => {
    if (rows) {
      const count = rows.filter(
        row => row.isActive && waiting.current.has(row.id),
      ).length;
      waiting.current = new Set(
        rows.filter(row => row.isWaiting).map(row => row.id),
      );
      if (count > 0) {
        step(count);
      }
    }
  }, [rows]);

  useEffect(() => {
    const timer = isGathering
      ? setTimeout(() => step('tell'), PAUSE_MS)
      : undefined;
    return () => clearTimeout(timer);
  }, [isGathering]);

  return (
    <div role="status" className="pf-v6-screen-reader">
      {told > 0 && words(told)}
    </div>
  );
}

/** More became active, or it is time to tell. What was told goes first: the same words again would not be read. */
function next({ gathered }: typeof START, more: number | 'tell') {
  return more === 'tell'
    ? { gathered: 0, told: gathered }
    : { gathered: gathered + more, told: 0 };
}
