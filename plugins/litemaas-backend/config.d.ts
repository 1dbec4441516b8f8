export interface Config {
  /** Models as a service on a LiteLLM gateway. */
  litemaas: {
    /** LiteLLM gateways by id. Exactly one is supported now. */
    gateways: {
      [gatewayId: string]: {
        /** What to call it on pages; its id when absent. */
        title?: string;
        /** Where the backend reaches it, e.g. `https://litellm.example.com`. https, unless it is on this machine. */
        url: string;
        /**
         * The master key, or a key of a `proxy_admin` user with the default key type.
         * @visibility secret
         */
        masterKey: string;
        /** Address in snippets, as people reach it; `url` when absent. */
        publicUrl?: string;
        /** Allows http to another machine, although keys travel to it. */
        allowInsecure?: boolean;
      };
    };
    /** Named sets of limits to subscribe on, by id. Editing one affects new subscriptions only. */
    plans: {
      [planId: string]: {
        title: string;
        /** Dollars per period, at least 0.01; without it money is not limited. */
        usd?: number;
        /** Calendar period in UTC. */
        period: 'day' | 'week' | 'month';
        /** Requests per minute of each key. */
        rpm?: number;
        /** Tokens per minute of each key. */
        tpm?: number;
      };
    };
    models: {
      /** User or Group that answers for every model which no rule gives to somebody else. */
      defaultOwner: string;
      /** How models are published; the first that matches a name applies. Without one a model is restricted. */
      rules?: Array<{
        /** A model's exact name, or a pattern with `*`. */
        match: string;
        /** Who may find it and how access is had; `restricted` when absent. */
        visibility?: 'public' | 'restricted' | 'private';
        /** Groups and users that may see it while it is private. */
        groups?: string[];
        /** User or Group that decides requests. */
        owner?: string;
        /** Plans one may choose, the default first; all when absent. */
        plans?: string[];
        lifecycle?: 'production' | 'experimental' | 'deprecated';
        /** Name on its card; the model's own name when absent. */
        title?: string;
        /** One line on its card. */
        description?: string;
      }>;
    };
    catalog?: {
      /**
       * What the addresses of Users, Groups and Components begin with that count here, besides `catalog.locations`: those
       * of providers, such as `https://github.com/acme`, and of locations that people register. Others from an address
       * give no role and no key.
       */
      trustedLocations?: string[];
    };
    /** Users and Groups that may do everything here. */
    admins?: string[];
    /** Users and Groups that may read everything here. */
    auditors?: string[];
    /** Whom to ask: a sentence, an address or a link. */
    support?: string;
    /** Where keys may be written to, by id: templates name the id, never an address. */
    destinations?: {
      [destinationId: string]: {
        /** What to call it; its id when absent. */
        title?: string;
        /** Secrets of a cluster. Its account must be allowed to get, create and update them in the namespaces below. */
        kubernetes: {
          /** The API server, https; without it, the cluster that the portal runs in, by its own service account. */
          url?: string;
          /**
           * A service account's token; or `tokenFile`.
           * @visibility secret
           */
          token?: string;
          /** A file with the token, read again every minute. */
          tokenFile?: string;
          /** A file with the certificates that the server's is signed by; those of Node when absent. */
          caFile?: string;
          /**
           * Namespaces, and whose keys may be written there: Users, Groups or Components. A Group stands for the
           * Components that it owns, too.
           */
          namespaces: { [namespace: string]: string[] };
        };
      };
    };
    usage?: {
      /** Who sees what single persons of a team used: the team's owners, or nobody but themselves. */
      persons?: 'owners' | 'nobody';
      /** Days of the gateway's log that are read at the first start; 30 when absent. */
      backfillDays?: number;
    };
    secrets?: {
      /**
       * Keys that seal API keys on their way to the gateway. The first seals, the others still open. To rotate, put a
       * new one in front; take the old one away after ten minutes. Required in production.
       */
      ring?: Array<{
        /** Name of the key, stored with what it sealed. */
        id: string;
        /**
         * 32 random bytes in base64, e.g. from `openssl rand -base64 32`.
         * @visibility secret
         */
        key: string;
      }>;
    };
  };
}
