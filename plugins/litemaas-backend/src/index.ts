/**
 * The backend of LiteMaaS, and what a permission policy needs to speak of it.
 *
 * @packageDocumentation
 */
export { litemaasPlugin as default } from './plugin';
export {
  createLitemaasKeyConditionalDecision,
  createLitemaasModelConditionalDecision,
  createLitemaasSubscriptionConditionalDecision,
  litemaasKeyConditions,
  litemaasModelConditions,
  litemaasSubscriptionConditions,
} from './platform/access/rules';
