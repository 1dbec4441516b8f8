import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Label, type LabelProps } from '@patternfly/react-core';
import {
  BanIcon,
  CheckCircleIcon,
  ClockIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  GlobeIcon,
  InProgressIcon,
  LockIcon,
  MinusCircleIcon,
  TimesCircleIcon,
} from '@patternfly/react-icons';
import type { ComponentType, ReactNode } from 'react';
import { litemaasReactTranslationRef } from '../translation';
import { statusTones, type Status } from './statusWords';

const icons: Record<Status, ComponentType> = {
  active: CheckCircleIcon,
  answered: CheckCircleIcon,
  subscribed: CheckCircleIcon,
  requested: ClockIcon,
  waiting: ClockIcon,
  pending: InProgressIcon,
  blocking: InProgressIcon,
  unblocking: InProgressIcon,
  revoking: InProgressIcon,
  expiring: ClockIcon,
  suspended: ExclamationTriangleIcon,
  failing: ExclamationTriangleIcon,
  failed: ExclamationTriangleIcon,
  'over-limit': ExclamationCircleIcon,
  denied: TimesCircleIcon,
  blocked: BanIcon,
  refused: BanIcon,
  ended: MinusCircleIcon,
  expired: MinusCircleIcon,
  revoked: MinusCircleIcon,
  public: GlobeIcon,
  restricted: LockIcon,
};

/**
 * A status as a label: the same word, colour and icon wherever it stands. `children` replace the word where it needs
 * more, e.g. *Failing since 11:52*.
 * @public
 */
export function StatusLabel(
  props: { status: Status; children?: ReactNode } & Pick<
    LabelProps,
    'isCompact'
  >,
) {
  const { status, children, isCompact } = props;
  const { t } = useTranslationRef(litemaasReactTranslationRef);
  const Icon = icons[status];
  return (
    <Label color={statusTones[status]} icon={<Icon />} isCompact={isCompact}>
      {children ?? t(`status.${status}`)}
    </Label>
  );
}
