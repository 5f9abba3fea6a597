import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import {
  Button,
  ButtonIcon,
  Menu,
  MenuItem,
  MenuTrigger,
  Text,
} from '@backstage/ui';
import { RiMore2Fill, RiPencilLine, RiSendPlaneLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../../translation';
import { CopyButton } from '../../ui/CopyButton';
import { PageHead } from '../../ui/page/PageHead';
import { PersonName } from '../../ui/people/PersonLine';
import { Age } from '../../ui/time/Age';
import { HealthPill } from '../HealthState';
import styles from './endpoint.module.css';

/** What opens a dialog. */
export type Wanted = 'edit' | 'rotate' | 'remove';

type Actions = {
  testing: boolean;
  onTest: () => void;
  onTurn: (enabled: boolean) => void;
  onOpen: (wanted: Wanted) => void;
};

/** Name, address and health of an endpoint, and what can be done with it. */
export const EndpointHeader = (props: { webhook: Webhook } & Actions) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { webhook } = props;
  return (
    <PageHead
      state={<HealthPill webhook={webhook} />}
      title={webhook.name}
      end={<Buttons {...props} />}
    >
      <span className={styles.address}>
        <code>{webhook.url}</code>
        <CopyButton
          text={webhook.url}
          label={t('endpoint.copy')}
          done={t('endpoint.copied')}
        />
      </span>
      <Text as="p" variant="body-medium" color="secondary">
        {t('endpoint.by', {
          name: <PersonName person={webhook.createdBy} />,
          age: <Age at={webhook.createdAt} />,
        })}
      </Text>
    </PageHead>
  );
};

const Buttons = (props: { webhook: Webhook } & Actions) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { enabled } = props.webhook;
  return (
    <>
      <Button
        variant="primary"
        iconStart={<RiSendPlaneLine />}
        isPending={props.testing}
        onPress={props.onTest}
      >
        {t('endpoint.test')}
      </Button>
      <Button
        variant="secondary"
        iconStart={<RiPencilLine />}
        onPress={() => props.onOpen('edit')}
      >
        {t('endpoint.edit')}
      </Button>
      <MenuTrigger>
        <ButtonIcon
          variant="secondary"
          icon={<RiMore2Fill />}
          aria-label={t('endpoint.more')}
        />
        <Menu placement="bottom end">
          <MenuItem onAction={() => props.onOpen('rotate')}>
            {t('endpoint.rotate')}
          </MenuItem>
          <MenuItem onAction={() => props.onTurn(!enabled)}>
            {t(enabled ? 'endpoint.disable' : 'endpoint.enable')}
          </MenuItem>
          <MenuItem color="danger" onAction={() => props.onOpen('remove')}>
            {t('endpoint.remove')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </>
  );
};
