import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import { ReactNode, useId } from 'react';
import { approvalsTranslationRef } from '../translation';
import type { ActionState } from './useAction';

/** A dialog that does one thing: its fields, what the server refused, cancel and confirm. */
export const ActionDialog = (props: {
  title: string;
  hint?: string;
  confirm: string;
  destructive?: boolean;
  state: ActionState;
  onConfirm: () => void;
  onClose: () => void;
  width?: number;
  /** A form of its own, which cannot stand inside the dialog's. */
  before?: ReactNode;
  children?: ReactNode;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const form = useId();
  return (
    <Dialog
      isOpen
      onOpenChange={open => !open && props.onClose()}
      width={props.width ?? 460}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        {props.before && <Flex mb="4">{props.before}</Flex>}
        <form
          id={form}
          onSubmit={event => {
            event.preventDefault();
            props.onConfirm();
          }}
        >
          <Flex direction="column" gap="4">
            {props.hint && (
              <Text as="p" variant="body-medium" color="secondary">
                {props.hint}
              </Text>
            )}
            {props.children}
            {props.state.status === 'refused' && (
              <Alert
                status="danger"
                icon
                role="alert"
                title={t('panel.refused')}
                description={props.state.message}
              />
            )}
          </Flex>
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button
          type="submit"
          form={form}
          variant="primary"
          destructive={props.destructive}
          isPending={props.state.status === 'submitting'}
        >
          {props.confirm}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
