import { patternFlyResetClass } from '@litemaas/backstage-plugin-litemaas-react';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core';
import { useId, type ReactNode } from 'react';
import classes from './components.module.css';

/** A dialog as all of ours are: full screen where it is narrow, the element reset inside, one footer. */
export function Dialog(props: {
  title: string;
  description?: ReactNode;
  /** Called for Esc and the close button; absent: neither closes. */
  onClose?: () => void;
  /** What has focus at first; without it the first control. */
  initialFocus?: string;
  size?: 'small' | 'medium' | 'large';
  footer: ReactNode;
  children: ReactNode;
}) {
  const { title, description, onClose, initialFocus, size = 'medium' } = props;
  const id = useId();
  return (
    <Modal
      isOpen
      variant={size}
      elementToFocus={initialFocus}
      onClose={onClose}
      onEscapePress={onClose ?? ignore}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      className={`${patternFlyResetClass} ${classes.dialog}`}
    >
      <ModalHeader
        title={title}
        labelId={`${id}-title`}
        description={description}
      />
      <ModalBody id={`${id}-body`}>{props.children}</ModalBody>
      <ModalFooter>{props.footer}</ModalFooter>
    </Modal>
  );
}

function ignore() {}
