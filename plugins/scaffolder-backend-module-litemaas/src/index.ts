/**
 * Template actions of LiteMaaS.
 *
 * @packageDocumentation
 */
export { scaffolderModuleLitemaas as default } from './module';
