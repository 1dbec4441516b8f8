export {
  maxSpendLogPageSize,
  SpendApi,
  type SpendLogPage,
  type SpendLogQuery,
  type SpendLogWindow,
} from './SpendApi';
export type { SpendLog } from './schemas';
