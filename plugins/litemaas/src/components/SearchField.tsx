import { SearchInput } from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 250;

/** A search field that reports a pause in typing rather than each keystroke. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange(value: string): void;
  /** Takes what looks like a key; the field forgets it at once. Absent: it is searched for as it is. */
  onKey?(value: string): void;
}) {
  const { label, value, onChange, onKey } = props;
  const [typed, setTyped] = useState(value);
  const reported = useRef(value);
  const report = useRef({ onChange, onKey });
  report.current = { onChange, onKey };

  useEffect(() => {
    // Changed from outside: back, or "clear all filters".
    if (value !== reported.current) {
      reported.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed === reported.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      const { onChange: search, onKey: find } = report.current;
      if (find && /^\s*sk-/i.test(typed)) {
        setTyped(reported.current);
        find(typed.trim());
        return;
      }
      reported.current = typed;
      search(typed);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(_event, next) => setTyped(next)}
      onClear={() => setTyped('')}
    />
  );
}
