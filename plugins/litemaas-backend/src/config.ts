import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import {
  periodSchema,
  usdToNanos,
  visibilitySchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';
import type { RingKey } from './platform/secrets/KeyRing';

const refSchema = z.string().transform((text, context) => {
  try {
    const ref = stringifyEntityRef(parseEntityRef(text));
    return ref.toLocaleLowerCase('en-US');
  } catch {
    context.addIssue(
      'must be a full entity reference such as user:default/ana',
    );
    return z.NEVER;
  }
});

const ownerSchema = refSchema.refine(
  ref => /^(user|group):/.test(ref),
  'must be a User or a Group',
);

const addressSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform(url => url.replace(/\/+$/, ''));

const idSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lower-case letters, digits and hyphens',
  );

const gatewaySchema = z
  .strictObject({
    title: z.string().optional(),
    url: addressSchema,
    masterKey: z.string(),
    publicUrl: addressSchema.optional(),
    allowInsecure: z.boolean().default(false),
  })
  .superRefine((gateway, context) => {
    for (const name of ['url', 'publicUrl'] as const) {
      const address = gateway[name];
      if (address && !gateway.allowInsecure && !isSafe(new URL(address))) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message:
            'must be https, since keys travel to it; allowInsecure: true allows http all the same',
        });
      }
    }
  });

const planSchema = z.strictObject({
  title: z.string(),
  usd: z.number().min(0.01, 'must be at least 0.01').max(1e8).optional(),
  period: periodSchema,
  rpm: z.number().int().min(1).optional(),
  tpm: z.number().int().min(1).optional(),
});

const ruleSchema = z.strictObject({
  match: z.string(),
  visibility: visibilitySchema.optional(),
  groups: z.array(refSchema).optional(),
  owner: ownerSchema.optional(),
  plans: z.array(z.string()).min(1).optional(),
  lifecycle: z.enum(['production', 'experimental', 'deprecated']).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
});

const ringKeySchema = z.strictObject({
  id: idSchema,
  key: z
    .string()
    .transform(text => Buffer.from(text, 'base64'))
    .refine(key => key.length === 32, 'must be 32 bytes in base64'),
});

const schema = z
  .strictObject({
    gateways: z.record(idSchema, gatewaySchema),
    plans: z.record(idSchema, planSchema),
    models: z.strictObject({
      defaultOwner: ownerSchema,
      rules: z.array(ruleSchema).default([]),
    }),
    admins: z.array(refSchema).default([]),
    auditors: z.array(refSchema).default([]),
    support: z.string().optional(),
    usage: z
      .strictObject({
        persons: z.enum(['owners', 'nobody']).default('owners'),
        backfillDays: z.number().int().min(0).max(400).default(30),
      })
      .prefault({}),
    secrets: z
      .strictObject({ ring: z.array(ringKeySchema).default([]) })
      .prefault({}),
  })
  .superRefine(({ gateways, plans, models, secrets }, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (Object.keys(gateways).length !== 1) {
      wrong(['gateways'], 'must name exactly one gateway; more come later');
    }
    if (Object.keys(plans).length === 0) {
      wrong(['plans'], 'must name a plan: one subscribes on one');
    }
    models.rules.forEach((rule, index) => {
      const unknown = rule.plans?.find(plan => !(plan in plans));
      if (unknown) {
        wrong(
          ['models', 'rules', index, 'plans'],
          `names "${unknown}", which litemaas.plans does not have`,
        );
      }
    });
    const ids = secrets.ring.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) {
      wrong(['secrets', 'ring'], 'has two keys with one id');
    }
  });

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
    period: z.output<typeof periodSchema>;
    rpm: number | null;
    tpm: number | null;
  }[];
  models: { defaultOwner: string; rules: z.output<typeof ruleSchema>[] };
  admins: string[];
  auditors: string[];
  support: string | null;
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
  const parsed = schema.safeParse(
    withoutEmpty(config.getOptional('litemaas') ?? {}),
    { reportInput: true },
  );
  if (!parsed.success) {
    throw new Error(sentence(parsed.error.issues[0]));
  }
  const { gateways, plans, models, secrets, support, ...rest } = parsed.data;
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
    models,
    support: support ?? null,
    ring: secrets.ring,
  };
}

/** Loopback addresses need no https. */
function isSafe({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  );
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

function sentence(issue: z.core.$ZodIssue): string {
  const path = (...rest: PropertyKey[]) =>
    ['litemaas', ...issue.path, ...rest].map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `Configuration: ${path(issue.keys[0])} is no setting of LiteMaaS.`;
    case 'invalid_type':
      return issue.input === undefined
        ? `Configuration: ${path()} is missing.`
        : `Configuration: ${path()} must be a value of type ${issue.expected}.`;
    case 'invalid_value':
      return `Configuration: ${path()} must be one of ${issue.values.join(
        ', ',
      )}.`;
    case 'invalid_key':
      return `Configuration: ${path()} ${issue.issues[0].message}.`;
    default:
      return `Configuration: ${path()} ${issue.message}.`;
  }
}
