import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { approvalsTranslationRef } from '../../translation';
import { useNow } from '../useNow';
import { exactTime, relativeWords } from './words';

/** How long ago something was, or how long until it is; the exact time on hover. */
export const Age = ({ at }: { at: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relativeWords(t, at, now)}
    </time>
  );
};
