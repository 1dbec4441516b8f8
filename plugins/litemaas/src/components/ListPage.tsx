import { PatternFlyRoot } from '@litemaas/backstage-plugin-litemaas-react';
import type { ReactNode } from 'react';
import { Dialogs } from './Dialogs';
import { ListAndDetail } from './ListAndDetail';

/** A page of a list: its items' details beside it, its dialogs above both. */
export function ListPage(props: {
  list: ReactNode;
  detail: (id: string) => ReactNode;
  title: string;
}) {
  return (
    <PatternFlyRoot>
      <Dialogs>
        <ListAndDetail
          list={props.list}
          detail={props.detail}
          listTitle={props.title}
        />
      </Dialogs>
    </PatternFlyRoot>
  );
}
