/** What main.ts found out, and hands to each file of cases by the environment. */
export interface Facts {
  url: string;
  masterKey: string;
  version: string;
  /** Begins the name of all that this run makes, and of nothing else. */
  prefix: string;
}

export function toEnvironment(facts: Facts): Record<string, string> {
  return {
    LITELLM_URL: facts.url,
    LITELLM_MASTER_KEY: facts.masterKey,
    CONTRACT_VERSION: facts.version,
    CONTRACT_PREFIX: facts.prefix,
  };
}

export function fromEnvironment(): Facts {
  const read = (name: string) => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set: run scripts/contract.mjs`);
    return value;
  };
  return {
    url: read('LITELLM_URL'),
    masterKey: read('LITELLM_MASTER_KEY'),
    version: read('CONTRACT_VERSION'),
    prefix: read('CONTRACT_PREFIX'),
  };
}
