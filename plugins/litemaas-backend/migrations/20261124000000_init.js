// @ts-check

/**
 * The first schema. Conventions of every table:
 * - ids are UUIDv7, made by the application; instants are UTC; money is bigint nano-dollars;
 * - what lives at a gateway carries `gateway_id`; entity references are lower-case full references;
 * - JSON is kept as text, so that PostgreSQL and SQLite answer alike.
 */

/** @typedef {import('knex').Knex} Knex */

/**
 * @param {Knex} knex
 * @returns {boolean}
 */
const isPostgres = knex => String(knex.client.config.client).includes('pg');

/** @param {import('knex').Knex.CreateTableBuilder} table */
const timestamps = table => {
  table
    .timestamp('created_at')
    .notNullable()
    .comment('When the row was made, UTC');
  table
    .timestamp('updated_at')
    .notNullable()
    .comment('When the row last changed, UTC');
};

/** @param {Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('settings', table => {
    table.comment(
      'Facts about this installation, e.g. its id and cursors of jobs',
    );
    table.string('name', 100).primary().comment('Name of the fact');
    table.text('value').notNullable().comment('Its value, as text or JSON');
    timestamps(table);
  });

  await knex.schema.createTable('persons', table => {
    table.comment(
      'People who used LiteMaaS. A reference that comes back after leaving gets a new row',
    );
    table
      .uuid('id')
      .primary()
      .comment('Never reused; part of the user id at LiteLLM');
    table.string('entity_ref', 512).notNullable().comment('Catalog User');
    table
      .string('title', 255)
      .notNullable()
      .comment('What to call them on pages');
    table
      .timestamp('left_at')
      .nullable()
      .comment('When the User left the catalog');
    timestamps(table);
  });

  await knex.schema.createTable('teams', table => {
    table.comment('Catalog Groups that own something here, dated like persons');
    table
      .uuid('id')
      .primary()
      .comment('Never reused; part of the team id at LiteLLM');
    table.string('entity_ref', 512).notNullable().comment('Catalog Group');
    table
      .string('title', 255)
      .notNullable()
      .comment('What to call it on pages');
    table
      .timestamp('left_at')
      .nullable()
      .comment('When the Group left the catalog');
    timestamps(table);
  });

  // One present row per reference, also when two first requests race.
  for (const name of ['persons', 'teams']) {
    await knex.raw(
      `create unique index ${name}_present_uniq on ${name} (entity_ref) where left_at is null`,
    );
  }

  await knex.schema.createTable('models', table => {
    table.comment('One row per public model name; deployments fold into it');
    table.uuid('id').primary().comment('Our id');
    table
      .string('gateway_id', 63)
      .notNullable()
      .comment('Gateway that serves it');
    table
      .string('name', 128)
      .notNullable()
      .comment('The word to send as model');
    table.string('title', 255).notNullable().comment('Name on the card');
    table
      .string('provider', 100)
      .notNullable()
      .comment('Provider behind the gateway');
    table.text('description').nullable().comment('One line about the model');
    table
      .string('mode', 32)
      .notNullable()
      .comment('chat, embedding, rerank, image, transcription, speech, other');
    table
      .text('capabilities')
      .notNullable()
      .comment('JSON array of capabilities');
    table.integer('context_window').nullable().comment('Tokens');
    table.integer('max_output_tokens').nullable().comment('Tokens');
    table
      .bigInteger('rpm')
      .nullable()
      .comment('Requests per minute of its deployments together');
    table
      .bigInteger('tpm')
      .nullable()
      .comment('Tokens per minute of its deployments together');
    table
      .string('visibility', 16)
      .notNullable()
      .comment('public, restricted or private');
    table
      .string('lifecycle', 16)
      .notNullable()
      .comment('production, experimental or deprecated');
    table
      .string('owner_ref', 512)
      .notNullable()
      .comment('User or Group that decides requests');
    table
      .string('entity_name', 63)
      .nullable()
      .comment('metadata.name of its catalog entity; null for private models');
    table
      .text('source')
      .notNullable()
      .comment(
        'JSON of what the gateway said, without credentials; unknown fields survive',
      );
    table
      .string('fingerprint', 64)
      .notNullable()
      .comment('sha256 of all that the import writes: equal means unchanged');
    table
      .integer('misses')
      .notNullable()
      .defaultTo(0)
      .comment('Complete reads in a row that did not list it');
    table
      .timestamp('removed_at')
      .nullable()
      .comment('When it counted as gone from the gateway');
    timestamps(table);
    table.unique(['gateway_id', 'name'], {
      indexName: 'models_gateway_name_uniq',
    });
    table.index(['removed_at', 'name', 'id'], 'models_list_idx');
  });

  await knex.schema.createTable('model_prices', table => {
    table.comment(
      'Prices of a model over time; the row without valid_to is in force',
    );
    table.uuid('id').primary().comment('Our id');
    table
      .uuid('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE')
      .comment('Whose price');
    table.timestamp('valid_from').notNullable().comment('In force from');
    table.timestamp('valid_to').nullable().comment('In force until; null: now');
    table.string('state', 16).notNullable().comment('known, free or unknown');
    for (const column of [
      'input_nanos',
      'output_nanos',
      'cache_read_nanos',
      'cache_write_nanos',
      'reasoning_nanos',
    ]) {
      table
        .bigInteger(column)
        .nullable()
        .comment('Nano-dollars per million tokens');
    }
    table
      .string('unit', 16)
      .nullable()
      .comment('image, second, query or character');
    table
      .bigInteger('per_unit_nanos')
      .nullable()
      .comment('Nano-dollars per unit');
    timestamps(table);
    table.index(['model_id', 'valid_to'], 'model_prices_model_idx');
  });

  await knex.schema.createTable('model_grants', table => {
    table.comment('Groups and users that may see a private model');
    table
      .uuid('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE')
      .comment('Which model');
    table.string('entity_ref', 512).notNullable().comment('Who may see it');
    timestamps(table);
    table.primary(['model_id', 'entity_ref']);
  });

  await knex.schema.createTable('plans', table => {
    table.comment(
      'Named sets of limits, mirrored from the configuration at the start',
    );
    table.string('id', 63).primary().comment('Key in litemaas.plans');
    table.string('title', 255).notNullable().comment('Name on the card');
    table
      .bigInteger('budget_nanos')
      .nullable()
      .comment('Nano-dollars per period; null: none');
    table.string('period', 8).notNullable().comment('day, week or month, UTC');
    table
      .bigInteger('rpm')
      .nullable()
      .comment('Requests per minute, pushed per key');
    table
      .bigInteger('tpm')
      .nullable()
      .comment('Tokens per minute, pushed per key');
    table
      .boolean('offered')
      .notNullable()
      .comment('Whether the configuration still has it');
    timestamps(table);
  });

  await knex.schema.createTable('model_plans', table => {
    table.comment('Plans one may choose for a model, the first is the default');
    table
      .uuid('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE')
      .comment('Which model');
    table
      .string('plan_id', 63)
      .notNullable()
      .references('id')
      .inTable('plans')
      .comment('Which plan');
    table.integer('position').notNullable().comment('0: the default');
    timestamps(table);
    table.primary(['model_id', 'plan_id']);
  });

  await knex.schema.createTable('subscriptions', table => {
    table.comment(
      'Who may use which model on which plan; limits are copied at activation',
    );
    table.uuid('id').primary().comment('Our id');
    table
      .string('gateway_id', 63)
      .notNullable()
      .comment('Gateway of the model');
    table
      .uuid('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .comment('Which model');
    table
      .string('owner_ref', 512)
      .notNullable()
      .comment('User, Group or Component');
    table
      .string('plan_id', 63)
      .notNullable()
      .references('id')
      .inTable('plans')
      .comment('Plan asked for or granted');
    table
      .string('status', 16)
      .notNullable()
      .comment('requested, active, suspended, denied, expired or ended');
    table
      .uuid('budget_id')
      .notNullable()
      .comment(
        'Whose sums its calls add to: one for all subscriptions of an owner to a model, so that ending and subscribing again begins nothing anew',
      );
    table.bigInteger('budget_nanos').nullable().comment('Copied from the plan');
    table.string('period', 8).notNullable().comment('Copied from the plan');
    table.bigInteger('rpm').nullable().comment('Copied from the plan');
    table.bigInteger('tpm').nullable().comment('Copied from the plan');
    table.text('request_reason').nullable().comment('Why it was asked for');
    table.string('requested_by', 512).notNullable().comment('Who asked');
    table.timestamp('requested_at').notNullable().comment('When');
    table
      .string('decided_by', 512)
      .nullable()
      .comment('Who approved or denied; null: at once, or nobody yet');
    table.timestamp('decided_at').nullable().comment('When');
    table.text('decision_reason').nullable().comment('Why');
    table.timestamp('active_since').nullable().comment('Activation');
    table.timestamp('ends_at').nullable().comment('Ends by itself then');
    table
      .timestamp('ended_at')
      .nullable()
      .comment('When it ended, was denied or withdrawn');
    timestamps(table);
    table.index(['owner_ref', 'requested_at', 'id'], 'subscriptions_owner_idx');
    table.index(['model_id', 'status'], 'subscriptions_model_idx');
    table.index(['status', 'requested_at', 'id'], 'subscriptions_status_idx');
    table.index(['budget_id'], 'subscriptions_budget_idx');
  });
  // At most one live subscription per owner and model, also when two requests race.
  await knex.raw(
    `create unique index subscriptions_live_uniq on subscriptions (owner_ref, model_id) where status in ('requested', 'active', 'suspended')`,
  );

  await knex.schema.createTable('api_keys', table => {
    table.comment(
      'API keys. The value is nowhere: only its sha256 and last four characters',
    );
    table.uuid('id').primary().comment('Stable over replaced values');
    table.string('gateway_id', 63).notNullable().comment('Gateway it works at');
    table
      .string('name', 80)
      .notNullable()
      .comment('Unique among the live keys of its owner');
    table.text('purpose').nullable().comment('What it is for');
    table
      .string('owner_ref', 512)
      .notNullable()
      .comment('User, Group or Component');
    table
      .string('state', 16)
      .notNullable()
      .comment('pending, active, revoking, revoked or expired');
    table
      .string('hash', 64)
      .nullable()
      .comment(
        "sha256 of the value: LiteLLM's token id; a tombstone once revoked. Null: the gateway makes the value, and nobody was told one",
      );
    table
      .string('alias', 100)
      .notNullable()
      .comment('lm-<id>-<generation> at LiteLLM');
    table
      .string('last_four', 4)
      .notNullable()
      .comment('Last characters of the value; empty while it has none');
    table
      .bigInteger('budget_nanos')
      .nullable()
      .comment("The key's own cap per period");
    table.string('period', 8).notNullable().comment('Period of the cap');
    table.bigInteger('rpm').nullable().comment('Requests per minute');
    table.bigInteger('tpm').nullable().comment('Tokens per minute');
    table.integer('max_parallel').nullable().comment('Requests at a time');
    table.timestamp('expires_at').nullable().comment('Stops working then');
    table
      .uuid('replaces_key_id')
      .nullable()
      .comment('Key whose settings this one took over');
    table.string('created_by', 512).notNullable().comment('Who created it');
    table
      .timestamp('asked_at')
      .notNullable()
      .comment('When the last change was asked for');
    table
      .timestamp('confirmed_at')
      .nullable()
      .comment('When the gateway was seen to have it');
    table
      .boolean('blocked_at_gateway')
      .notNullable()
      .defaultTo(false)
      .comment('What the gateway was last seen to have');
    table
      .uuid('person_id')
      .nullable()
      .references('id')
      .inTable('persons')
      .comment('User it is kept under at LiteLLM; null: a team');
    table
      .uuid('team_id')
      .nullable()
      .references('id')
      .inTable('teams')
      .comment('Team it is kept under at LiteLLM; null: a user');
    table
      .timestamp('sent_at')
      .nullable()
      .comment('When its value was last sent to the gateway; null: never');
    table
      .timestamp('stopped_at')
      .nullable()
      .comment(
        'When the gateway was seen to refuse it for good; deleted there a minute later',
      );
    table
      .timestamp('revoked_at')
      .nullable()
      .comment('When revoking was asked for');
    table
      .timestamp('last_used_at')
      .nullable()
      .comment('Start of its latest call');
    table
      .boolean('value_lost')
      .notNullable()
      .defaultTo(false)
      .comment('Nobody has its value, or the gateway never got it');
    timestamps(table);
    table.unique(['hash'], { indexName: 'api_keys_hash_uniq' });
    table.index(['owner_ref', 'created_at', 'id'], 'api_keys_owner_idx');
    table.index(['state', 'expires_at'], 'api_keys_state_idx');
  });
  await knex.raw(
    `create unique index api_keys_live_name_uniq on api_keys (owner_ref, name) where state in ('pending', 'active')`,
  );

  await knex.schema.createTable('api_key_models', table => {
    table.comment('Models a key was given, by subscriptions of its owner');
    table
      .uuid('key_id')
      .notNullable()
      .references('id')
      .inTable('api_keys')
      .onDelete('CASCADE')
      .comment('Which key');
    table
      .uuid('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .comment('Which model');
    table
      .uuid('subscription_id')
      .notNullable()
      .references('id')
      .inTable('subscriptions')
      .comment('By which subscription; ended, the key has lost the model');
    timestamps(table);
    table.primary(['key_id', 'model_id']);
    table.index(['model_id'], 'api_key_models_model_idx');
    table.index(['subscription_id'], 'api_key_models_subscription_idx');
  });

  await knex.schema.createTable('key_holds', table => {
    table.comment('Why a key is blocked: exactly while it has a hold');
    table.uuid('id').primary().comment('Our id');
    table
      .uuid('key_id')
      .notNullable()
      .references('id')
      .inTable('api_keys')
      .onDelete('CASCADE')
      .comment('Which key');
    table
      .string('kind', 16)
      .notNullable()
      .comment('manual, leak, budget, subscription or leaver');
    table.text('reason').nullable().comment('Why');
    table
      .string('actor_ref', 512)
      .nullable()
      .comment('Who; null: the portal itself');
    table
      .boolean('by_admin')
      .notNullable()
      .defaultTo(false)
      .comment(
        "Set by an admin from outside the owner's side: theirs to remove",
      );
    table.timestamp('until').nullable().comment('Ends by itself then');
    timestamps(table);
    table.unique(['key_id', 'kind'], { indexName: 'key_holds_kind_uniq' });
  });

  await knex.schema.createTable('sealed_keys', table => {
    table.comment(
      'Values on their way to the gateway or to a person, sealed with a key of the ring; keep out of the backup of the rows',
    );
    table.uuid('key_id').notNullable().comment('Which key');
    table
      .string('recipient', 16)
      .notNullable()
      .comment(
        'gateway, or person: who asked for the key and has yet to see it',
      );
    table
      .string('hash', 64)
      .notNullable()
      .comment('sha256 of the value it is bound to');
    table
      .string('ring_key_id', 63)
      .notNullable()
      .comment('Key of litemaas.secrets.ring');
    table.string('nonce', 32).notNullable().comment('Random, base64');
    table
      .text('ciphertext')
      .notNullable()
      .comment(
        'AES-256-GCM with tag, base64; bound to installation, row and hash',
      );
    table
      .timestamp('erase_at')
      .notNullable()
      .comment('72 hours after sealing, one hour for a person');
    timestamps(table);
    table.primary(['key_id', 'recipient']);
    table.index(['erase_at'], 'sealed_keys_erase_idx');
  });

  await knex.schema.createTable('key_deliveries', table => {
    table.comment(
      'How the value of a key that was created on behalf of a person came to them; the value is in sealed_keys until then',
    );
    table
      .uuid('key_id')
      .primary()
      .references('id')
      .inTable('api_keys')
      .onDelete('CASCADE')
      .comment('Which key');
    table
      .string('person_ref', 512)
      .notNullable()
      .comment('Who asked for the key: nobody else may take its value');
    table.timestamp('kept_until').notNullable().comment('Erased then');
    table
      .timestamp('taken_at')
      .nullable()
      .comment('When it was taken, once; null: not yet, or never');
    table
      .string('destination', 63)
      .nullable()
      .comment('Key in litemaas.destinations; null: it was shown');
    table.string('namespace', 63).nullable().comment('Of the Secret');
    table.string('secret_name', 253).nullable().comment('Of the Secret');
    timestamps(table);
  });

  await knex.schema.createTable('budget_periods', table => {
    table.comment(
      'What was spent in each period of a subscription or key; added to in the ingest transaction, for every kind of period, so that a changed period is right at once',
    );
    table.string('scope', 16).notNullable().comment('subscription or key');
    table
      .uuid('scope_id')
      .notNullable()
      .comment('Which key, or the budget_id of subscriptions');
    table.string('period', 8).notNullable().comment('day, week or month, UTC');
    table
      .timestamp('period_start')
      .notNullable()
      .comment('First instant of the period, UTC');
    table.bigInteger('spent_nanos').notNullable().comment('Sum of its calls');
    table
      .bigInteger('gateway_nanos')
      .notNullable()
      .comment(
        'The part that the gateway counted as well; the rest is by our own price',
      );
    table
      .timestamp('exhausted_at')
      .nullable()
      .comment('When the loop saw the limit crossed');
    timestamps(table);
    table.primary(['scope', 'scope_id', 'period', 'period_start']);
  });
  // What the loop looks for every few seconds among all periods that ever were.
  await knex.raw(
    'create index budget_periods_exhausted_idx on budget_periods (scope, period_start) where exhausted_at is not null',
  );

  const events = `
    gateway_id varchar(63) not null,
    request_id varchar(255) not null,
    started_at ${isPostgres(knex) ? 'timestamptz' : 'datetime'} not null,
    ended_at ${isPostgres(knex) ? 'timestamptz' : 'datetime'},
    key_id ${isPostgres(knex) ? 'uuid' : 'char(36)'} not null,
    owner_ref varchar(512) not null,
    person_ref varchar(512) not null,
    subscription_id ${isPostgres(knex) ? 'uuid' : 'char(36)'},
    model_id ${isPostgres(knex) ? 'uuid' : 'char(36)'},
    model_name varchar(255) not null,
    provider varchar(100) not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    total_tokens bigint not null,
    cost_nanos bigint not null,
    latency_ms integer,
    outcome varchar(16) not null,
    cause text,
    created_at ${isPostgres(knex) ? 'timestamptz' : 'datetime'} not null,
    updated_at ${isPostgres(knex) ? 'timestamptz' : 'datetime'} not null,
    primary key (gateway_id, request_id, started_at)`;
  await knex.raw(
    `create table usage_events (${events}) ${
      isPostgres(knex) ? 'partition by range (started_at)' : ''
    }`,
  );
  await knex.raw(
    'create index usage_events_key_idx on usage_events (key_id, started_at desc, request_id)',
  );
  await knex.raw(
    'create index usage_events_owner_idx on usage_events (owner_ref, started_at desc, request_id)',
  );
  await knex.raw(
    'create index usage_events_time_idx on usage_events (started_at desc, request_id)',
  );
  if (isPostgres(knex)) {
    await knex.raw(
      `comment on table usage_events is 'The ledger: one row per call, as the gateway logged it. Partitioned by month, made ahead by a task; no foreign keys'`,
    );
    const comments = {
      gateway_id: 'Gateway that logged the call',
      request_id: 'Id of the log row',
      started_at:
        'Start of the call; with gateway and id the identity of the event',
      ended_at: 'End of the call',
      key_id: 'Key that made the call, found by its hash',
      owner_ref: 'Owner of the key when the call started',
      person_ref: 'Creator of the key: who answers for the call',
      subscription_id: 'Subscription whose budget it counts on',
      model_id: 'Our model; null when it was never published',
      model_name: 'Public name that was asked for',
      provider: 'Provider that answered',
      prompt_tokens: 'Tokens in',
      completion_tokens: 'Tokens out',
      total_tokens: 'Tokens together',
      cost_nanos:
        "The gateway's cost, or by our own price where it counted none; nano-dollars",
      latency_ms: 'From start to end',
      outcome: 'answered, failed or refused',
      cause: 'JSON: why it was not answered, without message bodies',
      created_at: 'When the row was ingested, UTC',
      updated_at: 'When the row last changed, UTC',
    };
    for (const [column, comment] of Object.entries(comments)) {
      await knex.raw(
        `comment on column usage_events.${column} is '${comment.replace(
          /'/g,
          "''",
        )}'`,
      );
    }
    // Catches what falls outside the monthly partitions, so that an old or future row is never lost.
    await knex.raw(
      'create table usage_events_default partition of usage_events default',
    );
    await knex.raw(
      "comment on table usage_events_default is 'Calls of months that have no partition'",
    );
  }

  await knex.schema.createTable('usage_rollups', table => {
    table.comment(
      'Sums of the ledger per 15 minutes, key and model; pages read these, never the events',
    );
    table.string('gateway_id', 63).notNullable().comment('Gateway');
    table
      .timestamp('bucket_start')
      .notNullable()
      .comment('Start of the quarter of an hour');
    table.uuid('key_id').notNullable().comment('Key');
    table
      .string('model_name', 255)
      .notNullable()
      .comment('Public name that was asked for');
    table.string('provider', 100).notNullable().comment('Provider');
    table.string('owner_ref', 512).notNullable().comment('Owner at the time');
    table.string('person_ref', 512).notNullable().comment('Creator of the key');
    table.uuid('model_id').nullable().comment('Our model');
    for (const column of [
      'answered',
      'failed',
      'refused',
      'prompt_tokens',
      'completion_tokens',
      'total_tokens',
    ]) {
      table
        .bigInteger(column)
        .notNullable()
        .comment('Sum over the calls that started in the bucket');
    }
    table.bigInteger('cost_nanos').notNullable().comment('Sum, nano-dollars');
    timestamps(table);
    table.primary([
      'gateway_id',
      'bucket_start',
      'key_id',
      'model_name',
      'provider',
      'owner_ref',
    ]);
    table.index(['owner_ref', 'bucket_start'], 'usage_rollups_owner_idx');
    table.index(['key_id', 'bucket_start'], 'usage_rollups_key_idx');
    table.index(['bucket_start'], 'usage_rollups_time_idx');
  });

  await knex.schema.createTable('ingest_windows', table => {
    table.comment(
      'Windows of the gateway log that were read; sealed once the ids equal the total twice',
    );
    table.string('gateway_id', 63).notNullable().comment('Gateway');
    table
      .timestamp('window_start')
      .notNullable()
      .comment('First second of the window');
    table
      .timestamp('window_end')
      .notNullable()
      .comment('First second after it');
    table
      .integer('total')
      .notNullable()
      .comment('Rows the gateway said it has');
    table
      .integer('agreements')
      .notNullable()
      .comment('Complete reads in a row that found the same total');
    table
      .timestamp('complete_to')
      .nullable()
      .comment('Calls that began before this were all read; null: none yet');
    table.timestamp('sealed_at').nullable().comment('No longer read once set');
    table
      .timestamp('read_at')
      .nullable()
      .comment('Latest read; null: not read yet');
    timestamps(table);
    table.primary(['gateway_id', 'window_start']);
    table.index(['gateway_id', 'sealed_at'], 'ingest_windows_open_idx');
  });

  await knex.schema.createTable('sync_objects', table => {
    table.comment('What must be true at a gateway, and how far it is');
    table.string('gateway_id', 63).notNullable().comment('Gateway');
    table.string('kind', 32).notNullable().comment('user, team or key');
    table.uuid('local_id').notNullable().comment('Row it speaks of');
    table.string('remote_id', 255).nullable().comment('Id at LiteLLM');
    table
      .text('base')
      .nullable()
      .comment('JSON: owned fields as both sides last agreed');
    table
      .bigInteger('desired_version')
      .notNullable()
      .comment('Counts every change of intent');
    table
      .bigInteger('synced_version')
      .notNullable()
      .comment('Intent that was confirmed');
    table
      .string('state', 16)
      .notNullable()
      .comment('in_sync, pending, conflict, parked or orphan');
    table
      .timestamp('pending_since')
      .nullable()
      .comment('When the oldest unconfirmed change was asked for');
    table.integer('attempts').notNullable().comment('Failures in a row');
    table
      .timestamp('next_attempt_at')
      .nullable()
      .comment('When it is due; null: nothing to do');
    table.string('claimed_by', 100).nullable().comment('Worker that has it');
    table
      .timestamp('claim_expires_at')
      .nullable()
      .comment('When the claim lapses');
    table
      .string('error_code', 64)
      .nullable()
      .comment('Why the last attempt failed');
    table
      .text('error_message')
      .nullable()
      .comment('The same for a person, without secrets');
    table
      .text('not_applied')
      .nullable()
      .comment('JSON: fields the gateway did not take, by version');
    table.timestamp('last_synced_at').nullable().comment('Last confirmation');
    timestamps(table);
    table.primary(['gateway_id', 'kind', 'local_id']);
    table.index(['next_attempt_at'], 'sync_objects_due_idx');
    table.index(['state'], 'sync_objects_state_idx');
  });

  await knex.schema.createTable('sync_operations', table => {
    table.comment(
      'Every decision of the reconciler that did something, with its reason; kept for 90 days',
    );
    table.uuid('id').primary().comment('Our id');
    table.string('gateway_id', 63).notNullable().comment('Gateway');
    table.string('kind', 32).notNullable().comment('user, team or key');
    table.uuid('local_id').notNullable().comment('Row it speaks of');
    table
      .string('operation', 16)
      .notNullable()
      .comment('create, update, delete, pull or park');
    table.string('outcome', 16).notNullable().comment('done or failed');
    table.text('reason').notNullable().comment('The rule that decided');
    table
      .text('fields')
      .nullable()
      .comment('JSON: owned fields before and after, without secrets');
    table.string('error_code', 64).nullable().comment('Why it failed');
    timestamps(table);
    table.index(
      ['kind', 'local_id', 'created_at'],
      'sync_operations_object_idx',
    );
    table.index(['created_at'], 'sync_operations_age_idx');
  });

  await knex.schema.createTable('change_log', table => {
    table.comment(
      'Append-only trail of every change, ours and those of the gateway',
    );
    table.uuid('id').primary().comment('Orders the trail');
    table
      .string('subject_kind', 32)
      .notNullable()
      .comment('subscription, key, model, plan');
    table.uuid('subject_id').notNullable().comment('Which one');
    table
      .string('action', 48)
      .notNullable()
      .comment('What happened, e.g. approved');
    table
      .string('actor_ref', 512)
      .nullable()
      .comment('Who; null: the portal itself');
    table.text('reason').nullable().comment('Why, in the words of who did it');
    table
      .text('changes')
      .nullable()
      .comment('JSON: fields before and after, without secrets');
    table.timestamp('at').notNullable().comment('When');
    timestamps(table);
    table.index(['subject_kind', 'subject_id', 'id'], 'change_log_subject_idx');
  });

  await knex.schema.createTable('notices', table => {
    table.comment('What people have yet to be told; gone once it was sent');
    table
      .string('scope', 255)
      .primary()
      .comment('The occasion: Backstage keeps one message of it a person');
    table
      .string('kind', 48)
      .notNullable()
      .comment('What happened, e.g. subscription-decided; names the words');
    table.uuid('subject_id').notNullable().comment('To which row');
    table
      .timestamp('due_at')
      .notNullable()
      .comment('When it is sent; who sends it moves this on first');
    table.integer('attempts').notNullable().comment('Failures in a row');
    timestamps(table);
    table.index(['due_at'], 'notices_due_idx');
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment(
      'First answers to changes, so that a repeat is not done twice; never holds a secret',
    );
    table
      .string('scope', 64)
      .primary()
      .comment('sha256 of principal, route and key');
    table
      .string('body_hash', 64)
      .notNullable()
      .comment('sha256 of the body: another body is a mistake');
    table
      .uuid('attempt')
      .notNullable()
      .comment(
        'Request that has the key; one that was taken over cannot commit any more',
      );
    table
      .timestamp('committed_at')
      .nullable()
      .comment('When the change was committed, in its own transaction');
    table
      .integer('status')
      .nullable()
      .comment('Status of the answer; null: still under way');
    table
      .text('answer')
      .nullable()
      .comment('JSON of the answer, secret removed');
    table
      .timestamp('erase_at')
      .notNullable()
      .comment('A day after the first use');
    timestamps(table);
    table.index(['erase_at'], 'idempotency_keys_erase_idx');
  });
};

/** @param {Knex} knex */
exports.down = async knex => {
  for (const table of [
    'idempotency_keys',
    'notices',
    'change_log',
    'sync_operations',
    'sync_objects',
    'ingest_windows',
    'usage_rollups',
    'usage_events',
    'budget_periods',
    'sealed_keys',
    'key_deliveries',
    'key_holds',
    'api_key_models',
    'api_keys',
    'subscriptions',
    'model_plans',
    'plans',
    'model_grants',
    'model_prices',
    'models',
    'teams',
    'persons',
    'settings',
  ]) {
    await knex.schema.dropTable(table);
  }
};
