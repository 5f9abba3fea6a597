import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Policy,
  Simulation,
} from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { approvalsTranslationRef } from '../../translation';
import type { Context } from '../../ui/form/ContextForm';
import { errorWords } from '../../ui/errorWords';
import { useFaces } from '../../ui/people/useFaces';
import {
  refsOfDefinition,
  StageTrack,
  trackOfDefinition,
} from '../../ui/track';
import { withSimulation } from '../../ui/track/trackOfSimulation';
import styles from './RequestForm.module.css';
import { SubjectDraft, subjectOf } from './subject';

type Preview =
  | { status: 'none' }
  | { status: 'asking' }
  | { status: 'refused'; message: string }
  | { status: 'ready'; simulation: Simulation };

/** The way of the policy, and on demand who would be asked for exactly this. */
export const WayPreview = (props: {
  policy: Policy;
  subject: SubjectDraft;
  context: Context;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { policy } = props;
  const { stages } = policy.current.definition;
  const { preview, ask } = usePreview(props);
  const people =
    preview.status === 'ready'
      ? preview.simulation.stages.flatMap(stage => stage.people)
      : [];
  const face = useFaces([
    ...stages.flatMap(refsOfDefinition),
    ...people.flatMap(({ person, delegates }) => [person, ...delegates]),
  ]);
  const planned = trackOfDefinition(stages, { t, face });

  return (
    <div className={styles.preview}>
      <StageTrack
        stages={
          preview.status === 'ready'
            ? withSimulation(planned, preview.simulation, { t, face })
            : planned
        }
      />
      {preview.status === 'refused' && (
        <Alert status="warning" icon title={preview.message} />
      )}
      {preview.status === 'ready' &&
        preview.simulation.contextFaults.length > 0 && (
          <Text as="p" variant="body-small" color="secondary">
            {t('ask.previewPartial')}
          </Text>
        )}
      <Button
        variant="secondary"
        size="small"
        isPending={preview.status === 'asking'}
        onPress={ask}
      >
        {t('ask.preview')}
      </Button>
    </div>
  );
};

function usePreview(props: {
  policy: Policy;
  subject: SubjectDraft;
  context: Context;
}) {
  const api = useApi(approvalsApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [preview, setPreview] = useState<Preview>({ status: 'none' });
  const { policy, context } = props;
  const { type, ...subject } = subjectOf(policy.subjectType, props.subject);
  const given = Object.fromEntries(
    Object.entries(subject).filter(([, value]) => value),
  );

  const ask = async () => {
    setPreview({ status: 'asking' });
    try {
      const simulation = await api.simulatePolicy({
        body: {
          key: policy.key,
          version: policy.current.version,
          subject: { type, ...given },
          context,
        },
      });
      setPreview({ status: 'ready', simulation });
    } catch (error) {
      setPreview({ status: 'refused', message: errorWords(error, t) });
    }
  };
  return { preview, ask };
}
