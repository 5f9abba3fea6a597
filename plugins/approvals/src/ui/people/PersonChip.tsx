import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Avatar } from '@backstage/ui';
import {
  RiArrowGoBackLine,
  RiCheckLine,
  RiCloseLine,
  RiShareForwardLine,
  RiSubtractLine,
} from '@remixicon/react';
import { approvalsTranslationRef } from '../../translation';
import styles from './PersonChip.module.css';
import { useFace } from './useFaces';

/** What somebody did in a stage, or what became of the seat. */
export type ChipMark =
  | 'open'
  | 'approve'
  | 'reject'
  | 'abstain'
  | 'request_changes'
  | 'released'
  | 'reassigned'
  | 'withdrawn';

const ICONS: Partial<Record<ChipMark, typeof RiCheckLine>> = {
  approve: RiCheckLine,
  reject: RiCloseLine,
  abstain: RiSubtractLine,
  request_changes: RiArrowGoBackLine,
  released: RiSubtractLine,
  reassigned: RiShareForwardLine,
  withdrawn: RiSubtractLine,
};

/** A person in a stage: face, name, what they did, and what else is worth knowing. */
export const PersonChip = (props: {
  person: string;
  mark?: ChipMark;
  notes?: string[];
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const face = useFace(props.person);
  const mark = props.mark ?? 'open';
  const Icon = ICONS[mark];
  return (
    <span
      className={styles.chip}
      data-mark={mark}
      title={[
        face.name,
        props.mark && t(`person.state.${mark}`),
        ...(props.notes ?? []),
      ]
        .filter(Boolean)
        .join(', ')}
    >
      <Avatar
        className={styles.face}
        src={face.picture ?? ''}
        name={face.name}
        size="x-small"
        purpose="decoration"
      />
      <span className={styles.name}>{face.name}</span>
      {props.notes?.map(note => (
        <span key={note} className={styles.note}>
          {note}
        </span>
      ))}
      {Icon && (
        <Icon className={styles.mark} aria-label={t(`person.state.${mark}`)} />
      )}
    </span>
  );
};
