/**
 * A LiteLLM proxy stand-in over HTTP that behaves as the real one was seen to behave, warts included.
 *
 * @packageDocumentation
 */

export { startSimulator } from './startSimulator';
export type {
  Simulator,
  SimulatorFaults,
  SimulatorOptions,
} from './startSimulator';
export type { DownMode, RouteFault } from './faults/Faults';
export type { Knobs } from './Knobs';
export type { ModelListEntry } from './models/ModelTable';
export type { LiteLLMVersion } from './profile';
export { SAMPLE_MODELS } from './sample/models';
