export type { Deployment, LiteLlmClient } from '@litemaas/litellm-client';
export { createLiteLlm, type LiteLlm } from './createLiteLlm';
export type { GatewayHealth, GatewayStatus } from './GatewayHealth';
export { gatewayFailure, type GatewayFailure } from './outcome';
