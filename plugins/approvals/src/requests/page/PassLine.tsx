import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Pass } from '@countersign/backstage-plugin-approvals-common';
import { Text } from '@backstage/ui';
import { approvalsTranslationRef, T } from '../../translation';
import { useNow } from '../../ui/useNow';
import { relativeWords } from '../../ui/time/words';

/** Whether the approval may still be acted on. */
export const PassLine = (props: {
  pass: Pass;
  /** What waits for the approval, where something does. */
  execution?: string;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  return (
    <Text as="p" variant="body-medium" color="secondary">
      {passWords(t, props, now)}
    </Text>
  );
};

function passWords(
  t: T,
  { pass, execution }: { pass: Pass; execution?: string },
  now: number,
): string {
  const ago = (at: string | undefined) => (at ? relativeWords(t, at, now) : '');
  switch (pass.status) {
    case 'consumed':
      if (execution !== undefined && pass.consumer === execution) {
        return t('request.pass.taken', { age: ago(pass.consumedAt) });
      }
      return t('request.pass.consumed', {
        age: ago(pass.consumedAt),
        consumer: pass.consumer ?? '',
      });
    case 'revoked':
      return t('request.pass.revoked', { age: ago(pass.revokedAt) });
    case 'over':
      return t('request.pass.over');
    default:
      return pass.expiresAt
        ? t('request.pass.openUntil', {
            until: relativeWords(t, pass.expiresAt, now),
          })
        : t('request.pass.open');
  }
}
