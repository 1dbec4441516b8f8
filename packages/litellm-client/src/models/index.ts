export { ModelsApi, type ModelCreate, type ModelPatch } from './ModelsApi';
export type { Deployment, StoredModel } from './schemas';
