import { Column, VisuallyHidden } from '@backstage/ui';

/** The head of a column of buttons: its name is for who cannot see them. */
export const ActionsColumn = (props: { label: string; width: number }) => (
  <Column id="actions" defaultWidth={props.width}>
    <VisuallyHidden>{props.label}</VisuallyHidden>
  </Column>
);
