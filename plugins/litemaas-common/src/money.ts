import { z } from 'zod';

/**
 * One US dollar in nano-dollars, the only unit of money in LiteMaaS.
 * @public
 */
export const NANOS_PER_USD = 1_000_000_000n;

/**
 * Money on the wire: an integer count of nano-dollars as a decimal string, since a JSON number loses precision
 * above 2^53 (about nine million dollars).
 * @public
 */
export const nanosSchema = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,17})$/, {
    error: 'must be a whole number of nano-dollars',
    // What comes after reads a number.
    abort: true,
  })
  .meta({ id: 'Nanos', description: 'Nano-dollars (1 USD = 1,000,000,000)' });

/**
 * Turns a decimal dollar amount into nano-dollars, rounding half away from zero at the tenth decimal.
 * Works on the shortest decimal text of the number, so `0.1` is exactly 100,000,000.
 * @throws RangeError when the amount is not a finite number
 * @public
 */
export function usdToNanos(usd: number): bigint {
  return scaleDecimal(usd, 9);
}

/**
 * Turns a price in dollars per token (LiteLLM's unit) into nano-dollars per million tokens (ours).
 * @throws RangeError when the price is not a finite number
 * @public
 */
export function usdPerTokenToNanosPerMillion(usdPerToken: number): bigint {
  return scaleDecimal(usdPerToken, 15);
}

/**
 * Nano-dollars as dollars, for display and for LiteLLM's bodies only: never calculate with the result.
 * @public
 */
export function nanosToUsd(nanos: bigint): number {
  return Number(nanos) / Number(NANOS_PER_USD);
}

function scaleDecimal(value: number, digits: number): bigint {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Not an amount of money: ${value}`);
  }
  const [mantissa, exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const shift = digits + Number(exponent) - fraction.length;
  const scaled = BigInt(whole + fraction);
  const magnitude =
    shift >= 0
      ? scaled * 10n ** BigInt(shift)
      : roundHalfUp(scaled, 10n ** BigInt(-shift));
  return value < 0 ? -magnitude : magnitude;
}

function roundHalfUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor / 2n) / divisor;
}
