import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Webhook,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useId, useRef, useState } from 'react';
import { approvalsTranslationRef, T } from '../../translation';
import { useFocusOnOpen } from '../../ui/useFocusOnOpen';
import {
  draftOf,
  EMPTY_DRAFT,
  FaultyField,
  missingIn,
  stillSaid,
} from './draft';
import { EndpointFields } from './EndpointFields';
import { SaveState, useSave } from './useSave';

/** The form of an endpoint: of a new one, or of one that is there. */
export const EndpointDialog = (props: {
  /** To be edited. */
  webhook?: Webhook;
  /** Called with a new one. */
  onMade?: (webhook: WebhookWithSecret) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { webhook } = props;
  const form = useId();
  const body = useFocusOnOpen<HTMLFormElement>('input');
  const [draft, setDraft] = useState(webhook ? draftOf(webhook) : EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const { state, create, update } = useSave();
  const missing = missingIn(draft);
  const sent = useRef(draft);

  const submit = async () => {
    setTried(true);
    if (missing.length > 0 || state.status === 'saving') return;
    sent.current = draft;
    if (webhook) {
      if (await update(webhook, draft)) props.onClose();
      return;
    }
    const made = await create(draft);
    if (made) props.onMade?.(made);
  };

  return (
    <Dialog isOpen onOpenChange={open => !open && props.onClose()} width={560}>
      <DialogHeader>
        {webhook
          ? t('endpointForm.editTitle', { name: webhook.name })
          : t('endpointForm.createTitle')}
      </DialogHeader>
      <DialogBody>
        <form
          id={form}
          ref={body}
          noValidate
          onSubmit={event => {
            event.preventDefault();
            submit();
          }}
        >
          <EndpointFields
            draft={draft}
            onChange={setDraft}
            faults={{
              ...(state.status === 'refused' &&
                stillSaid(state.faults, sent.current, draft)),
              ...(tried && faultsOf(missing, t)),
            }}
            moves={!!webhook && draft.url.trim() !== webhook.url}
          />
          <Refusal state={state} />
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
          isPending={state.status === 'saving'}
        >
          {t(webhook ? 'endpointForm.save' : 'endpointForm.create')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};

const Refusal = ({ state }: { state: SaveState }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return state.status === 'refused' && state.message ? (
    <Alert
      mt="4"
      status="danger"
      icon
      role="alert"
      title={t('endpointForm.refused')}
      description={state.message}
    />
  ) : null;
};

function faultsOf(
  missing: FaultyField[],
  t: T,
): Partial<Record<FaultyField, string>> {
  return Object.fromEntries(
    missing.map(field => [
      field,
      t(
        field === 'usedFor'
          ? 'endpointForm.useMissing'
          : 'endpointForm.missing',
      ),
    ]),
  );
}
