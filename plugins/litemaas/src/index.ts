/**
 * LiteMaaS in the portal: pages and entity cards. Add the package to the app; it needs no code.
 *
 * @packageDocumentation
 */
export { litemaasPlugin as default } from './plugin';
export { litemaasTranslationRef } from './translation';
