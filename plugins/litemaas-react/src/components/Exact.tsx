import { Tooltip } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import classes from './components.module.css';

/** A shortened figure whose exact form shows on hover and on focus. Without a difference it is plain text. */
export function Exact(props: { exact: string; children: ReactNode }) {
  if (props.exact === props.children) {
    return <span className={classes.figure}>{props.children}</span>;
  }
  return (
    <Tooltip content={props.exact}>
      {/* Reachable by keyboard because the exact figure shows nowhere else. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span className={classes.figure} tabIndex={0}>
        {props.children}
      </span>
    </Tooltip>
  );
}
