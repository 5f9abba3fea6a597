import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BgProvider, Button, Text } from '@backstage/ui';
import {
  RiCheckLine,
  RiCloseLine,
  RiLoader4Line,
  RiPauseLine,
  RiSearchLine,
  RiSkipForwardLine,
  RiStopLine,
  RiTimeLine,
} from '@remixicon/react';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { PersonChip } from '../people/PersonChip';
import { Age } from '../time/Age';
import { Due } from '../time/Due';
import styles from './StageCard.module.css';
import type { TrackStage, TrackState } from './types';

const ICONS: Record<TrackState, typeof RiCheckLine> = {
  planned: RiTimeLine,
  waiting: RiTimeLine,
  resolving: RiSearchLine,
  active: RiLoader4Line,
  held: RiPauseLine,
  approved: RiCheckLine,
  rejected: RiCloseLine,
  skipped: RiSkipForwardLine,
  closed: RiStopLine,
};

/** One stage: state, name, what is needed, people, deadline. */
export const StageCard = ({ stage }: { stage: TrackStage }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const Icon = ICONS[stage.state];
  return (
    <li
      className={styles.card}
      data-state={stage.state}
      aria-label={`${stage.name}: ${t(`track.state.${stage.state}`)}`}
    >
      <div className={styles.head}>
        <span className={styles.state} title={t(`track.state.${stage.state}`)}>
          <Icon aria-hidden />
        </span>
        <Text
          as="h3"
          variant="body-medium"
          weight="bold"
          className={styles.name}
        >
          {stage.name}
        </Text>
        {stage.endedAt && (
          <Text variant="body-x-small" color="secondary">
            <Age at={stage.endedAt} />
          </Text>
        )}
      </div>
      {stage.lines.map(line => (
        <Text key={line} as="p" variant="body-small" color="secondary">
          {line}
        </Text>
      ))}
      <People people={stage.people} />
      {stage.due && (
        <span className={styles.due}>
          <Due {...stage.due} spoken />
        </span>
      )}
      {stage.deadline && (
        <Text
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.deadline}
        >
          <RiTimeLine aria-hidden />
          {stage.deadline}
        </Text>
      )}
      {stage.actions && (
        <BgProvider bg="neutral-1">
          <div className={styles.actions}>{stage.actions}</div>
        </BgProvider>
      )}
    </li>
  );
};

const FEW = 6;

const People = ({ people }: Pick<TrackStage, 'people'>) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [all, setAll] = useState(false);
  if (people.length === 0) return null;
  const shown = all || people.length <= FEW + 1 ? people : people.slice(0, FEW);
  return (
    <div className={styles.people}>
      {shown.map(({ person, mark, notes }) => (
        <PersonChip key={`${person} ${mark}`} {...{ person, mark, notes }} />
      ))}
      {people.length > FEW + 1 && (
        <Button size="small" variant="tertiary" onPress={() => setAll(!all)}>
          {all
            ? t('person.fewer')
            : t('person.more', { n: String(people.length - FEW) })}
        </Button>
      )}
    </div>
  );
};
