import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Policy } from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button, Card, CardBody, Flex, Link, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { requestRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { Context, ContextForm } from '../../ui/form/ContextForm';
import { FailedState, ListSkeleton } from '../../ui/states';
import { usePolled } from '../../ui/usePolled';
import styles from './RequestForm.module.css';
import { EMPTY_SUBJECT, faultsOf, SubjectDraft } from './subject';
import { SubjectFields } from './SubjectFields';
import { useSend } from './useSend';
import { WayPreview } from './WayPreview';

const FORM = 'new-request';
const FIVE_MINUTES = 300_000;

/** The form of one policy. */
export const RequestForm = (props: {
  policyKey: string;
  onBack: () => void;
}) => {
  const api = useApi(approvalsApiRef);
  const policy = usePolled(
    props.policyKey,
    signal => api.getPolicy({ params: { key: props.policyKey }, signal }),
    { about: 'policy:', every: FIVE_MINUTES },
  );
  if (policy.status === 'loading') return <ListSkeleton />;
  if (policy.status === 'failed') {
    return <FailedState error={policy.error} onRetry={policy.reload} />;
  }
  return <Fields policy={policy.value} onBack={props.onBack} />;
};

const Fields = (props: { policy: Policy; onBack: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { policy } = props;
  const { definition } = policy.current;
  const [subject, setSubject] = useState<SubjectDraft>(EMPTY_SUBJECT);
  const [context, setContext] = useState<Context>({});
  const [tried, setTried] = useState(false);
  const { state, send } = useSend(policy);
  const faults = faultsOf(subject);

  const submit = () => {
    setTried(true);
    if (Object.keys(faults).length === 0) send(subject, context);
  };

  return (
    <div className={styles.page}>
      <Text as="h2" variant="title-small" weight="bold">
        {policy.name}
      </Text>
      {policy.description && (
        <Text as="p" variant="body-medium" color="secondary">
          {policy.description}
        </Text>
      )}
      <WayPreview policy={policy} subject={subject} context={context} />
      <div className={styles.cards}>
        <Card>
          <CardBody>
            <Text as="h3" variant="body-large" weight="bold">
              {t('ask.subject')}
            </Text>
            <SubjectFields
              subject={subject}
              onChange={setSubject}
              faults={tried ? faults : {}}
            />
          </CardBody>
        </Card>
        <Card>
          <CardBody>
            <Text as="h3" variant="body-large" weight="bold">
              {t('ask.facts')}
            </Text>
            <Text as="p" variant="body-small" color="secondary">
              {definition.contextSchema ? t('ask.factsHint') : t('facts.none')}
            </Text>
            <ContextForm
              id={FORM}
              schema={definition.contextSchema ?? {}}
              value={context}
              onChange={setContext}
              onSubmit={submit}
              onInvalid={() => setTried(true)}
            />
          </CardBody>
        </Card>
      </div>
      {state.status === 'refused' && <Refusal {...state} />}
      <Flex gap="3" mt="4">
        <Button
          type="submit"
          form={FORM}
          variant="primary"
          isPending={state.status === 'sending'}
        >
          {t('ask.send')}
        </Button>
        <Button variant="tertiary" onPress={props.onBack}>
          {t('ask.other')}
        </Button>
      </Flex>
    </div>
  );
};

const Refusal = (props: { message: string; openRequest?: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const request = useRouteRef(requestRouteRef);
  return (
    <Alert
      status="danger"
      icon
      role="alert"
      title={t('ask.refused')}
      description={
        <>
          {props.message}{' '}
          {props.openRequest && (
            <Link href={request?.({ id: props.openRequest })}>
              {t('ask.alreadyOpen')}
            </Link>
          )}
        </>
      }
    />
  );
};
