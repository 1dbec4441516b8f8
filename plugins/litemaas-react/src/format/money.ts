import { NANOS_PER_USD } from '@litemaas/backstage-plugin-litemaas-common';

/** Decimals of a column of money. @public */
export type MoneyPrecision = 2 | 6;

/**
 * One precision for a whole column, by its largest value: two decimals from a dollar up, else six.
 * @param values - nano-dollars, as they come over the wire
 * @public
 */
export function moneyPrecision(values: Iterable<string>): MoneyPrecision {
  let anything = false;
  for (const value of values) {
    const nanos = magnitude(BigInt(value));
    if (nanos >= NANOS_PER_USD) {
      return 2;
    }
    anything ||= nanos > 0n;
  }
  return anything ? 6 : 2;
}

/**
 * Nano-dollars as text for reading. A non-zero amount is never shown as zero: `< $0.01`.
 * @param options - `minimum` and `maximum` count decimals
 */
export function formatNanos(
  nanos: string,
  options: { locale: string; minimum: number; maximum: number },
): string {
  const value = BigInt(nanos);
  const smallest = 10n ** BigInt(9 - options.maximum);
  const number = new Intl.NumberFormat(options.locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: options.minimum,
    maximumFractionDigits: options.maximum,
  });
  if (value !== 0n && magnitude(value) < smallest) {
    const edge = number.format(decimal(value < 0n ? -smallest : smallest));
    return value < 0n ? `> ${edge}` : `< ${edge}`;
  }
  return number.format(decimal(value));
}

/** Exact decimal text of nano-dollars, which `Intl` reads without going through a binary fraction. */
function decimal(nanos: bigint): Intl.StringNumericLiteral {
  const digits = magnitude(nanos).toString().padStart(10, '0');
  const text = `${nanos < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(
    -9,
  )}`;
  return text as Intl.StringNumericLiteral;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
