import { Select } from '@backstage/ui';
import { useFaces } from '../../../ui/people/useFaces';
import type { OpenSeat } from './seats';

/** Chooses one of the open seats of a request. */
export const SeatSelect = (props: {
  label: string;
  seats: OpenSeat[];
  value: string | undefined;
  onChange: (taskId: string) => void;
}) => {
  const face = useFaces(props.seats.map(({ task }) => task.person));
  return (
    <Select
      label={props.label}
      options={props.seats.map(({ task, stage }) => ({
        id: task.id,
        label: face(task.person).name,
        description: stage.name,
      }))}
      value={props.value ?? null}
      onChange={key => key !== null && props.onChange(String(key))}
    />
  );
};
