import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader, Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../translation';
import styles from './Keys.module.css';

const KEYS = [
  { keys: ['j', 'k'], does: 'keys.move' },
  { keys: ['o'], does: 'keys.open' },
  { keys: ['x'], does: 'keys.select' },
  { keys: ['a'], does: 'keys.approve' },
  { keys: ['r'], does: 'keys.reject' },
  { keys: ['?'], does: 'keys.help' },
] as const;

/** The keys of the inbox, in one line. */
export const KeyHints = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <p className={styles.hints}>
      {KEYS.map(({ keys, does }) => (
        <span key={does}>
          {keys.map(key => (
            <kbd key={key}>{key}</kbd>
          ))}{' '}
          {t(does)}
        </span>
      ))}
    </p>
  );
};

/** The keys of the inbox, with a word more. */
export const KeyHelp = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width={360}>
      <DialogHeader>{t('keys.title')}</DialogHeader>
      <DialogBody>
        <dl className={styles.list}>
          {KEYS.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map(key => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{t(does)}</dd>
            </div>
          ))}
        </dl>
        <Text as="p" variant="body-small" color="secondary">
          {t('keys.hint')}
        </Text>
      </DialogBody>
    </Dialog>
  );
};
