import { isLiteLlmError } from '../errors';
import type { CallOptions, Http } from '../http';
import { readPages, type Page } from '../paging';
import { toBody, type TeamCreate, type TeamPatch } from './requests';
import { teamAnswer, teamList, teamRow, type TeamInfo } from './schemas';

/** `/v2/team/list` refuses more. */
const PAGE_SIZE = 100;

/**
 * Teams.
 *
 * @public
 */
export class TeamsApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Creates a team. `conflict`: the id is taken, also when creates race. */
  async create(team: TeamCreate, options?: CallOptions): Promise<TeamInfo> {
    return this.#http.json(
      {
        ...options,
        method: 'POST',
        path: '/team/new',
        body: { ...toBody(team), team_id: team.teamId },
      },
      teamRow,
    );
  }

  /** A team as stored; undefined when there is none. */
  async get(
    teamId: string,
    options?: CallOptions,
  ): Promise<TeamInfo | undefined> {
    try {
      return await this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/team/info',
          query: { team_id: teamId },
        },
        teamAnswer,
      );
    } catch (error) {
      if (isLiteLlmError(error, 'not_found')) return undefined;
      throw error;
    }
  }

  /** Changes a team; `get` tells what was stored. */
  async update(
    teamId: string,
    patch: TeamPatch,
    options?: CallOptions,
  ): Promise<void> {
    await this.#http.send({
      ...options,
      method: 'POST',
      path: '/team/update',
      body: { ...toBody(patch), team_id: teamId },
    });
  }

  /**
   * Deletes a team **and all keys of that team**; one that is not there is
   * deleted already. On 1.82.1 those keys answer for up to 60 s more.
   */
  async delete(teamId: string, options?: CallOptions): Promise<void> {
    try {
      await this.#http.send({
        ...options,
        method: 'POST',
        path: '/team/delete',
        body: { team_ids: [teamId] },
      });
    } catch (error) {
      if (!isLiteLlmError(error, 'not_found')) throw error;
    }
  }

  /** Blocks a team. Its keys answer for up to 60 s more: no way to stop one. */
  async block(teamId: string, options?: CallOptions): Promise<TeamInfo> {
    return this.#hold('/team/block', teamId, options);
  }

  /** Lets a blocked team's keys call again, within 60 s. */
  async unblock(teamId: string, options?: CallOptions): Promise<TeamInfo> {
    return this.#hold('/team/unblock', teamId, options);
  }

  /** Teams, oldest first, page by page; see `collect`. */
  pages(options?: CallOptions): AsyncGenerator<Page<TeamInfo>> {
    const read = (page: number) =>
      this.#http.json(
        {
          ...options,
          method: 'GET',
          path: '/v2/team/list',
          query: {
            page,
            page_size: PAGE_SIZE,
            sort_by: 'created_at',
            sort_order: 'asc',
          },
        },
        teamList,
      );
    return readPages(read, team => team.teamId);
  }

  async #hold(
    path: string,
    teamId: string,
    options?: CallOptions,
  ): Promise<TeamInfo> {
    return this.#http.json(
      { ...options, method: 'POST', path, body: { team_id: teamId } },
      teamRow,
    );
  }
}
