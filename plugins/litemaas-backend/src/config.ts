import type { Config } from '@backstage/config';
import {
  usdToNanos,
  type Period,
} from '@litemaas/backstage-plugin-litemaas-common';
import type { z } from 'zod';
import {
  litemaasSchema,
  type destinationSchema,
  type ruleSchema,
} from './configSchema';
import { clauseOf } from './platform/clauseOf';
import type { RingKey } from './platform/secrets/KeyRing';

/** The configuration of LiteMaaS, checked. References are full and in lower case. */
export interface LitemaasConfig {
  gateway: {
    id: string;
    title: string;
    url: string;
    masterKey: string;
    /** Address for snippets, ending in `/v1`. */
    publicUrl: string;
    /** Where the catalog module puts its entities. */
    entityNamespace: string;
  };
  plans: {
    id: string;
    title: string;
    /** `null`: no money limit. */
    budgetNanos: bigint | null;
    period: Period;
    rpm: number | null;
    tpm: number | null;
  }[];
  /** Whose Users, Groups and Components count: addresses in `catalog.locations`, and what addresses begin with. */
  catalog: { locations: string[]; trustedLocations: string[] };
  models: { defaultOwner: string; rules: z.output<typeof ruleSchema>[] };
  admins: string[];
  auditors: string[];
  support: string | null;
  /** Where keys may be written to, by id. */
  destinations: Record<string, z.output<typeof destinationSchema>>;
  usage: { persons: 'owners' | 'nobody'; backfillDays: number };
  /** The first seals. Empty in development only. */
  ring: RingKey[];
}

/**
 * Reads and checks `litemaas` once.
 * @throws Error whose message is one sentence that names the key
 */
export function readLitemaasConfig(
  config: Config,
  options: { isProduction: boolean },
): LitemaasConfig {
  const parsed = litemaasSchema.safeParse(
    withoutEmpty(config.getOptional('litemaas') ?? {}),
    { reportInput: true },
  );
  if (!parsed.success) {
    throw new Error(sentence(parsed.error.issues[0]));
  }
  const { gateways, plans, models, catalog, secrets, support, ...rest } =
    parsed.data;
  if (options.isProduction && secrets.ring.length === 0) {
    throw new Error(
      'Configuration: litemaas.secrets.ring must hold at least one key in production, since it seals keys on their way to the gateway.',
    );
  }
  const [[id, gateway]] = Object.entries(gateways);
  const publicUrl = gateway.publicUrl ?? gateway.url;
  return {
    ...rest,
    gateway: {
      id,
      title: gateway.title ?? id,
      url: gateway.url,
      masterKey: gateway.masterKey,
      publicUrl: publicUrl.endsWith('/v1') ? publicUrl : `${publicUrl}/v1`,
      entityNamespace:
        config.getOptionalString(
          `catalog.providers.litemaas.${id}.namespace`,
        ) ?? 'default',
    },
    plans: Object.entries(plans).map(([planId, plan]) => ({
      id: planId,
      title: plan.title,
      budgetNanos: plan.usd === undefined ? null : usdToNanos(plan.usd),
      period: plan.period,
      rpm: plan.rpm ?? null,
      tpm: plan.tpm ?? null,
    })),
    catalog: {
      ...catalog,
      locations: (config.getOptionalConfigArray('catalog.locations') ?? [])
        .filter(location => location.getString('type') === 'url')
        .map(location => location.getString('target')),
    },
    models,
    support: support ?? null,
    ring: secrets.ring,
  };
}

/** `${VARIABLE:-}` gives an empty text where nothing was set: it counts as absent. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutEmpty);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== '')
      .map(([key, item]) => [key, withoutEmpty(item)]),
  );
}

/** Types whose names in zod are not those of YAML. */
const TYPES: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a group of settings',
  record: 'a group of settings',
  string: 'a text',
};

function sentence(issue: z.core.$ZodIssue): string {
  const path = (...rest: PropertyKey[]) =>
    ['litemaas', ...issue.path, ...rest].map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `Configuration: ${path(issue.keys[0])} is no setting of LiteMaaS.`;
    case 'invalid_type':
      return issue.input === undefined
        ? `Configuration: ${path()} is missing.`
        : `Configuration: ${path()} must be ${
            TYPES[issue.expected] ?? `a value of type ${issue.expected}`
          }.`;
    case 'invalid_value':
      return `Configuration: ${path()} must be one of ${issue.values.join(
        ', ',
      )}.`;
    case 'invalid_key':
      return `Configuration: ${path()} ${issue.issues[0].message}.`;
    default:
      return `Configuration: ${path()} ${clauseOf(issue.message)}.`;
  }
}
