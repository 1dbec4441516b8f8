import { createHash } from 'node:crypto';

/**
 * Name of a model's catalog entity: at most 63 letters, digits and `-_.`, as the catalog demands. A name that had to be
 * changed carries a short hash, so that `a/b` and `a:b` do not meet.
 */
export function entityNameOf(modelName: string): string {
  const slug = modelName
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  if (slug === modelName && slug.length <= 63) {
    return slug;
  }
  const hash = createHash('sha256').update(modelName).digest('hex').slice(0, 6);
  return `${slug.slice(0, 56).replace(/[^a-z0-9]+$/, '') || 'model'}-${hash}`;
}
