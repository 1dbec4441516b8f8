import type { Deployment } from '../../platform/litellm';
import {
  usdPerTokenToNanosPerMillion,
  usdToNanos,
  type ModelMode,
  type Price,
} from '@litemaas/backstage-plugin-litemaas-common';

/** A price in our unit: nano-dollars per million tokens, or per `unit`. `null` is not known. */
export interface ModelPrice {
  state: Price['state'];
  inputNanos: bigint | null;
  outputNanos: bigint | null;
  cacheReadNanos: bigint | null;
  cacheWriteNanos: bigint | null;
  reasoningNanos: bigint | null;
  unit: Price['unit'];
  perUnitNanos: bigint | null;
}

/** A billion dollars: a price per million that was typed where one per token belongs. Nobody knows what was meant. */
const BEYOND_REASON = 10n ** 18n;

type GatewayPrices = Deployment['prices'];

/** What is billed by something else than tokens, by mode: the unit, and where LiteLLM keeps its price. */
const UNITS: Partial<
  Record<
    ModelMode,
    { unit: Price['unit']; of(prices: GatewayPrices): number | undefined }
  >
> = {
  image: {
    unit: 'image',
    of: prices => prices.outputPerImage ?? prices.inputPerImage,
  },
  transcription: {
    unit: 'second',
    of: prices => prices.inputPerSecond ?? prices.outputPerSecond,
  },
  speech: { unit: 'character', of: prices => prices.inputPerCharacter },
  rerank: { unit: 'query', of: prices => prices.inputPerQuery },
};

/**
 * The price a caller must reckon with: the dearest of the deployments, field by field. Free only when all are
 * explicitly free; unknown when no deployment has a price, since LiteLLM's silence is not zero.
 */
export function dearestPrice(
  mode: ModelMode,
  deployments: Deployment[],
): ModelPrice {
  const prices = deployments.map(deployment => deployment.prices);
  const unit = UNITS[mode];
  const dearest = (
    of: (prices: GatewayPrices) => number | undefined,
    convert = usdPerTokenToNanosPerMillion,
  ) => most(prices.map(of), convert);

  const price = {
    inputNanos: dearest(one => one.inputPerToken),
    outputNanos: dearest(one => one.outputPerToken),
    cacheReadNanos: dearest(one => one.cacheReadPerToken),
    cacheWriteNanos: dearest(one => one.cacheWritePerToken),
    reasoningNanos: dearest(one => one.reasoningPerToken),
    perUnitNanos: unit ? dearest(unit.of, usdToNanos) : null,
  };
  const known = Object.values(price).filter(value => value !== null);
  const everyDeploymentPriced = prices.every(
    one =>
      one.inputPerToken !== undefined ||
      one.outputPerToken !== undefined ||
      unit?.of(one) !== undefined,
  );
  return {
    ...price,
    unit: price.perUnitNanos !== null && unit ? unit.unit : null,
    state: stateOf(known, everyDeploymentPriced),
  };
}

function stateOf(
  known: bigint[],
  everyDeploymentPriced: boolean,
): Price['state'] {
  if (known.some(value => value > 0n)) {
    return 'known';
  }
  return known.length > 0 && everyDeploymentPriced ? 'free' : 'unknown';
}

function most(
  values: (number | undefined)[],
  convert: (usd: number) => bigint,
): bigint | null {
  const known = values
    .filter(value => value !== undefined)
    .map(convert)
    .filter(nanos => nanos >= 0n && nanos < BEYOND_REASON);
  return known.length
    ? known.reduce((left, right) => (left > right ? left : right))
    : null;
}
