/**
 * How the in-memory portal behaves: `localStorage.setItem('litemaas-dev', 'empty')` and reload.
 * `full` all there; `empty` nothing published; `loading` never answers; `error` answers 503; `stale` gateway away;
 * `lost` answers of creating a key get lost on the way.
 */
export const variants = [
  'full',
  'empty',
  'loading',
  'error',
  'stale',
  'lost',
] as const;

export type Variant = (typeof variants)[number];

export function currentVariant(): Variant {
  const chosen = localStorage.getItem('litemaas-dev');
  return variants.find(variant => variant === chosen) ?? 'full';
}
