export { KeysApi, type KeyFilter } from './KeysApi';
export type { KeyCreate, KeyPatch, KeyType } from './requests';
export type { CreatedKey, KeyInfo } from './schemas';
export { hashKey, mintKey } from './identity';
