/**
 * Model, gateway and API entities from LiteMaaS.
 *
 * @packageDocumentation
 */
export { catalogModuleLitemaas as default } from './module';
