import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  periodSchema,
  textSchema,
  visibilitySchema,
} from '@litemaas/backstage-plugin-litemaas-common';
import { z } from 'zod';

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
  .url({
    protocol: /^https?$/,
    error: 'must be an http or https address',
    abort: true,
  })
  .refine(text => {
    const { username, password, search, hash } = new URL(text);
    return !(username || password || search || hash);
  }, 'must be an address without user, query or fragment')
  .transform(url => url.replace(/\/+$/, ''));

const titleSchema = textSchema(255).min(1, 'must not be empty');

const idSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lower-case letters, digits and hyphens',
  );

const gatewaySchema = z
  .strictObject({
    title: titleSchema.optional(),
    url: addressSchema,
    masterKey: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]+$/, 'must be a key: printable, without spaces'),
    publicUrl: addressSchema.optional(),
    allowInsecure: z.boolean().default(false),
  })
  .superRefine((gateway, context) => {
    for (const name of ['url', 'publicUrl'] as const) {
      const address = gateway[name];
      if (
        address &&
        URL.canParse(address) &&
        !gateway.allowInsecure &&
        !isSafe(new URL(address))
      ) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message:
            'must be https, since keys travel to it; allowInsecure: true allows http all the same',
        });
      }
    }
  });

export const destinationSchema = z.strictObject({
  title: titleSchema.optional(),
  kubernetes: z
    .strictObject({
      url: addressSchema
        .refine(url => url.startsWith('https:'), 'must be https')
        .optional(),
      token: z.string().optional(),
      tokenFile: z.string().optional(),
      caFile: z.string().optional(),
      namespaces: z.record(idSchema, z.array(refSchema).min(1)),
    })
    .superRefine(({ url, token, tokenFile, caFile }, context) => {
      const wrong = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (!url && (token ?? tokenFile ?? caFile) !== undefined) {
        wrong('url', 'must say which cluster the token or caFile is for');
      }
      if (url && (token === undefined) === (tokenFile === undefined)) {
        wrong('token', 'must be given, or a tokenFile in its place');
      }
    }),
});

const planSchema = z.strictObject({
  title: titleSchema,
  usd: z.number().min(0.01, 'must be at least 0.01').max(1e8).optional(),
  period: periodSchema,
  rpm: z.number().int().min(1).optional(),
  tpm: z.number().int().min(1).optional(),
});

export const ruleSchema = z.strictObject({
  match: z.string(),
  visibility: visibilitySchema.optional(),
  groups: z.array(ownerSchema).optional(),
  owner: ownerSchema.optional(),
  plans: z.array(z.string()).min(1).optional(),
  lifecycle: z.enum(['production', 'experimental', 'deprecated']).optional(),
  title: titleSchema.optional(),
  description: textSchema(1000).optional(),
});

const ringKeySchema = z.strictObject({
  id: idSchema,
  key: z
    .string()
    .transform(text => Buffer.from(text, 'base64'))
    .refine(key => key.length === 32, 'must be 32 bytes in base64'),
});

/** `litemaas` of the configuration, as it may be written. */
export const litemaasSchema = z
  .strictObject({
    gateways: z.record(idSchema, gatewaySchema),
    plans: z.record(idSchema, planSchema),
    models: z.strictObject({
      defaultOwner: ownerSchema,
      rules: z.array(ruleSchema).default([]),
    }),
    catalog: z
      .strictObject({ trustedLocations: z.array(addressSchema).default([]) })
      .prefault({}),
    admins: z.array(ownerSchema).default([]),
    auditors: z.array(ownerSchema).default([]),
    support: z.string().optional(),
    destinations: z.record(idSchema, destinationSchema).default({}),
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

/** Loopback addresses need no https. */
function isSafe({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  );
}
