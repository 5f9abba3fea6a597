import { Text } from '@backstage/ui';
import { ReactNode } from 'react';

/** A field with what is wrong with it below. */
export const Faulty = (props: { fault?: string; children: ReactNode }) => (
  <div>
    {props.children}
    {props.fault && (
      <Text as="p" variant="body-small" color="danger" role="alert">
        {props.fault}
      </Text>
    )}
  </div>
);
