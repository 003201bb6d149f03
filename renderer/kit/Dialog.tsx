import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { classNames } from "./class-names.ts";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}

/** A modal dialog named by its title. Escape and a press outside close it; the focus returns to where it was. */
export const Dialog = ({ title, isOpen, onClose, children, isWide = false }: DialogProps) => (
  <ModalOverlay
    className={classNames(styles["overlay"])}
    isOpen={isOpen}
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
    isDismissable
  >
    <Modal className={classNames(styles["modal"], isWide && styles["wide"])}>
      <AriaDialog className={classNames(styles["dialog"])}>
        <Heading slot="title" className={classNames(styles["title"])}>
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);

/** The row of buttons that ends a dialog. */
export const DialogButtons = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles["buttons"]}>{children}</div>
);
