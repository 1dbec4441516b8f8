export type {
  Deployment,
  Duration,
  JsonObject,
  KeyInfo,
  KeyPatch,
  LiteLlmClient,
  ModelNames,
} from '@litemaas/litellm-client';
export { collect, isLiteLlmError, NO_MODELS } from '@litemaas/litellm-client';
export { createLiteLlm, type LiteLlm } from './createLiteLlm';
export type { GatewayHealth, GatewayStatus } from './GatewayHealth';
export { gatewayFailure, type GatewayFailure } from './outcome';
export { marked, markOf, type Mark } from './mark';
