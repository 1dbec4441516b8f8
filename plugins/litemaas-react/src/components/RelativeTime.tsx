import { useEffect, useState } from 'react';
import { useFormats } from '../format/useFormats';
import { Exact } from './Exact';

const TICK_MS = 30_000;

/** `3 hours ago`, kept true while it stands there; the exact time on hover and focus. @public */
export function RelativeTime(props: { instant: string }) {
  const formats = useFormats();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={props.instant}>
      <Exact exact={formats.exactTime(props.instant)}>
        {formats.relative(props.instant, now)}
      </Exact>
    </time>
  );
}
