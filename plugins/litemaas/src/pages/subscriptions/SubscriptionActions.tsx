import type { Subscription } from '@litemaas/backstage-plugin-litemaas-common';
import { Button, Flex } from '@patternfly/react-core';
import { useSubscriptionActions } from './useSubscriptionActions';

/** A subscription's actions as buttons, for its drawer. */
export function SubscriptionActions(props: { subscription: Subscription }) {
  const actions = useSubscriptionActions(props.subscription);
  return (
    <Flex gap={{ default: 'gapSm' }}>
      {actions.map(({ id, title, isDanger, onClick }) => (
        <Button
          key={id}
          variant={isDanger ? 'secondary' : 'primary'}
          onClick={onClick}
        >
          {title}
        </Button>
      ))}
    </Flex>
  );
}
