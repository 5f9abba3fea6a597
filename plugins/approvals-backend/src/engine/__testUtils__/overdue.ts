import {
  DeadlineDefinition,
  PolicyDefinitionInput,
} from '@countersign/backstage-plugin-approvals-common';
import { ref } from './callers';
import { History, RuleOutcome } from './history';
import { policy } from './policies';

export const HOUR = 60 * 60_000;
/** When the stage of {@link overdue} is due, after its start. */
export const DUE = 4 * HOUR;

type Parts = {
  people?: RuleOutcome;
  observers?: string[];
  stage?: Partial<PolicyDefinitionInput['stages'][number]>;
};

/** A request whose one stage, in which two must approve, is due after four hours. */
export function overdue(
  deadline: Partial<DeadlineDefinition>,
  { people = ['bob', 'carol'], observers = [], stage }: Parts = {},
): History {
  const history = new History(
    policy([
      {
        quorum: { mode: 'count', value: 2 },
        rejections: 2,
        deadline: {
          after: 'PT4H',
          onBreach: 'notify',
          ...(deadline.onBreach === 'escalate' && {
            escalateTo: [{ type: 'group', group: 'leads' }],
          }),
          ...deadline,
        },
        ...stage,
      },
    ]),
  );
  history.found(0, [people], { observers: [{ people: observers }] });
  return history;
}

/** Its reminder comes, with the people who left. */
export function remind(history: History, leavers: string[] = []) {
  return history.send({
    type: 'reminderDue',
    now: history.now,
    round: 1,
    stage: 0,
    leavers: leavers.map(ref),
  });
}
