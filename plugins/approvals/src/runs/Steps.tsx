import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { RunStep } from '@countersign/backstage-plugin-approvals-common';
import {
  RiCheckLine,
  RiCloseLine,
  RiHourglassLine,
  RiLoader4Line,
  RiSubtractLine,
} from '@remixicon/react';
import { approvalsTranslationRef, T } from '../translation';
import styles from './runs.module.css';

const ICONS: Partial<Record<RunStep['status'], typeof RiCheckLine>> = {
  done: RiCheckLine,
  waiting: RiHourglassLine,
  running: RiLoader4Line,
  failed: RiCloseLine,
  skipped: RiSubtractLine,
};

/** The steps of a run in their order: what each is, and how far it has come. */
export const Steps = (props: {
  steps: RunStep[];
  /** Nothing behind the approval does. */
  neverRuns: boolean;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { steps, neverRuns } = props;
  const gate = steps.findIndex(({ isGate }) => isGate);
  return (
    <>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('run.steps')}
      </Text>
      <ol className={styles.steps}>
        {steps.map((step, place) => (
          <Step
            key={`${place} ${step.id}`}
            step={step}
            words={wordsOf(t, step, { behindGate: place > gate, neverRuns })}
          />
        ))}
      </ol>
    </>
  );
};

const Step = ({ step, words }: { step: RunStep; words: string }) => {
  const Icon = ICONS[step.status];
  return (
    <li className={styles.step} data-status={step.status}>
      <span className={styles.mark} aria-hidden>
        {Icon && <Icon />}
      </span>
      <span className={styles.stepName}>
        <Text variant="body-medium" weight={step.isGate ? 'bold' : 'regular'}>
          {step.name}
        </Text>
        <code>{step.action}</code>
      </span>
      <Text variant="body-small" color="secondary">
        {words}
      </Text>
    </li>
  );
};

function wordsOf(
  t: T,
  step: RunStep,
  about: { behindGate: boolean; neverRuns: boolean },
): string {
  const words = t(`run.step.${standing(step, about)}`);
  return step.isGate ? `${t('run.step.gate')}, ${words}` : words;
}

/** What is to come, by where it stands. */
function standing(
  { status }: RunStep,
  about: { behindGate: boolean; neverRuns: boolean },
) {
  if (status !== 'next') return status;
  if (!about.behindGate) return 'later';
  return about.neverRuns ? 'never' : 'next';
}
