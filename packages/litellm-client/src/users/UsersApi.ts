import { isLiteLlmError, LiteLlmError } from '../errors';
import type { CallOptions, Http } from '../http';
import { readPages, type Page } from '../paging';
import { toBody, type UserCreate, type UserPatch } from './requests';
import { createdUser, userAnswer, userList, type UserInfo } from './schemas';

/** `/user/list` refuses more. */
const PAGE_SIZE = 100;

/**
 * LiteLLM's internal users.
 *
 * @public
 */
export class UsersApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Creates a user, and no key with it. `conflict`: the id or the e-mail is
   * taken; concurrent creates with one id may all resolve, and make one user.
   */
  async create(user: UserCreate, options?: CallOptions): Promise<void> {
    await this.#http.json(
      {
        ...options,
        method: 'POST',
        path: '/user/new',
        body: {
          ...toBody(user),
          user_id: user.userId,
          auto_create_key: false,
        },
      },
      createdUser,
    );
  }

  /** A user as stored; undefined when there is none. */
  async get(
    userId: string,
    options?: CallOptions,
  ): Promise<UserInfo | undefined> {
    try {
      return await this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/user/info',
          query: { user_id: userId },
        },
        userAnswer,
      );
    } catch (error) {
      if (isLiteLlmError(error, 'not_found')) return undefined;
      throw error;
    }
  }

  /**
   * Changes a user. LiteLLM would create one that is not there, so it is read
   * first: `not_found`, nothing sent. Not atomic: one writer per user.
   */
  async update(
    userId: string,
    patch: UserPatch,
    options?: CallOptions,
  ): Promise<void> {
    if (!(await this.get(userId, options))) {
      throw new LiteLlmError('no such user', {
        kind: 'not_found',
        route: 'POST /user/update',
        outcome: 'not_sent',
      });
    }
    await this.#http.send({
      ...options,
      method: 'POST',
      path: '/user/update',
      body: { ...toBody(patch), user_id: userId },
    });
  }

  /**
   * Deletes a user **and all keys of that user**; one that is not there is
   * deleted already. On 1.82.1 those keys answer for up to 60 s more.
   */
  async delete(userId: string, options?: CallOptions): Promise<void> {
    try {
      await this.#http.send({
        ...options,
        method: 'POST',
        path: '/user/delete',
        body: { user_ids: [userId] },
      });
    } catch (error) {
      if (!isLiteLlmError(error, 'not_found')) throw error;
    }
  }

  /** Users, oldest first, page by page; see `collect`. */
  pages(options?: CallOptions): AsyncGenerator<Page<UserInfo>> {
    const read = (page: number) =>
      this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/user/list',
          query: {
            page,
            page_size: PAGE_SIZE,
            sort_by: 'created_at',
            sort_order: 'asc',
          },
        },
        userList,
      );
    return readPages(read, user => user.userId);
  }
}
