/**
 * What pages and cards of LiteMaaS are made of, for other plugins too.
 *
 * @packageDocumentation
 */
export { litemaasApiRef } from './api';
export { litemaasReactTranslationRef } from './translation';

export {
  PatternFlyRoot,
  patternFlyResetClass,
} from './patternfly/PatternFlyRoot';

export { LitemaasQueries } from './queries/LitemaasQueries';
export { litemaasQueryKeys } from './queries/queryKeys';
export type { ListResult } from './queries/pages';
export { useFreshness, useMe } from './queries/people';
export {
  useModel,
  useModelByName,
  useModelFacets,
  useModels,
} from './queries/models';
export {
  useApprovals,
  useDecide,
  useEndSubscription,
  useRefreshAccess,
  useSubscribe,
  useSubscription,
  useSubscriptions,
} from './queries/subscriptions';
export { useKey, useKeyAction, useKeys, useUpdateKey } from './queries/keys';
export { useUsage, useUsageRequests } from './queries/usage';

export { Formats } from './format/Formats';
export { moneyPrecision, type MoneyPrecision } from './format/money';
export { useFormats } from './format/useFormats';

export {
  describeError,
  ticketText,
  type ErrorDescription,
} from './errors/describeError';

export {
  statusTones,
  type Status,
  type StatusTone,
} from './components/statusWords';
export { StatusLabel } from './components/StatusLabel';
export { Money } from './components/Money';
export { Tokens } from './components/Tokens';
export { RelativeTime } from './components/RelativeTime';
export { FreshnessLabel } from './components/FreshnessLabel';
export { CopyButton } from './components/CopyButton';
export { useCopy } from './components/useCopy';
export { CopyForTicket } from './components/CopyForTicket';
export { FormError } from './components/FormError';
export { LimitBar, type LimitBarProps } from './components/LimitBar';
export { LoadError } from './components/LoadError';
export { NothingHere, NothingMatches } from './components/EmptyStates';
export { Sparkline } from './components/Sparkline';
export { SkeletonRows } from './components/SkeletonRows';
export { ModelPicker } from './components/ModelPicker';
export { KeyPicker } from './components/KeyPicker';
export { UsageChart, type UsageChartProps } from './charts/UsageChart';
export type { ChartSeries } from './charts/series';
