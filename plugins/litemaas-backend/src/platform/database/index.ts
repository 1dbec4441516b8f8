export { isPostgres } from './dialect';
export { afterCommit, inTransaction } from './inTransaction';
export * from './values';
