import {
  LoadError,
  type ListResult,
} from '@litemaas/backstage-plugin-litemaas-react';
import type { ReactNode } from 'react';
import { ShowMore } from './ShowMore';

/** A list in each of its states: not loaded, on its way, empty, full. */
export function ListStates<T>(props: {
  list: ListResult<T>;
  /** What did not load, and what works all the same. */
  failed: { title: string; stillWorks: string };
  toolbar: ReactNode;
  empty: ReactNode;
  /** `undefined` while they are on their way. */
  children: (items: T[] | undefined) => ReactNode;
}) {
  const { list, failed, toolbar, empty, children } = props;
  if (!list.items && list.error) {
    return (
      <LoadError
        title={failed.title}
        stillWorks={failed.stillWorks}
        error={list.error}
        onRetry={list.retry}
      />
    );
  }
  return (
    <>
      {toolbar}
      {list.items?.length === 0 ? empty : children(list.items)}
      <ShowMore list={list} />
    </>
  );
}
