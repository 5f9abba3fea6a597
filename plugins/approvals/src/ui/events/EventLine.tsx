import type { Event } from '@countersign/backstage-plugin-approvals-common';
import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import { Json } from '../CodeBlock';
import { Disclosure } from '../Disclosure';
import { markOf, removedIn } from './eventFacts';
import { EventIcon } from './EventIcon';
import styles from './EventLine.module.css';
import type { Say } from './say';
import { sentenceOf } from './sentences';

/** Lines of history, one below the other. */
export const EventList = ({ children }: { children: ReactNode }) => (
  <ol className={styles.events}>{children}</ol>
);

/** One line of history: a sentence, the words that belong to it, and the raw event for who wants it. */
export const EventLine = (props: {
  event: Event;
  say: Say;
  /** When it was. */
  time: ReactNode;
  /** What it is about, where that is not clear from the page. */
  about?: ReactNode;
  /** What is wrong with the line itself. */
  fault?: ReactNode;
}) => {
  const { event, say, time, about, fault } = props;
  return (
    <li className={styles.event} data-fault={fault ? true : undefined}>
      <EventIcon mark={markOf(event)} />
      <div className={styles.body}>
        <div className={styles.head}>
          <Text variant="body-medium">{sentenceOf(event, say)}</Text>
          <Text variant="body-small" color="secondary" className={styles.age}>
            {time}
          </Text>
        </div>
        {about}
        <Words event={event} say={say} />
        {removedIn(event).map(({ person, reason }) => (
          <Text key={person} as="p" variant="body-small" color="secondary">
            {say.t(`timeline.removed.${reason}`, { name: say.who(person) })}
          </Text>
        ))}
        {fault}
        <Disclosure className={styles.raw} summary={say.t('timeline.raw')}>
          <Json value={event} />
        </Disclosure>
      </div>
    </li>
  );
};

/** The comment or reason of an event, or that it was erased. */
const Words = ({ event, say }: { event: Event; say: Say }) => {
  const { t } = say;
  return (
    <>
      {event.text && (
        <Text
          as="p"
          variant="body-medium"
          color="secondary"
          className={styles.words}
        >
          “{event.text}”
        </Text>
      )}
      {event.reason && (
        <Text
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.words}
        >
          {t('timeline.reason', { reason: event.reason })}
        </Text>
      )}
      {event.erased?.map(part => (
        <Text
          key={part}
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.erased}
        >
          {t(`timeline.erased.${part}`)}
        </Text>
      ))}
    </>
  );
};
