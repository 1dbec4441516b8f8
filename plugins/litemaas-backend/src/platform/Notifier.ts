import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';

/** A message to people, with the page it is about. */
export interface Notice {
  /** Users and groups. */
  to: string[];
  title: string;
  description?: string;
  /** Path in the portal, e.g. `/litemaas/approvals`. */
  link: string;
}

/**
 * Tells people through Backstage's notifications. A portal without them, or one that is just down, must not fail what
 * has already happened: what could not be sent is said in the log.
 */
export class Notifier {
  readonly #notifications: NotificationService;
  readonly #logger: LoggerService;

  constructor(options: {
    notifications: NotificationService;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /**
   * Sends once, after what it tells was committed. Never throws, not even for what the words needed. `scope` names the
   * occasion: a second message about it takes the place of the first.
   */
  async send(scope: string, compose: () => Promise<Notice>): Promise<void> {
    try {
      const { to, ...payload } = await compose();
      if (to.length > 0) {
        await this.#notifications.send({
          recipients: { type: 'entity', entityRef: to },
          payload: { ...payload, scope, topic: 'litemaas' },
        });
      }
    } catch (error) {
      this.#logger.warn(
        `Could not notify about ${scope}: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  }
}
