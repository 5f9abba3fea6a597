import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RiCheckLine,
  RiCloseLine,
  RiArrowGoBackLine,
  RiFlagLine,
} from '@remixicon/react';
import { Fragment } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { StageCard } from './StageCard';
import styles from './StageTrack.module.css';
import { columnsOf, doneColumns, TrackEnd, TrackStage } from './types';

const END_ICONS: Partial<Record<TrackEnd, typeof RiCheckLine>> = {
  rejected: RiCloseLine,
  withdrawn: RiCloseLine,
  cancelled: RiCloseLine,
  expired: RiCloseLine,
  changes_requested: RiArrowGoBackLine,
};

/**
 * The way of a request, or of a policy: from left to right, stages that run
 * together in one column, the line green as far as things are done. Where it
 * has no room it goes from top to bottom.
 */
export const StageTrack = (props: { stages: TrackStage[]; end?: TrackEnd }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const end = props.end ?? 'in_review';
  const columns = columnsOf(props.stages);
  const done = props.end ? doneColumns(columns) : -1;
  const EndIcon = END_ICONS[end] ?? RiCheckLine;

  return (
    <section className={styles.frame} aria-label={t('track.label')}>
      <div className={styles.track} data-columns={Math.min(columns.length, 6)}>
        <span
          className={styles.terminal}
          data-state={done >= 0 ? 'done' : 'open'}
        >
          <span className={styles.dot}>
            <RiFlagLine aria-hidden />
          </span>
          {t('track.asked')}
        </span>
        {columns.map((column, place) => (
          <Fragment key={column[0].index}>
            <span
              className={styles.line}
              data-state={place <= done ? 'done' : 'open'}
            />
            <ol className={styles.column} start={column[0].index + 1}>
              {column.map(stage => (
                <StageCard key={stage.index} stage={stage} />
              ))}
            </ol>
          </Fragment>
        ))}
        <span
          className={styles.line}
          data-state={done === columns.length ? 'done' : 'open'}
        />
        <span className={styles.terminal} data-state={endState(end)}>
          <span className={styles.dot}>
            <EndIcon aria-hidden />
          </span>
          {t(`track.end.${end}`)}
        </span>
      </div>
    </section>
  );
};

function endState(end: TrackEnd): string {
  if (end === 'in_review') return 'open';
  if (end === 'approved') return 'done';
  if (end === 'changes_requested') return 'back';
  return end === 'rejected' ? 'failed' : 'over';
}
