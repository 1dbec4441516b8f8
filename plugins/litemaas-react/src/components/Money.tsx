import type { MoneyPrecision } from '../format/money';
import { useFormats } from '../format/useFormats';
import { Exact } from './Exact';

/**
 * An amount in a column of one precision (see `moneyPrecision`), exact on hover and focus.
 * @public
 */
export function Money(props: { nanos: string; precision: MoneyPrecision }) {
  const formats = useFormats();
  return (
    <Exact exact={formats.exactMoney(props.nanos)}>
      {formats.money(props.nanos, props.precision)}
    </Exact>
  );
}
