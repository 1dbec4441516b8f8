export { HealthApi, type Readiness } from './HealthApi';
