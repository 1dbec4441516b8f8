/**
 * A typed client of the LiteLLM proxy, checked against real gateways.
 *
 * @packageDocumentation
 */

export { createLiteLlmClient, type LiteLlmClient } from './client';
export {
  isLiteLlmError,
  LiteLlmError,
  type LiteLlmErrorFields,
  type LiteLlmErrorKind,
  type LiteLlmOutcome,
} from './errors';
export type { CallOptions, LiteLlmClientOptions } from './http';
export {
  ALL_MODELS,
  NO_MODELS,
  type Duration,
  type JsonObject,
  type JsonValue,
  type ModelNames,
} from './fields';
export { collect, type Listing, type Page } from './paging';
export * from './keys';
export * from './users';
export * from './teams';
export * from './models';
export * from './spend';
export * from './activity';
export * from './health';
export * from './chat';
export * from './embeddings';
