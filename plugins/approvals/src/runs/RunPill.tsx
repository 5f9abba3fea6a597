import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunState } from '@countersign/backstage-plugin-approvals-common';
import { approvalsTranslationRef } from '../translation';
import { Pill } from '../ui/StatusBadge';

const FAMILIES: Record<RunState, string> = {
  waiting: 'neutral',
  resuming: 'announcement',
  running: 'announcement',
  done: 'positive',
  failed: 'negative',
  cancelled: 'neutral',
  gone: 'warning',
  bypassed: 'negative',
};

/** How a run stands, in a word and a colour. */
export const RunPill = ({ state }: { state: RunState }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return <Pill family={FAMILIES[state]}>{t(`run.state.${state}`)}</Pill>;
};
