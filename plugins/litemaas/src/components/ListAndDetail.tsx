import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Drawer,
  DrawerActions,
  DrawerCloseButton,
  DrawerContent,
  DrawerContentBody,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
} from '@patternfly/react-core';
import { ArrowLeftIcon } from '@patternfly/react-icons';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import {
  Link,
  Route,
  Routes,
  useLocation,
  useNavigate,
  useParams,
} from 'react-router-dom';
import { litemaasTranslationRef } from '../translation';
import classes from './components.module.css';
import { DRAWER_QUERY, useMediaQuery } from './useMediaQuery';

/**
 * A list whose items open at `<page>/ID`: in a drawer beside the list where there is room, else on a page of their own.
 * The query string stays, so that closing leads back to the same list.
 */
export function ListAndDetail(props: {
  list: ReactNode;
  /** The item's content, with its own heading. */
  detail: (id: string) => ReactNode;
  /** Where Back leads, e.g. `API keys`. */
  listTitle: string;
}) {
  const view = <ListOrDetail {...props} />;
  return (
    <Routes>
      <Route index element={view} />
      <Route path=":id" element={view} />
    </Routes>
  );
}

function ListOrDetail(props: {
  list: ReactNode;
  detail: (id: string) => ReactNode;
  listTitle: string;
}) {
  const { list, detail, listTitle } = props;
  const { id } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const { t } = useTranslationRef(litemaasTranslationRef);
  const wide = useMediaQuery(DRAWER_QUERY);
  const focus = useFocusThatFollows(id);
  const close = () => navigate({ pathname: '..', search });
  const closeByKey = ({ key, currentTarget, target }: KeyboardEvent) => {
    // Esc of an open menu closes the menu alone; its items are no part of the drawer but in React's tree.
    const isOfMenu =
      target instanceof Element &&
      (!currentTarget.contains(target) ||
        target.getAttribute('aria-expanded') === 'true');
    if (key === 'Escape' && !isOfMenu) {
      close();
    }
  };

  if (id !== undefined && !wide) {
    return (
      <div className={classes.detailPage}>
        <Button
          variant="link"
          isInline
          icon={<ArrowLeftIcon />}
          component={buttonProps => (
            <Link {...buttonProps} to={{ pathname: '..', search }} />
          )}
        >
          {listTitle}
        </Button>
        <div ref={focus.detail} tabIndex={-1} className={classes.detail}>
          {detail(id)}
        </div>
      </div>
    );
  }
  return (
    <Drawer isExpanded={id !== undefined} isInline className={classes.drawer}>
      <DrawerContent
        panelContent={
          id === undefined ? undefined : (
            <DrawerPanelContent
              defaultSize="450px"
              focusTrap={{ enabled: false }}
              onKeyDown={closeByKey}
            >
              <DrawerHead>
                <DrawerActions>
                  <DrawerCloseButton
                    aria-label={t('common.closeDetails')}
                    onClose={close}
                  />
                </DrawerActions>
              </DrawerHead>
              <DrawerPanelBody className={classes.drawerBody}>
                <div ref={focus.detail} tabIndex={-1}>
                  {detail(id)}
                </div>
              </DrawerPanelBody>
            </DrawerPanelContent>
          )
        }
      >
        <DrawerContentBody>
          <div
            ref={focus.list}
            className={id === undefined ? undefined : classes.besideDrawer}
          >
            {list}
          </div>
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}

/** Into the item that opens, and back to its link in the list when it closes. */
function useFocusThatFollows(id: string | undefined) {
  const list = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const before = useRef(id);
  useEffect(() => {
    const closed = before.current;
    before.current = id;
    if (id !== undefined && id !== closed) {
      detail.current?.focus();
    } else if (id === undefined && closed !== undefined) {
      [...(list.current?.querySelectorAll('a') ?? [])]
        .find(link => link.pathname.endsWith(`/${closed}`))
        ?.focus();
    }
  }, [id]);
  return { list, detail };
}
