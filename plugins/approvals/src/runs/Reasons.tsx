import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { approvalsTranslationRef } from '../translation';
import { useFaces } from '../ui/people/useFaces';

/** What whoever rejected a request said; nothing where nobody did. */
export const Reasons = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const said = (request.status === 'rejected' ? request.stages : [])
    .filter(stage => stage.round === request.round)
    .flatMap(stage => stage.tasks)
    .flatMap(task => task.decision ?? [])
    .filter(({ decision, comment }) => decision === 'reject' && comment);
  const face = useFaces(said.map(({ by }) => by));
  return (
    <>
      {said.map(({ by, comment }) => (
        <Text key={by} as="p" variant="body-medium" color="secondary">
          {t('run.because', {
            name: face(by).name,
            comment: comment ?? '',
          })}
        </Text>
      ))}
    </>
  );
};
