import type { PeopleService } from '../people/PeopleService';

/** Who decides requests. */
export class Approvers {
  readonly #people: PeopleService;
  readonly #adminRefs: string[];

  constructor(options: { people: PeopleService; adminRefs: string[] }) {
    this.#people = options.people;
    this.#adminRefs = options.adminRefs;
  }

  /** Who may decide a request for a model of this owner: never who asked; the admins when nobody else is left. */
  async of(modelOwnerRef: string, requestedBy: string): Promise<string[]> {
    const approvers = await this.#people.approversOf(modelOwnerRef);
    const others = approvers.filter(ref => ref !== requestedBy);
    return others.length > 0
      ? others
      : this.#adminRefs.filter(ref => ref !== requestedBy);
  }
}
