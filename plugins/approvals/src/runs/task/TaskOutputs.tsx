import { useTaskEventStream } from '@backstage/plugin-scaffolder-react';
import {
  DefaultTemplateOutputs,
  ScaffolderTemplateOutputsComponent,
} from '@backstage/plugin-scaffolder-react/alpha';
import { ComponentProps, useCallback, useState } from 'react';
import { useParams } from 'react-router-dom';
import { requestsIn } from './requestsIn';
import styles from './task.module.css';
import { TaskRequest } from './TaskRequest';

/** On the scaffolder's page of a task: the approvals that it waits for, and what it has made. */
export const TaskOutputs = (
  props: ComponentProps<ScaffolderTemplateOutputsComponent>,
) => {
  const { taskId } = useParams();
  return (
    <>
      {taskId && !props.output && <AwaitedBy taskId={taskId} />}
      <DefaultTemplateOutputs output={props.output} />
    </>
  );
};

const AwaitedBy = ({ taskId }: { taskId: string }) => {
  const { error } = useTaskEventStream(taskId);
  const ids = requestsIn(error?.message ?? '');
  const [refused, setRefused] = useState<Record<string, boolean | undefined>>(
    {},
  );
  const onRead = useCallback(
    (id: string, isRefused: boolean | undefined) =>
      setRefused(known => ({ ...known, [id]: isRefused })),
    [],
  );
  const explaining = ids.filter(id => refused[id] === false).at(-1);
  return ids.length > 0 ? (
    <div className={styles.requests}>
      {ids.map(id => (
        <TaskRequest
          key={id}
          id={id}
          taskId={taskId}
          explains={id === explaining}
          onRead={onRead}
        />
      ))}
    </div>
  ) : null;
};
