export { oidcModule as default } from './module';
