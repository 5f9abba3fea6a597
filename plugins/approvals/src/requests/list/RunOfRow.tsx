import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestItem } from '@countersign/backstage-plugin-approvals-common';
import { Link } from '@backstage/ui';
import { approvalsTranslationRef, T } from '../../translation';
import { useMe } from '../../ui/people/useMe';
import styles from './cells.module.css';

/** What became of that which runs after the approval; nothing while it only waits for that. */
export const RunOfRow = ({ item }: { item: RequestItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const words = wordsOf(t, item, useMe());
  if (!item.run || !words) return null;
  const { state, message, link } = item.run;
  const isShownThere = link !== undefined && state !== 'waiting';
  return (
    <span className={styles.run} data-state={state} title={message ?? words}>
      {isShownThere ? (
        <Link href={link} variant="body-small">
          {words}
        </Link>
      ) : (
        words
      )}
    </span>
  );
};

function wordsOf(
  t: T,
  { run, requester }: RequestItem,
  me: string | undefined,
): string | undefined {
  if (run?.state !== 'waiting') return run && t(`run.row.${run.state}`);
  if (!run.waitsFor || !me) return undefined;
  const isMine = run.waitsFor === 'requester' && requester === me;
  return t(isMine ? 'run.row.waitsForYou' : 'run.row.waits');
}
