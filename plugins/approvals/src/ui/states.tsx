import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button, Flex, Skeleton, Text } from '@backstage/ui';
import { RiCloudOffLine, RiCompass3Line, RiLockLine } from '@remixicon/react';
import { ReactElement, ReactNode } from 'react';
import { approvalsTranslationRef } from '../translation';
import { errorWords } from './errorWords';
import styles from './states.module.css';

/** A page, or a part of it, that has nothing to show. */
export const EmptyState = (props: {
  icon: ReactElement;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) => (
  <div className={styles.state}>
    <span className={styles.icon} aria-hidden>
      {props.icon}
    </span>
    <Text as="h2" variant="title-x-small" weight="bold" tabIndex={-1}>
      {props.title}
    </Text>
    {props.children && (
      <Text as="p" variant="body-medium" color="secondary">
        {props.children}
      </Text>
    )}
    {props.action}
  </div>
);

/** Something that could not be loaded: what the server said, and a way to try again where that may help. */
export const FailedState = (props: { error: Error; onRetry: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const status =
    props.error instanceof ApprovalsError ? props.error.status : undefined;
  if (status === 404) {
    return (
      <EmptyState icon={<RiCompass3Line />} title={t('state.notFound')}>
        {t('state.notFoundHint')}
      </EmptyState>
    );
  }
  if (status === 403) {
    return (
      <EmptyState icon={<RiLockLine />} title={t('state.forbidden')}>
        {t('state.forbiddenHint', { message: props.error.message })}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<RiCloudOffLine />}
      title={t('state.failed')}
      action={
        <Button variant="secondary" onPress={props.onRetry}>
          {t('state.retry')}
        </Button>
      }
    >
      <ErrorWords error={props.error} />
      <br />
      {t('state.retrying')}
    </EmptyState>
  );
};

/** What is shown may be old: the last refresh failed. */
export const TroubleNote = ({ error }: { error?: Error }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return error ? (
    <Alert
      status="warning"
      icon
      mb="3"
      title={t('state.trouble', { message: errorWords(error, t) })}
    />
  ) : null;
};

const ErrorWords = ({ error }: { error: Error }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <>
      {error instanceof ApprovalsError
        ? t('state.failedHint', { message: errorWords(error, t) })
        : errorWords(error, t)}
    </>
  );
};

/** Lines where a list is about to be. */
export const ListSkeleton = ({ rows = 4 }: { rows?: number }) => {
  return (
    <Loading>
      <Flex direction="column" gap="4" py="3">
        {Array.from({ length: rows }, (_, row) => (
          <Flex key={row} justify="between" align="center">
            <Flex direction="column" gap="2">
              <Skeleton width={220 - (row % 3) * 40} height={14} />
              <Skeleton width={140} height={12} />
            </Flex>
            <Skeleton width={88} height={28} />
          </Flex>
        ))}
      </Flex>
    </Loading>
  );
};

/** Says that something is being loaded, whatever is drawn meanwhile. */
export const Loading = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <div
      className={styles.loading}
      role="status"
      aria-busy
      aria-label={t('state.loading')}
    >
      {children}
    </div>
  );
};
