export { TeamsApi } from './TeamsApi';
export type { TeamCreate, TeamPatch } from './requests';
export type { TeamInfo } from './schemas';
