import { Button } from '@patternfly/react-core';
import { CopyIcon } from '@patternfly/react-icons';
import classes from './access.module.css';

/** A snippet with its copy button. */
export function CodeSnippet(props: {
  text: string;
  copyLabel: string;
  onCopy: () => void;
}) {
  return (
    <div className={classes.snippet}>
      {/* Scrolls sideways where it is narrow, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.code} tabIndex={0}>
        {props.text}
      </pre>
      <Button
        variant="link"
        size="sm"
        icon={<CopyIcon />}
        onClick={props.onCopy}
        className={classes.copySnippet}
      >
        {props.copyLabel}
      </Button>
    </div>
  );
}
