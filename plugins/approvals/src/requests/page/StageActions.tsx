import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Request,
  Stage,
} from '@countersign/backstage-plugin-approvals-common';
import { Button, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { AssignDialog } from './dialogs/AssignDialog';
import { useAction } from '../../ui/useAction';

/** True when somebody may help this stage along. */
export function canHelp(request: Request, stage: Stage): boolean {
  const { assign, retry } = request.viewer.actions;
  return (
    stage.round === request.round &&
    request.status === 'in_review' &&
    (stage.status === 'held' ||
      (stage.status === 'active' && !!assign?.allowed)) &&
    !!(assign?.allowed || retry?.allowed)
  );
}

/** What helps a stage: look for people again, or seat somebody. */
export const StageActions = (props: { request: Request; stage: Stage }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const [assigning, setAssigning] = useState(false);
  const { request, stage } = props;
  const { assign, retry } = request.viewer.actions;
  return (
    <>
      {retry?.allowed && stage.status === 'held' && (
        <Button
          variant="secondary"
          isPending={state.status === 'submitting'}
          onPress={() =>
            run(
              api =>
                api.retryStage({
                  params: { id: request.id, index: stage.index },
                  body: {},
                }),
              t('admin.retried'),
            )
          }
        >
          {t('admin.retry')}
        </Button>
      )}
      {assign?.allowed && (
        <Button
          variant={stage.status === 'held' ? 'secondary' : 'tertiary'}
          onPress={() => setAssigning(true)}
        >
          {t('admin.assign')}
        </Button>
      )}
      {state.status === 'refused' && (
        <Text as="p" variant="body-small" color="danger" role="alert">
          {state.message}
        </Text>
      )}
      {assigning && (
        <AssignDialog
          request={request}
          stage={stage}
          onClose={() => setAssigning(false)}
        />
      )}
    </>
  );
};
