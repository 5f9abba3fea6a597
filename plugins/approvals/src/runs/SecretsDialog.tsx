import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PasswordField } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../translation';
import { ActionDialog } from '../ui/ActionDialog';
import { Faulty } from '../ui/form/Faulty';
import type { ActionState } from '../ui/useAction';
import { useFocusOnOpen } from '../ui/useFocusOnOpen';
import styles from './runs.module.css';

/** Asks for the secrets that a run needs again. They are kept nowhere. */
export const SecretsDialog = (props: {
  names: string[];
  state: ActionState;
  /** Answers whether it went on. */
  onSend: (secrets: Record<string, string>) => Promise<boolean>;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { names } = props;
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const fields = useFocusOnOpen<HTMLDivElement>('input');

  const confirm = async () => {
    setTried(true);
    const missing = names.find(name => !secrets[name]);
    if (missing !== undefined) {
      const place = names.indexOf(missing);
      fields.current?.querySelectorAll('input')[place]?.focus();
      return;
    }
    if (await props.onSend(secrets)) props.onClose();
  };

  return (
    <ActionDialog
      title={t('run.resume.secretsTitle')}
      hint={t('run.resume.secretsHint')}
      confirm={t('run.resume.button')}
      state={props.state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <div ref={fields} className={styles.secrets}>
        {names.map(name => {
          const isMissing = tried && !secrets[name];
          return (
            <Faulty
              key={name}
              fault={isMissing ? t('run.resume.secretMissing') : undefined}
            >
              <PasswordField
                label={name}
                autoComplete="off"
                value={secrets[name] ?? ''}
                onChange={value => setSecrets({ ...secrets, [name]: value })}
                isInvalid={isMissing}
              />
            </Faulty>
          );
        })}
      </div>
    </ActionDialog>
  );
};
