import { useKeys } from '@litemaas/backstage-plugin-litemaas-react';

/**
 * A name the owner has no key of yet: `gpt-4o-mini`, else `gpt-4o-mini-2`. Undefined while it is looked up, and without a
 * model.
 */
export function useKeyName(modelName: string | undefined, owner: string) {
  const base = modelName?.split('/').at(-1);
  const keys = useKeys(
    { owner, search: base, limit: 100 },
    { enabled: base !== undefined },
  );
  if (base === undefined || (!keys.items && !keys.error)) {
    return undefined;
  }
  const taken = new Set(keys.items?.map(key => key.name));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${base}-${number}`;
  }
  return name;
}
