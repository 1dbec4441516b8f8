import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/**
 * Somebody who can sign in at the local issuer.
 *
 * @public
 */
export interface Person {
  /** The User's `metadata.name`; the claim `preferred_username`. */
  name: string;
  /** The claim `sub`. */
  sub: string;
  /** The claim `name`. */
  displayName: string;
  /** What the sign-in page calls the person: Developer, Team owner, Model owner, Admin or Auditor. */
  role: string;
  /** Absent for people whose identity provider tells no e-mail, as Dex with OpenShift. */
  email?: string;
  /** The claim `email_verified`. */
  emailVerified: boolean;
  /** Names of the person's groups, as in the User's `memberOf`. */
  groups: string[];
  /** The first group's title, for the sign-in page. */
  team?: string;
}

/** The fields of a catalog entity that the issuer reads. */
interface CatalogEntity {
  kind: string;
  metadata: {
    name: string;
    title?: string;
    annotations?: Record<string, string>;
  };
  spec: {
    profile?: { displayName?: string; email?: string };
    memberOf?: string[];
  };
}

/**
 * Reads the people from a YAML file of catalog entities: each User is a person, a Group tells its title, all else is
 * passed over.
 *
 * @public
 */
export function readPeople(file: string): Person[] {
  const entities = parseAllDocuments(readFileSync(file, 'utf8')).map(
    document => document.toJS() as CatalogEntity,
  );
  const titles = new Map(
    entities
      .filter(entity => entity.kind === 'Group')
      .map(({ metadata }) => [metadata.name, metadata.title]),
  );
  return entities
    .filter(entity => entity.kind === 'User')
    .map(({ metadata, spec }) => {
      const annotations = metadata.annotations ?? {};
      const groups = spec.memberOf ?? [];
      return {
        name: metadata.name,
        sub: annotations['oidc.litemaas.io/sub'] ?? metadata.name,
        displayName: spec.profile?.displayName ?? metadata.name,
        role: annotations['dev-issuer.litemaas.io/role'] ?? 'Developer',
        email: spec.profile?.email,
        emailVerified:
          annotations['dev-issuer.litemaas.io/email-verified'] !== 'false',
        groups,
        team: titles.get(groups[0]),
      };
    });
}
