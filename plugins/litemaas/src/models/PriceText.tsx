import type { Price } from '@litemaas/backstage-plugin-litemaas-common';
import { Label } from '@patternfly/react-core';
import { QuestionCircleIcon } from '@patternfly/react-icons';
import classes from './models.module.css';
import { useModelWords } from './useModelWords';

/** A price in its own unit. *Price unknown* stands out, because it is not *Free*. */
export function PriceText(props: { price: Price }) {
  const words = useModelWords().price(props.price);
  switch (props.price.state) {
    case 'free':
      return (
        <Label isCompact color="green">
          {words}
        </Label>
      );
    case 'unknown':
      return (
        <Label isCompact color="orange" icon={<QuestionCircleIcon />}>
          {words}
        </Label>
      );
    default:
      return <span className={classes.price}>{words}</span>;
  }
}
