export { UsersApi } from './UsersApi';
export type { UserCreate, UserPatch, UserRole } from './requests';
export type { UserInfo } from './schemas';
