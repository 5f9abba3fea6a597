import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestItem } from '@countersign/backstage-plugin-approvals-common';
import { Avatar, Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import { useFaces } from '../../ui/people/useFaces';
import styles from './cells.module.css';

/** The stages as dots, and the names of those that run. */
export const StageDots = ({ item }: { item: RequestItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const running = item.stages.filter(({ status }) =>
    ['active', 'resolving', 'held'].includes(status),
  );
  return (
    <span className={styles.stack}>
      {running.length > 0 && (
        <Text variant="body-medium" truncate>
          {running
            .map(stage =>
              stage.status === 'held'
                ? t('list.held', { stage: stage.name })
                : stage.name,
            )
            .join(', ')}
        </Text>
      )}
      <span className={styles.dots}>
        {item.stages.map(stage => (
          <span
            key={stage.index}
            className={styles.dot}
            data-state={stage.status}
            role="img"
            title={`${stage.name}: ${t(`track.state.${stage.status}`)}`}
            aria-label={`${stage.name}: ${t(`track.state.${stage.status}`)}`}
          />
        ))}
      </span>
    </span>
  );
};

const FACES = 3;

/** Who is asked now: faces, and a name. */
export const WaitingOn = ({ item }: { item: RequestItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const face = useFaces(item.waitingOn);
  const [first, ...others] = item.waitingOn.map(face);
  if (!first || item.status !== 'in_review') return null;
  return (
    <span className={styles.waiting}>
      <span className={styles.faces}>
        {item.waitingOn.slice(0, FACES).map(ref => (
          <Avatar
            key={ref}
            src={face(ref).picture ?? ''}
            name={face(ref).name}
            size="x-small"
            purpose="decoration"
          />
        ))}
      </span>
      <Text variant="body-medium" truncate>
        {others.length === 0
          ? first.name
          : t('list.more', { first: first.name, n: String(others.length) })}
      </Text>
    </span>
  );
};
