export { isPostgres } from './dialect';
export { inTransaction } from './inTransaction';
export * from './values';
