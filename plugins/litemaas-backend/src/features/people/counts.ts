import {
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { LitemaasConfig } from '../../config';

/**
 * Whether a User, Group or Component counts here: whether the operator let it in, by a provider or a configured
 * location, or somebody registered its location. Who may register one could make themselves an approver, an admin of a
 * group that is not there yet, or the owner of as many budgets as they like.
 *
 * What is registered has an address for its origin. So has what some providers bring, which the configuration names. The
 * catalog itself writes the annotation, over whatever a file says.
 */
export function counts(
  entity: Entity,
  { locations, trustedLocations }: LitemaasConfig['catalog'],
): boolean {
  const origin = entity.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
  if (!origin?.startsWith('url:')) {
    return true;
  }
  const address = origin.slice('url:'.length);
  return (
    locations.includes(address) ||
    trustedLocations.some(trusted => isUnder(address, trusted))
  );
}

/** Compares addresses as they are fetched, `..` resolved. `/acme-two` is not under `/acme`. */
function isUnder(address: string, trusted: string): boolean {
  return (
    URL.canParse(address) &&
    `${new URL(address).href}/`.startsWith(
      new URL(trusted).href.replace(/\/*$/, '/'),
    )
  );
}
