/**
 * How the in-memory portal behaves: `localStorage.setItem('litemaas-dev', 'empty')` and reload.
 * `full` all there; `empty` nothing published; `nothing` the same, seen by an admin; `new` models, but no subscription and no key yet; `loading` never answers; `error` answers 503; `stale` gateway away;
 * `lost` answers of creating a key get lost on the way; `many` more of everything than a page shows; `member` approves
 * nothing.
 */
export const variants = [
  'full',
  'empty',
  'nothing',
  'new',
  'loading',
  'error',
  'stale',
  'lost',
  'many',
  'member',
] as const;

export type Variant = (typeof variants)[number];

export function currentVariant(): Variant {
  const chosen = localStorage.getItem('litemaas-dev');
  return variants.find(variant => variant === chosen) ?? 'full';
}
