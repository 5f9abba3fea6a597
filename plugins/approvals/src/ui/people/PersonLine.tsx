import { Avatar, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './PersonLine.module.css';
import { useFace } from './useFaces';

/** A person's face and name, with a second line below. */
export const PersonLine = (props: {
  person: string;
  size?: 'small' | 'medium';
  bold?: boolean;
  children?: ReactNode;
}) => {
  const face = useFace(props.person);
  return (
    <span className={styles.line}>
      <Avatar
        src={face.picture ?? ''}
        name={face.name}
        size={props.size ?? 'small'}
        purpose="decoration"
      />
      <span className={styles.words}>
        <Text
          variant="body-medium"
          weight={props.bold ? 'bold' : 'regular'}
          truncate
        >
          {face.name}
        </Text>
        {props.children && (
          <Text variant="body-small" color="secondary">
            {props.children}
          </Text>
        )}
      </span>
    </span>
  );
};

/** A person's name alone. */
export const PersonName = ({ person }: { person: string }) => (
  <>{useFace(person).name}</>
);
