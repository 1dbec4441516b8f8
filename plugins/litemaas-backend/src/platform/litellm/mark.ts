import type { JsonObject } from '@litemaas/litellm-client';

/** How objects at the gateway show whose they are: `metadata.litemaas`. */
export type Mark = {
  /** The installation that made it. */
  installation: string;
  /** Of a key: our row. It comes back with every call in the gateway's log. */
  keyId?: string;
};

/** The mark in some metadata; null when nobody marked it. */
export function markOf(metadata: JsonObject): Mark | null {
  const { litemaas } = metadata;
  if (!litemaas || typeof litemaas !== 'object' || Array.isArray(litemaas)) {
    return null;
  }
  const { installation, keyId } = litemaas;
  return typeof installation === 'string'
    ? { installation, ...(typeof keyId === 'string' && { keyId }) }
    : null;
}

/** Metadata with our mark; what others wrote stays, since LiteLLM replaces all of it. */
export function marked(metadata: JsonObject, mark: Mark): JsonObject {
  return { ...metadata, litemaas: mark };
}
