import { IngestStore } from '../features/usage/ingest/IngestStore';
import { UsageIngest } from '../features/usage/ingest/UsageIngest';
import { preparePartitions } from '../features/usage/ledger/partitions';
import { UsageLedger } from '../features/usage/ledger/UsageLedger';
import { UsageAccess } from '../features/usage/queries/UsageAccess';
import { UsageReports } from '../features/usage/queries/UsageReports';
import { UsageRequests } from '../features/usage/queries/UsageRequests';
import { UsageSums } from '../features/usage/queries/UsageSums';
import { UsageService } from '../features/usage/UsageService';
import type { Shared } from './shared';

/** What calls cost: from the gateway's log into the books, and out of them. */
export function composeUsage(shared: Shared) {
  const { clock, config, db, people } = shared;
  const { backfillDays, persons } = config.usage;
  const ingest = new UsageIngest({
    ...shared,
    store: new IngestStore(shared),
    ledger: new UsageLedger(shared),
    backfillDays,
  });
  return {
    ingest,
    partitions: () => preparePartitions(db, backfillDays, clock.now()),
    usage: new UsageService({
      clock,
      people,
      access: new UsageAccess({ db, people, persons }),
      reports: new UsageReports(shared),
      requests: new UsageRequests(shared),
      sums: new UsageSums(shared),
      completeUpTo: () => ingest.completeUpTo(),
    }),
  };
}
