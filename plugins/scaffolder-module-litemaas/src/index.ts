/**
 * LiteMaaS in templates.
 *
 * @packageDocumentation
 */
export { scaffolderModuleLitemaas as default } from './module';
