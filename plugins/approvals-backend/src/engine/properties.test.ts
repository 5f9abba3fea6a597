import { requestEventPayloads } from '@countersign/backstage-plugin-approvals-common';
import { decide, EngineEvent, evolve, NewRequest, RequestState, step } from '.';
import { countFaults, passingFaults } from './__testUtils__/countFaults';
import { dutyFaults } from './__testUtils__/dutyFaults';
import { PEOPLE } from './__testUtils__/generators';
import { hopeFaults } from './__testUtils__/hopeFaults';
import { inEveryHistory, Look, SEED } from './__testUtils__/playing';
import { promiseFaults } from './__testUtils__/promiseFaults';
import { World } from './__testUtils__/world';

const ENDS = ['approved', 'rejected', 'withdrawn', 'cancelled', 'expired'];
const OVER = ['approved', 'rejected', 'skipped', 'closed'];
const NOTHING: Look = () => [];

const isTerminal = ({ status }: RequestState) => ENDS.includes(status);
const fault = (isOne: boolean, words: string) => (isOne ? [words] : []);

describe(`what must hold in every history (seed ${SEED})`, () => {
  it('terminal states absorb, and there is one terminal event at most', () => {
    const absorbs: Look = ({ state }, { before }) =>
      fault(
        isTerminal(before) && before.status !== state.status,
        `${before.status} became ${state.status}`,
      );
    const endsOnce = ({ events, state }: World) => {
      const ends = events.filter(({ type }) =>
        ENDS.some(end => type === `request.${end}`),
      );
      return fault(
        ends.length !== Number(isTerminal(state)),
        `${ends.length} ends of a request that is ${state.status}`,
      );
    };
    expect(inEveryHistory(absorbs, { atTheEnd: endsOnce })).toBe('holds');
  });

  it('a decision, and anything that a worker delivers, changes nothing the second time', () => {
    const isIdle: Look = ({ state }, { input, answer }) => {
      const counts = input.type === 'decide' || !('caller' in input);
      if (answer.kind !== 'stepped' || !counts) {
        return [];
      }
      const again = step(state, input);
      const changes = again.kind === 'stepped' ? again.events.length : 0;
      return [
        ...fault(changes > 0, `${input.type} changed something twice`),
        ...fault(
          input.type === 'decide' && again.kind !== 'repeated',
          'a repeated decision was not known again',
        ),
      ];
    };
    expect(inEveryHistory(isIdle)).toBe('holds');
  });

  it('what was delivered long ago changes nothing', () => {
    const isForgotten: Look = ({ state, delivered }) =>
      delivered
        .filter(({ type }) => type === 'peopleFound' || type === 'breachDue')
        .filter(old => !isAwaited(state, old))
        .flatMap(old => {
          const answer = decide(state, old);
          const changes = answer.kind === 'events' ? answer.events : [];
          return fault(changes.length > 0, `an old ${old.type} was taken`);
        });
    expect(inEveryHistory(isForgotten, { histories: 1_500 })).toBe('holds');
  });

  it('the stored events, as their schemas know them, fold into the stored state', () => {
    const folds = ({ definition, events, state }: World) => {
      const stored = JSON.parse(JSON.stringify(events)) as EngineEvent[];
      const beginning: NewRequest = {
        status: 'new',
        definition,
        policyVersion: 1,
      };
      const folded = stored.reduce<RequestState | NewRequest>(
        evolve,
        beginning,
      );
      const known = stored.map(({ type, payload }) =>
        requestEventPayloads[type].parse(payload),
      );
      return [
        ...fault(!isSame(folded, state), 'the fold is another state'),
        ...fault(
          !isSame(
            known,
            stored.map(({ payload }) => payload),
          ),
          'a payload is not as its schema says',
        ),
      ];
    };
    expect(inEveryHistory(NOTHING, { atTheEnd: folds })).toBe('holds');
  });

  it('the barred never approve, and nobody counts twice', () => {
    expect(inEveryHistory(({ state }) => dutyFaults(state))).toBe('holds');
  });

  it('what has an executor goes on for nobody but the requester, unless its policy lets a service and no secret is missing', () => {
    const isLetOn: Look = ({ state }, { input, answer }) => {
      const { execution, requester, definition } = state;
      if (
        input.type !== 'consume' ||
        answer.kind === 'refused' ||
        !execution?.executor
      ) {
        return [];
      }
      const { initiator, caller } = input;
      const needsNobody =
        definition.resumeAs === 'service' && !execution.secrets;
      return [
        ...fault(
          caller.ref !== execution.executor,
          `${caller.ref} used the pass of ${execution.executor}`,
        ),
        ...fault(
          initiator ? initiator !== requester : !needsNobody,
          `${initiator ?? 'a service'} let it go on`,
        ),
      ];
    };
    expect(inEveryHistory(isLetOn)).toBe('holds');
  });

  it('a stage is as far as a naive count says, and passes only by its quorum and rules', () => {
    expect(
      inEveryHistory(({ state }, played) => [
        ...countFaults(state),
        ...passingFaults(played),
      ]),
    ).toBe('holds');
  });

  it('open work always has somebody who can act, is held and can be freed, or waits for the requester', () => {
    expect(inEveryHistory(hopeFaults)).toBe('holds');
  });

  it('nothing stays open on what has ended', () => {
    const leavesNothing: Look = ({ state }, { answer }) => [
      ...state.stages
        .filter(({ status, tasks, search, nextBreach }) =>
          OVER.includes(status)
            ? search || nextBreach || tasks.some(one => one.status === 'open')
            : isTerminal(state),
        )
        .map(({ index, status }) => `stage ${index} is left over, ${status}`),
      ...(answer.kind === 'stepped' ? answer.effects : [])
        .filter(
          ({ payload }) =>
            'stage' in payload &&
            state.stages.some(
              ({ index, round, status }) =>
                index === payload.stage &&
                round === payload.round &&
                OVER.includes(status),
            ),
        )
        .map(({ kind }) => `${kind} is work for a stage that has ended`),
    ];
    expect(inEveryHistory(leavesNothing)).toBe('holds');
  });

  it('what is awaited from a worker has been asked of one', () => {
    const isAsked = ({ state, effects }: World) =>
      state.stages.flatMap(({ round, index, search, nextBreach }) => {
        const asked = effects
          .map(({ kind, payload }) => ({ kind, ...payload }))
          .filter(one => 'stage' in one && one.stage === index)
          .filter(one => 'round' in one && one.round === round);
        return [
          ...fault(
            search !== undefined &&
              !asked.some(
                one =>
                  one.kind === 'stage.people' &&
                  'attempt' in one &&
                  one.attempt === search.attempt,
              ),
            `nobody looks for the people of stage ${index}`,
          ),
          ...fault(
            nextBreach !== undefined &&
              !asked.some(
                one => 'number' in one && one.number === nextBreach.number,
              ),
            `nobody minds the deadline of stage ${index}`,
          ),
        ];
      });
    expect(inEveryHistory(NOTHING, { atTheEnd: isAsked })).toBe('holds');
  });

  it('decide accepts what the viewer is promised, and refuses the rest with the same code', () => {
    const everybody = [...PEOPLE, 'zoe'];
    let turn = 0;
    const isKept: Look = world => {
      turn += 1;
      return promiseFaults(world, everybody[turn % everybody.length]);
    };
    expect(inEveryHistory(isKept, { histories: 2_500 })).toBe('holds');
  });
});

type Delivered = World['delivered'][number];

function isAwaited({ stages }: RequestState, old: Delivered): boolean {
  return stages.some(
    ({ round, index, search, nextBreach }) =>
      'stage' in old &&
      'round' in old &&
      round === old.round &&
      index === old.stage &&
      (('attempt' in old && search?.attempt === old.attempt) ||
        ('number' in old && nextBreach?.number === old.number)),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
}
