import { z } from 'zod';

/** Channel of Backstage's signals on which open pages hear that something changed. @public */
export const litemaasSignalChannel = 'litemaas';

/** What changes while a page is open; `health` is how the gateway is. @public */
export const changedKindSchema = z.enum([
  'keys',
  'subscriptions',
  'models',
  'usage',
  'health',
]);

/** {@inheritDoc changedKindSchema} @public */
export type ChangedKind = z.infer<typeof changedKindSchema>;

/**
 * What is said on {@link litemaasSignalChannel}: of which kinds something changed somewhere. Not what, nor whose: signals
 * reach everybody who can open a connection, and who may know more asks the API. Kinds of a newer backend are left out.
 * @public
 */
export const litemaasSignalSchema = z.object({
  changed: z
    .array(z.string())
    .transform(kinds =>
      changedKindSchema.options.filter(k => kinds.includes(k)),
    ),
});

/** {@inheritDoc litemaasSignalSchema} @public */
export type LitemaasSignal = z.infer<typeof litemaasSignalSchema>;
