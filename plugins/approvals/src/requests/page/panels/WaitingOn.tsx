import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../../../translation';
import { useFaces } from '../../../ui/people/useFaces';
import { openSeats } from '../dialogs/seats';

const FEW = 4;

/** Whose decision a request waits for; nothing where it waits for nobody's. */
export const WaitingOn = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const refs = [...new Set(openSeats(request).map(({ task }) => task.person))];
  const face = useFaces(refs);
  if (refs.length === 0) return null;
  const names = refs.slice(0, FEW).map(ref => face(ref).name);
  const who =
    refs.length > FEW
      ? t('list.more', {
          first: names.join(', '),
          n: String(refs.length - FEW),
        })
      : names.join(', ');
  return (
    <Text as="p" variant="body-medium" color="secondary">
      {t('own.waiting', { who })}
    </Text>
  );
};
