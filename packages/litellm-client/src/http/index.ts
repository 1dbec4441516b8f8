export { Http } from './Http';
export type { Answer, Call, CallOptions, LiteLlmClientOptions } from './call';
export type { Refusal } from './refusal';
