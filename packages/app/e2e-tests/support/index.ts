export { expectNoAxeViolations } from './axe';
export { chat, untilChat } from './gatewayCalls';
export { listening } from './listening';
export { keyFor, subscribed } from './prepare';
export {
  apiAs,
  failingModel,
  journeyModels,
  type JourneyModels,
} from './portal';
export { screenshot } from './screenshot';
export { signInAs } from './signIn';
export { runInShell } from './shell';
export { expect, test, type Gateway } from './test';
