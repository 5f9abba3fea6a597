import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiAlarmWarningLine, RiTimeLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../../translation';
import { useNow } from '../useNow';
import styles from './Due.module.css';
import { dueWords, exactTime } from './words';

/** When something is due: amber from its reminder on, red when overdue. */
export const Due = (props: {
  dueAt: string;
  remindAt?: string;
  overdue?: boolean;
  /** Says "due in 3 h", where nothing near says that this is a deadline. */
  spoken?: boolean;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  const late = props.overdue || Date.parse(props.dueAt) <= now;
  const soon = !!props.remindAt && Date.parse(props.remindAt) <= now;
  const words = dueWords(t, props.dueAt, now);
  const state = late ? 'late' : (soon && 'soon') || 'later';
  return (
    <time
      className={styles.due}
      data-state={state}
      dateTime={props.dueAt}
      title={exactTime(props.dueAt)}
    >
      {late ? <RiAlarmWarningLine aria-hidden /> : <RiTimeLine aria-hidden />}
      {props.spoken && !late ? t('time.due', { when: words }) : words}
    </time>
  );
};
