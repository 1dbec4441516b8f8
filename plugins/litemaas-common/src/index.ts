/**
 * The wire contract of LiteMaaS: what its REST API takes and answers, once, for browser and server.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './catalog/schema';
export * from './client';
export * from './deliveries/schema';
export * from './errors';
export * from './health/schema';
export * from './keys/schema';
export * from './models/schema';
export * from './money';
export * from './people/schema';
export * from './period';
export * from './permissions';
export * from './plans';
export * from './signals/schema';
export * from './subscriptions/schema';
export * from './usage/schema';
export * from './wire';
