import type {
  Model,
  Visibility,
} from '@litemaas/backstage-plugin-litemaas-common';

/** One entry of `litemaas.models.rules`. */
export interface ModelRule {
  /** A model's exact name, or a pattern with `*`. */
  match: string;
  visibility?: Visibility;
  /** Who may see a private model. */
  groups?: string[];
  owner?: string;
  plans?: string[];
  title?: string;
  description?: string;
  lifecycle?: Model['lifecycle'];
}

/** How a model is published. */
export interface Publication {
  visibility: Visibility;
  groups: string[];
  ownerRef: string;
  /** The default first. */
  planIds: string[];
  title: string | null;
  description: string | null;
  lifecycle: Model['lifecycle'];
}

/**
 * Applies the first rule that matches a name. Without one a model is restricted: nothing the gateway gains is open to
 * everybody before somebody said so.
 */
export function publicationOf(
  name: string,
  options: { rules: ModelRule[]; defaultOwner: string; planIds: string[] },
): Publication {
  const rule = options.rules.find(one => matches(one.match, name));
  return {
    visibility: rule?.visibility ?? 'restricted',
    groups: [...new Set(rule?.groups)],
    ownerRef: rule?.owner ?? options.defaultOwner,
    planIds: [...new Set(rule?.plans ?? options.planIds)],
    title: rule?.title ?? null,
    description: rule?.description ?? null,
    lifecycle: rule?.lifecycle ?? 'production',
  };
}

function matches(pattern: string, name: string): boolean {
  const literals = pattern
    .split('*')
    .map(literal => literal.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`).test(name);
}
