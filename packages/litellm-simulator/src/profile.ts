/**
 * The LiteLLM releases that can be imitated.
 *
 * @public
 */
export type LiteLLMVersion = '1.82.1' | '1.108.2';

/** What differs between the two releases in more than one place. */
export interface Profile {
  readonly version: LiteLLMVersion;
  /** True for 1.108.2. A difference met in one place only is decided there. */
  readonly newer: boolean;
  /** `param` of an error that names none, outside authentication. */
  readonly noParam: null | 'None';
  /** Put before the message of an unexpected failure that became a 500. */
  readonly internalErrorPrefix: string;
  readonly budgetStatus: number;
  readonly expiredStatus: number;
  readonly modelDeniedStatus: number;
  readonly maxLogPageSize: number;
}

const PROFILES: Record<LiteLLMVersion, Profile> = {
  '1.82.1': {
    version: '1.82.1',
    newer: false,
    noParam: 'None',
    internalErrorPrefix: 'Internal Server Error, ',
    budgetStatus: 400,
    expiredStatus: 400,
    modelDeniedStatus: 401,
    maxLogPageSize: 100,
  },
  '1.108.2': {
    version: '1.108.2',
    newer: true,
    noParam: null,
    internalErrorPrefix: '',
    budgetStatus: 422,
    expiredStatus: 401,
    modelDeniedStatus: 403,
    maxLogPageSize: 1000,
  },
};

export const VERSIONS = Object.keys(PROFILES) as LiteLLMVersion[];

export function isVersion(text: string): text is LiteLLMVersion {
  return text in PROFILES;
}

export function profileOf(version: LiteLLMVersion): Profile {
  return PROFILES[version];
}
