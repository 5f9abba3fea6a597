import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Event,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import {
  Alert,
  Card,
  CardBody,
  Flex,
  Skeleton,
  Switch,
  Text,
} from '@backstage/ui';
import { useMemo, useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { errorWords } from '../../../ui/errorWords';
import { isQuiet, refsOf } from '../../../ui/events/eventFacts';
import { EventLine, EventList } from '../../../ui/events/EventLine';
import { createSay, Say } from '../../../ui/events/say';
import { Loading } from '../../../ui/states';
import { useFaces } from '../../../ui/people/useFaces';
import { Age } from '../../../ui/time/Age';
import { CommentBox } from '../CommentBox';
import { useEvents } from './useEvents';

/** What happened, newest first, in sentences. */
export const Timeline = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [every, setEvery] = useState(false);
  const events = useEvents(request.id, stateOf(request));
  const known = events.status === 'ready' ? events.value : [];
  const say = useSay(request, known);
  const shown = known
    .filter(event => every || !isQuiet(event, known))
    .reverse();

  return (
    <Card>
      <CardBody>
        <Flex justify="between" align="center" mb="3">
          <Text as="h2" variant="body-large" weight="bold">
            {t('timeline.title')}
          </Text>
          <Switch
            label={t('timeline.every')}
            isSelected={every}
            onChange={setEvery}
          />
        </Flex>
        {request.viewer.actions.comment?.allowed && (
          <CommentBox requestId={request.id} />
        )}
        {events.status === 'failed' && (
          <Alert
            status="warning"
            icon
            title={t('timeline.failed', {
              message: errorWords(events.error, t),
            })}
          />
        )}
        {events.status === 'loading' && <EventsSkeleton />}
        <EventList>
          {shown.map(event => (
            <EventLine
              key={event.id}
              event={event}
              say={say}
              time={<Age at={event.at} />}
            />
          ))}
        </EventList>
      </CardBody>
    </Card>
  );
};

const EventsSkeleton = () => (
  <Loading>
    <Flex direction="column" gap="4">
      {[260, 200, 230].map(width => (
        <Skeleton key={width} width={width} height={16} />
      ))}
    </Flex>
  </Loading>
);

/** Changes whenever something of the request's way does. */
function stateOf(request: Request): string {
  const stages = request.stages.map(({ status, tasks }) => [
    status,
    ...tasks.map(task => task.status),
  ]);
  return `${request.status} ${request.run?.state} ${stages.join()}`;
}

function useSay(request: Request, events: Event[]): Say {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const face = useFaces(events.flatMap(refsOf));
  return useMemo(
    () =>
      createSay({
        t,
        face,
        stageName: (round, index) =>
          (
            request.stages.find(
              stage => stage.round === round && stage.index === index,
            ) ?? request.stages.find(stage => stage.index === index)
          )?.name ?? '',
      }),
    [t, face, request.stages],
  );
}
