export { expectNoAxeViolations } from './axe';
export { screenshot } from './screenshot';
export { signInAs } from './signIn';
export { expect, test, type Gateway } from './test';
