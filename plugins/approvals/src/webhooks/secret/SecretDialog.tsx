import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WebhookWithSecret } from '@countersign/backstage-plugin-approvals-common';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Link,
  Text,
} from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import { CodeBlock } from '../../ui/CodeBlock';
import { CopyButton } from '../../ui/CopyButton';
import { exactTime } from '../../ui/time/words';
import { useFocusOnOpen } from '../../ui/useFocusOnOpen';
import styles from './SecretDialog.module.css';

const LIBRARIES = 'https://www.standardwebhooks.com';

// As documentation of the library has it; code is no matter of language.
const VERIFY = `import { Webhook } from 'standardwebhooks';
new Webhook(secret).verify(rawBody, headers); // throws if forged`;

/** Shows a new secret, this once: only its own button closes it, so that no slip loses it. */
export const SecretDialog = (props: {
  webhook: WebhookWithSecret;
  /** After a rotation: says what becomes of the old secret. */
  rotated?: boolean;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { webhook, rotated } = props;
  const body = useFocusOnOpen<HTMLDivElement>('button');
  return (
    <Dialog isOpen isDismissable={false} isKeyboardDismissDisabled width={560}>
      <div className={styles.head}>
        <DialogHeader>{t('secret.title', { name: webhook.name })}</DialogHeader>
      </div>
      <DialogBody>
        <div ref={body} className={styles.body}>
          <Alert
            status="warning"
            icon
            title={t('secret.once')}
            description={t('secret.onceHint')}
          />
          <div className={styles.secret}>
            <code aria-label={t('secret.label')}>{webhook.secret}</code>
            <CopyButton
              text={webhook.secret}
              label={t('secret.copy')}
              done={t('secret.copied')}
            />
          </div>
          {rotated && (
            <Text as="p" variant="body-medium">
              {webhook.oldSecretUntil
                ? t('secret.bothUntil', {
                    time: exactTime(webhook.oldSecretUntil),
                  })
                : t('secret.onlyNew')}
            </Text>
          )}
          <Text as="h3" variant="body-medium" weight="bold">
            {t('secret.verify')}
          </Text>
          <CodeBlock>{VERIFY}</CodeBlock>
          <Text as="p" variant="body-small" color="secondary">
            {t('secret.verifyHint', {
              link: (
                <Link href={LIBRARIES} target="_blank" variant="body-small">
                  Standard Webhooks
                </Link>
              ),
            })}
          </Text>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onPress={props.onClose}>
          {t('secret.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
