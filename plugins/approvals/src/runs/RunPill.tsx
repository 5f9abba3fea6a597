import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { approvalsTranslationRef } from '../translation';
import { Pill } from '../ui/StatusBadge';
import type { Standing } from './runLine';

const FAMILIES: Record<Standing, string> = {
  waiting: 'neutral',
  resuming: 'announcement',
  running: 'announcement',
  done: 'positive',
  failed: 'negative',
  cancelled: 'neutral',
  gone: 'warning',
  bypassed: 'negative',
  stopped: 'neutral',
};

/** How a run stands, in a word and a colour. */
export const RunPill = ({ state }: { state: Standing }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return <Pill family={FAMILIES[state]}>{t(`run.state.${state}`)}</Pill>;
};
