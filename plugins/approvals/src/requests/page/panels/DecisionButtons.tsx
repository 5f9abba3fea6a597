import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  DecisionKind,
  Task,
  Viewer,
} from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button } from '@backstage/ui';
import { RiArrowGoBackLine, RiCheckLine, RiCloseLine } from '@remixicon/react';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { ClaimButton } from './ClaimButton';
import { surprisingEffect } from './effects';
import styles from './panels.module.css';

/** The buttons of a decision. One whose effect is not what its word says tells so, and is pressed twice. */
export const DecisionButtons = (props: {
  viewer: Viewer;
  task: Task;
  onDecide: (decision: DecisionKind) => void;
  onHandOn: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { actions } = props.viewer;
  const [warned, setWarned] = useState<DecisionKind>();
  const warning = warned && surprisingEffect(warned, actions[warned]?.effect);

  const press = (decision: DecisionKind) => {
    const surprising = surprisingEffect(decision, actions[decision]?.effect);
    if (surprising && warned !== decision) {
      setWarned(decision);
      return;
    }
    setWarned(undefined);
    props.onDecide(decision);
  };

  return (
    <>
      {warning && (
        <Alert status="warning" icon role="alert" title={t(warning)} />
      )}
      <div className={styles.buttons}>
        {actions.approve?.allowed && (
          <Button
            className={styles.wide}
            variant="primary"
            iconStart={<RiCheckLine />}
            onPress={() => press('approve')}
          >
            {t('panel.approve')}
          </Button>
        )}
        {actions.reject?.allowed && (
          <Button
            variant="secondary"
            destructive
            iconStart={<RiCloseLine />}
            onPress={() => press('reject')}
          >
            {t('panel.reject')}
          </Button>
        )}
        {actions.request_changes?.allowed && (
          <Button
            variant="secondary"
            iconStart={<RiArrowGoBackLine />}
            onPress={() => press('request_changes')}
          >
            {t('panel.changes')}
          </Button>
        )}
        {actions.abstain?.allowed && (
          <Button variant="tertiary" onPress={() => press('abstain')}>
            {warned === 'abstain' ? t('panel.sureAbstain') : t('panel.abstain')}
          </Button>
        )}
        <ClaimButton task={props.task} />
        {actions.reassign?.allowed && (
          <Button
            className={styles.wide}
            variant="tertiary"
            onPress={props.onHandOn}
          >
            {t('panel.handOn')}
          </Button>
        )}
      </div>
    </>
  );
};
