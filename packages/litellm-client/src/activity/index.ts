export { ActivityApi, type ActivityQuery } from './ActivityApi';
export type { ActivityCell, ActivityDay } from './merge';
export type { ActivityMetrics } from './schemas';
