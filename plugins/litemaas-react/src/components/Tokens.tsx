import { useFormats } from '../format/useFormats';
import { Exact } from './Exact';

/** A count at three digits (`1.28 M`), exact on hover and focus. @public */
export function Tokens(props: { value: number }) {
  const formats = useFormats();
  return (
    <Exact exact={formats.count(props.value)}>
      {formats.compact(props.value)}
    </Exact>
  );
}
