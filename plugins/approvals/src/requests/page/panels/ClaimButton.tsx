import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Task } from '@countersign/backstage-plugin-approvals-common';
import { Button } from '@backstage/ui';
import { approvalsTranslationRef } from '../../../translation';
import { useAction } from '../../../ui/useAction';

/** Shows the others that one is on it, or is no longer. */
export const ClaimButton = ({ task }: { task: Task }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const args = { params: { id: task.id }, body: {} };
  return (
    <Button
      variant="tertiary"
      isPending={state.status === 'submitting'}
      onPress={() =>
        task.claimedAt
          ? run(api => api.releaseTask(args), t('panel.unclaimed'))
          : run(api => api.claimTask(args), t('panel.claimed'))
      }
    >
      {task.claimedAt ? t('panel.unclaim') : t('panel.claim')}
    </Button>
  );
};
