import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ArrayFieldTemplateItemType,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
} from '@rjsf/utils';
import { Button, ButtonIcon, Text } from '@backstage/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../../translation';
import { Fault } from './Faulty';
import styles from './form.module.css';

/** A field with what is wrong with it. */
export const FieldFrame = (props: FieldTemplateProps) => {
  if (props.hidden) return <div hidden>{props.children}</div>;
  const own = props.schema.type !== 'object' && props.schema.type !== 'array';
  return (
    <div className={props.id === 'root' ? undefined : styles.field}>
      {props.children}
      {own && props.rawErrors?.map(error => <Fault key={error}>{error}</Fault>)}
    </div>
  );
};

/** The fields of an object; a heading where it stands inside another. */
export const ObjectFrame = (props: ObjectFieldTemplateProps) => {
  const inner = props.idSchema.$id !== 'root';
  return (
    <div className={inner ? styles.group : styles.root}>
      {inner && (
        <Text as="h3" variant="body-medium" weight="bold">
          {props.title}
        </Text>
      )}
      {inner && props.description && (
        <Text as="p" variant="body-small" color="secondary">
          {props.description}
        </Text>
      )}
      {props.properties.map(property => (
        <div key={property.name}>{property.content}</div>
      ))}
    </div>
  );
};

/** A list that can grow and shrink. */
export const ArrayFrame = (props: ArrayFieldTemplateProps) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <div className={styles.group}>
      <Text as="h3" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      {props.schema.description && (
        <Text as="p" variant="body-small" color="secondary">
          {props.schema.description}
        </Text>
      )}
      {props.items.map(item => (
        <ArrayItem key={item.key} item={item} />
      ))}
      {props.rawErrors?.map(error => (
        <Fault key={error}>{error}</Fault>
      ))}
      {props.canAdd && (
        <Button
          className={styles.add}
          size="small"
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => props.onAddClick()}
        >
          {t('ask.add')}
        </Button>
      )}
    </div>
  );
};

const ArrayItem = ({ item }: { item: ArrayFieldTemplateItemType }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <div className={styles.item}>
      <div className={styles.itemBody}>{item.children}</div>
      {item.hasRemove && (
        <ButtonIcon
          variant="tertiary"
          icon={<RiDeleteBinLine />}
          aria-label={t('ask.remove')}
          onPress={() => item.onDropIndexClick(item.index)()}
        />
      )}
    </div>
  );
};
