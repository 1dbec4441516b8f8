/** What the global setup started, as the tests see it. */
export interface Environment {
  /** The portal, `http://localhost:<port>`. */
  portalUrl: string;
  gateway: {
    /** The gateway as portal and people reach it: through the proxy that can cut it off. */
    url: string;
    masterKey: string;
    /** Whether it is the simulator, which can be told what time it is. */
    isSimulated: boolean;
    /** Where the proxy takes orders. */
    controlUrl: string;
  };
}

const VARIABLE = 'LITEMAAS_E2E';

/** Hands the environment on to the test worker, which inherits the variables of the setup. */
export function publishEnvironment(environment: Environment) {
  process.env[VARIABLE] = JSON.stringify(environment);
}

/** The environment of this run. */
export function readEnvironment(): Environment {
  const value = process.env[VARIABLE];
  if (!value) throw new Error('The global setup did not run.');
  return JSON.parse(value);
}
