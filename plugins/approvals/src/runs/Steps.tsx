import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { RunStep } from '@countersign/backstage-plugin-approvals-common';
import {
  RiCheckLine,
  RiCloseLine,
  RiHourglassLine,
  RiLoader4Line,
  RiStopLine,
  RiSubtractLine,
} from '@remixicon/react';
import { approvalsTranslationRef } from '../translation';
import type { Standing } from './runLine';
import styles from './runs.module.css';
import { StepStanding, stepStandingOf } from './stepStanding';

const ICONS: Partial<Record<StepStanding, typeof RiCheckLine>> = {
  done: RiCheckLine,
  waiting: RiHourglassLine,
  running: RiLoader4Line,
  failed: RiCloseLine,
  skipped: RiSubtractLine,
  stopped: RiStopLine,
};

/** The steps of a run in their order: what each is, and how far it has come. */
export const Steps = (props: { steps: RunStep[]; standing: Standing }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { steps, standing } = props;
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
            standing={stepStandingOf(step, {
              run: standing,
              behindGate: place > gate,
            })}
          />
        ))}
      </ol>
    </>
  );
};

const Step = (props: { step: RunStep; standing: StepStanding }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { step, standing } = props;
  const Icon = ICONS[standing];
  const words = t(`run.step.${standing}`);
  return (
    <li className={styles.step} data-standing={standing}>
      <span className={styles.mark} aria-hidden>
        {Icon && <Icon />}
      </span>
      <span className={styles.stepName}>
        <Text variant="body-medium" weight={step.isGate ? 'bold' : 'regular'}>
          {step.name}
        </Text>
        {/* A step without a name has that of its action. */}
        {step.name !== step.action && <code>{step.action}</code>}
      </span>
      <Text variant="body-small" color="secondary">
        {step.isGate ? `${t('run.step.gate')}, ${words}` : words}
      </Text>
    </li>
  );
};
