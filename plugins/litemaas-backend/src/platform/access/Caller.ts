import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';

/** The signed-in person who asks. */
export interface Caller {
  /** Full reference in lower case. */
  entityRef: string;
  /** What to call them. */
  title: string;
  /** Full references in lower case, the person's own among them; from the user info service, never from the token. */
  ownershipRefs: string[];
  /** Listed in `litemaas.admins`, by themselves or by a group. */
  isAdmin: boolean;
  /** Listed in `litemaas.auditors`. */
  isAuditor: boolean;
  credentials: BackstageCredentials<BackstageUserPrincipal>;
}

/** Finds out who a person is to LiteMaaS. */
export class CallerService {
  readonly #options: {
    userInfo: UserInfoService;
    admins: string[];
    auditors: string[];
    uncounted(refs: string[]): Promise<Set<string>>;
    titleOf(entityRef: string): Promise<string>;
  };

  constructor(options: {
    userInfo: UserInfoService;
    /** Full references in lower case. */
    admins: string[];
    auditors: string[];
    /** Those of the references that give nothing, whoever claims them. */
    uncounted(refs: string[]): Promise<Set<string>>;
    titleOf(entityRef: string): Promise<string>;
  }) {
    this.#options = options;
  }

  async callerOf(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Caller> {
    const { userInfo, admins, auditors, uncounted, titleOf } = this.#options;
    const info = await userInfo.getUserInfo(credentials);
    const entityRef = info.userEntityRef.toLocaleLowerCase('en-US');
    const claims = new Set([
      entityRef,
      ...info.ownershipEntityRefs.map(ref => ref.toLocaleLowerCase('en-US')),
    ]);
    const giveNothing = await uncounted([...claims]);
    // Somebody who registered themselves is somebody, but in no group and of no role.
    const counting = giveNothing.has(entityRef)
      ? []
      : [...claims].filter(ref => !giveNothing.has(ref));
    return {
      entityRef,
      title: await titleOf(entityRef),
      ownershipRefs: counting.length > 0 ? counting : [entityRef],
      isAdmin: admins.some(ref => counting.includes(ref)),
      isAuditor: auditors.some(ref => counting.includes(ref)),
      credentials,
    };
  }
}
