import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Event } from '@countersign/backstage-plugin-approvals-common';
import { Button, Link, Text } from '@backstage/ui';
import { policyRouteRef, requestRouteRef, webhookRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import { refsOf } from '../ui/events/eventFacts';
import { EventLine, EventList } from '../ui/events/EventLine';
import { createSay } from '../ui/events/say';
import { useFaces } from '../ui/people/useFaces';
import { clockTime, dayOf, exactTime } from '../ui/time/words';
import styles from './audit.module.css';
import { BrokenHere } from './BrokenHere';
import { Broken, isLine } from './useBrokenLine';
import { useEndpointNames } from './useEndpointNames';
import { RequestFacts, useRequestFacts } from './useRequestFacts';

/** Lines of all history, day by day. */
export const AuditEvents = (props: {
  events: Event[];
  /** The line at which the chain breaks. */
  broken?: Broken;
  /** One wants to be led to it, and has not been yet. */
  wanted: boolean;
  onShown: () => void;
  /** Narrows the list to one stream; absent where it is. */
  onOnly?: (stream: string) => void;
}) => {
  const { events, broken, wanted, onShown, onOnly } = props;
  const factsOf = useRequestFacts(events);
  const sayOf = useSayOf(events, factsOf);
  const endpointName = useEndpointNames(events);
  return (
    <>
      {byDay(events).map(([day, ofDay]) => (
        <section key={day} aria-label={day} className={styles.day}>
          <Text
            as="h2"
            variant="body-small"
            weight="bold"
            color="secondary"
            className={styles.dayName}
          >
            {day}
          </Text>
          <EventList>
            {ofDay.map(event => {
              const facts = factsOf(event.stream);
              return (
                <EventLine
                  key={event.id}
                  event={event}
                  say={sayOf(facts)}
                  time={
                    <time dateTime={event.at} title={exactTime(event.at)}>
                      {clockTime(event.at)}
                    </time>
                  }
                  about={<About {...{ event, facts, endpointName, onOnly }} />}
                  fault={
                    broken &&
                    isLine(event, broken) && (
                      <BrokenHere
                        reason={broken.reason}
                        wanted={wanted}
                        onShown={onShown}
                      />
                    )
                  }
                />
              );
            })}
          </EventList>
        </section>
      ))}
    </>
  );
};

/** What a line is about, with the ways there. */
const About = (props: {
  event: Event;
  facts?: RequestFacts;
  endpointName: (id: string) => string | undefined;
  onOnly?: (stream: string) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const request = useRouteRef(requestRouteRef);
  const policy = useRouteRef(policyRouteRef);
  const webhook = useRouteRef(webhookRouteRef);
  const { facts, onOnly } = props;
  const { stream, seq } = props.event;
  const [kind, id] = stream.split(/:(.*)/s);
  const endpoint = kind === 'webhook' ? props.endpointName(id) : undefined;
  const pages: Record<string, () => string | undefined> = {
    request: () => facts && request?.({ id: facts.id }),
    run: () => request?.({ id }),
    policy: () => policy?.({ key: id }),
    webhook: () => endpoint && webhook?.({ id }),
  };
  const href = pages[kind]?.();
  const name = facts?.title ?? endpoint ?? (href ? id : stream);
  return (
    <span className={styles.about}>
      {href ? (
        <Link href={href} variant="body-small" color="secondary">
          {name}
        </Link>
      ) : (
        <Text variant="body-small" color="secondary">
          {name}
        </Text>
      )}
      <Text variant="body-small" color="secondary">
        {t('audit.line', { n: String(seq) })}
      </Text>
      {onOnly && (
        <Button
          className={styles.only}
          size="small"
          variant="tertiary"
          aria-label={t('audit.onlyLabel', { name })}
          onPress={() => onOnly(stream)}
        >
          {t('audit.only')}
        </Button>
      )}
    </span>
  );
};

function byDay(events: Event[]): [string, Event[]][] {
  const days = new Map<string, Event[]>();
  for (const event of events) {
    const day = dayOf(event.at);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days];
}

/** How sentences name things, once the names of the line's request are known. */
function useSayOf(
  events: Event[],
  factsOf: (stream: string) => RequestFacts | undefined,
) {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const face = useFaces(events.flatMap(refsOf));
  return (facts: RequestFacts | undefined) =>
    createSay({
      t,
      face,
      stageName: (_, index) =>
        facts?.stages[index] ?? t('audit.stage', { n: String(index + 1) }),
      streamTitle: stream => factsOf(stream)?.title,
    });
}
