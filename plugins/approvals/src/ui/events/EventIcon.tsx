import {
  RiAlarmWarningLine,
  RiArrowGoBackLine,
  RiChat3Line,
  RiCheckLine,
  RiCircleFill,
  RiCloseLine,
  RiEraserLine,
  RiFlagLine,
  RiPauseLine,
  RiPlayLine,
  RiShieldCheckLine,
  RiStopLine,
  RiSubtractLine,
} from '@remixicon/react';
import type { EventMark } from './eventFacts';
import styles from './EventIcon.module.css';

const ICONS: Record<EventMark, typeof RiCheckLine> = {
  asked: RiFlagLine,
  approve: RiCheckLine,
  reject: RiCloseLine,
  abstain: RiSubtractLine,
  changes: RiArrowGoBackLine,
  comment: RiChat3Line,
  late: RiAlarmWarningLine,
  held: RiPauseLine,
  end: RiStopLine,
  seal: RiShieldCheckLine,
  erased: RiEraserLine,
  goes: RiPlayLine,
  step: RiCircleFill,
};

/** The mark of a line of history; the sentence beside it says the same. */
export const EventIcon = ({ mark }: { mark: EventMark }) => {
  const Icon = ICONS[mark];
  return (
    <span className={styles.icon} data-mark={mark}>
      <Icon aria-hidden />
    </span>
  );
};
