import {
  requestEventPayloads,
  viewerActionNames,
} from '@countersign/backstage-plugin-approvals-common';
import fc from 'fast-check';
import {
  decide,
  EngineEvent,
  evolve,
  explain,
  NewRequest,
  RequestState,
  StageState,
  step,
} from '.';
import {
  moves,
  Opening,
  openings,
  PEOPLE,
  policies,
} from './__testUtils__/generators';
import { countedSeats, isMet, naiveVerdict } from './__testUtils__/naive';
import { Played, World } from './__testUtils__/world';
import { inputOfAction } from './__testUtils__/actions';

const SEED = 20261124;
const ENDS = ['approved', 'rejected', 'withdrawn', 'cancelled', 'expired'];
const OVER = ['approved', 'rejected', 'skipped', 'closed'];

const isTerminal = ({ status }: RequestState) => ENDS.includes(status);
const definitionOf = (state: RequestState, { index }: StageState) =>
  state.definition.stages[index];

/** Plays generated histories and looks at the world after each move. */
function inEveryHistory(
  look: (world: World, played: Played) => void,
  { runs = 4_000, length = 60 }: { runs?: number; length?: number } = {},
  atTheEnd: (world: World, opening: Opening) => void = () => undefined,
): void {
  fc.assert(
    fc.property(
      policies,
      openings,
      fc.array(moves, { minLength: 5, maxLength: length, size: 'max' }),
      (definition, opening, sequence) => {
        const world = new World(definition, opening);
        for (const move of sequence) {
          const played = world.play(move);
          if (played) {
            look(world, played);
          }
        }
        atTheEnd(world, opening);
      },
    ),
    { seed: SEED, numRuns: runs },
  );
}

describe(`what must hold in every history (seed ${SEED})`, () => {
  it('terminal states absorb, and there is one terminal event at most', () => {
    inEveryHistory(
      (world, { before }) => {
        if (isTerminal(before)) {
          expect(world.state.status).toBe(before.status);
        }
      },
      {},
      ({ events, state }) => {
        const ends = events.filter(({ type }) =>
          ENDS.some(end => type === `request.${end}`),
        );
        expect(ends).toHaveLength(isTerminal(state) ? 1 : 0);
      },
    );
  });

  it('a decision, and anything that a worker delivers, changes nothing the second time', () => {
    inEveryHistory((world, { input, answer }) => {
      if (answer.kind === 'refused' || 'caller' in input) {
        if (answer.kind === 'stepped' && input.type === 'decide') {
          expect(step(world.state, input).kind).toBe('repeated');
        }
        return;
      }
      const again = step(world.state, input);
      expect(again).toMatchObject({ kind: 'stepped', events: [], effects: [] });
    });
  });

  it('what was delivered long ago changes nothing', () => {
    inEveryHistory(
      world => {
        for (const old of world.delivered) {
          if (
            old.type === 'peopleFound' ||
            old.type === 'conditionsEvaluated'
          ) {
            const isAwaited =
              old.type === 'peopleFound' &&
              world.state.stages.some(
                ({ round, index, search }) =>
                  round === old.round &&
                  index === old.stage &&
                  search?.attempt === old.attempt,
              );
            if (!isAwaited) {
              expect(decide(world.state, old)).toMatchObject({ events: [] });
            }
          }
        }
      },
      { runs: 1_000 },
    );
  });

  it('the stored events, as their schemas know them, fold into the stored state', () => {
    inEveryHistory(
      () => undefined,
      {},
      ({ definition, events, state }) => {
        const stored = JSON.parse(JSON.stringify(events)) as EngineEvent[];
        for (const { type, payload } of stored) {
          expect(requestEventPayloads[type].parse(payload)).toEqual(payload);
        }
        const beginning: NewRequest = {
          status: 'new',
          definition,
          policyVersion: 1,
        };
        const folded = stored.reduce<RequestState | NewRequest>(
          evolve,
          beginning,
        );
        expect(folded).toEqual(JSON.parse(JSON.stringify(state)));
      },
    );
  });

  it('the barred never approve, and nobody counts twice', () => {
    inEveryHistory(({ state }, { answer }) => {
      if (answer.kind === 'stepped' && answer.events.length > 0) {
        expect(faultsOfDuty(state)).toEqual([]);
      }
    });
  });

  it('a stage is as far as a naive count says, and passes only by its quorum and rules', () => {
    inEveryHistory(({ state }, { before, answer }) => {
      for (const stage of state.stages) {
        const verdict = naiveVerdict(definitionOf(state, stage), stage);
        if (stage.peopleKnown && ['active', 'held'].includes(stage.status)) {
          const reason = stage.reason ? `: ${stage.reason}` : '';
          expect(`${stage.status}${reason}`).toBe(verdict);
        }
      }
      if (answer.kind !== 'stepped') {
        return;
      }
      answer.events.reduce((present, event) => {
        const next = evolve(present, event);
        if (event.type === 'stage.approved') {
          expectFairApproval(next, event);
        }
        if (event.type === 'stage.skipped') {
          expectFairSkip(next, event);
        }
        return next;
      }, before);
    });
  });

  it('open work always has somebody who can act, is held with a reason, or waits for the requester', () => {
    inEveryHistory(world => {
      const { state } = world;
      if (state.status === 'changes_requested') {
        const alice = explain(state, world.caller('alice'), world.now);
        expect(alice.actions.resubmit.allowed).toBe(true);
        return;
      }
      if (isTerminal(state)) {
        return;
      }
      const present = state.stages.filter(({ round }) => round === state.round);
      const atWork = present.filter(({ status }) =>
        ['resolving', 'active', 'held'].includes(status),
      );
      if (atWork.length === 0) {
        expect(present.every(({ status }) => status === 'waiting')).toBe(true);
        expect(definitionOf(state, present[0])).toBeDefined();
      }
      atWork.forEach(stage => expectHope(world, stage));
    });
  });

  it('nothing stays open on what has ended', () => {
    inEveryHistory(({ state }, { answer }) => {
      if (answer.kind !== 'stepped' || answer.events.length === 0) {
        return;
      }
      const leftovers = state.stages.filter(
        ({ status, tasks, search, nextBreach }) =>
          OVER.includes(status)
            ? search || nextBreach || tasks.some(one => one.status === 'open')
            : isTerminal(state),
      );
      expect(leftovers).toEqual([]);
    });
  });

  it('what is awaited from a worker has been asked of one', () => {
    inEveryHistory(
      () => undefined,
      {},
      ({ state, effects, delivered }) => {
        const asked = [...effects, ...delivered].map(one =>
          JSON.stringify('payload' in one ? one.payload : one),
        );
        expect(asked.length).toBeGreaterThan(0);
        for (const { round, index, search, nextBreach } of state.stages) {
          const pending = effects.filter(
            ({ payload }) =>
              'stage' in payload &&
              payload.stage === index &&
              payload.round === round,
          );
          if (search) {
            expect(pending).toContainEqual(
              expect.objectContaining({
                kind: 'stage.people',
                payload: expect.objectContaining({ attempt: search.attempt }),
              }),
            );
          }
          if (nextBreach) {
            expect(pending).toContainEqual(
              expect.objectContaining({
                kind: 'stage.breach',
                payload: expect.objectContaining({ number: nextBreach.number }),
              }),
            );
          }
        }
      },
    );
  });

  it('decide accepts what the viewer is promised, and refuses the rest with the same code', () => {
    const everybody = [...PEOPLE, 'zoe'];
    let turn = 0;
    inEveryHistory(
      world => {
        turn += 1;
        expectKeptPromises(world, everybody[turn % everybody.length]);
      },
      { runs: 2_500 },
    );
  });
});

/** Whoever counts twice or approved though barred, found from the decisions alone. */
function faultsOfDuty(state: RequestState): string[] {
  const { forbidSelfApproval, forbidRepeatApprovers } =
    state.definition.separationOfDuties;
  const faults: string[] = [];
  const approvedIn = new Map<string, number>();
  for (const { index, round, tasks } of state.stages) {
    const decided = tasks.filter(({ status }) => status === 'decided');
    const clickers = decided.map(({ decision }) => decision!.by);
    const seated = tasks
      .filter(({ kind, status }) => kind === 'approver' && status === 'open')
      .concat(decided)
      .map(({ person }) => person);
    if (new Set(clickers).size < clickers.length) {
      faults.push(`somebody clicked twice in stage ${index}`);
    }
    if (new Set(seated).size < seated.length) {
      faults.push(`somebody has two seats in stage ${index}`);
    }
    for (const { person, decision } of decided) {
      const { by, onBehalfOf, decision: kind } = decision!;
      if (by !== person && seated.includes(by)) {
        faults.push(`${by} decided for another while seated`);
      }
      for (const one of new Set([by, onBehalfOf ?? by])) {
        const isOwn = one === state.requester || state.involved.includes(one);
        const key = `${round} ${one}`;
        if (kind === 'approve' && forbidSelfApproval && isOwn) {
          faults.push(`${one} approved their own`);
        }
        if (kind === 'approve' && forbidRepeatApprovers) {
          if ((approvedIn.get(key) ?? index) !== index) {
            faults.push(`${one} approved two stages`);
          }
          approvedIn.set(key, index);
        }
      }
    }
  }
  return faults;
}

function expectFairApproval(
  state: RequestState,
  event: Extract<EngineEvent, { type: 'stage.approved' }>,
): void {
  const { round, stage: index, reason } = event.payload;
  const stage = state.stages.find(
    one => one.round === round && one.index === index,
  )!;
  const definition = definitionOf(state, stage);
  if (reason === 'deadline') {
    expect(event.actor).toBe('system:deadline');
    expect(definition.deadline?.onBreach).toBe('approve');
  } else {
    expect(isMet(definition, countedSeats(stage))).toBe(true);
  }
}

function expectFairSkip(
  state: RequestState,
  event: Extract<EngineEvent, { type: 'stage.skipped' }>,
): void {
  const definition = state.definition.stages[event.payload.stage];
  if (event.payload.reason === 'condition') {
    expect(definition.skipIf).toBeDefined();
  } else {
    expect(definition.onNoApprovers).toBe('skip');
    expect(
      definition.approvers.some(({ required, min }) => required || min),
    ).toBe(false);
  }
}

function expectHope(world: World, stage: StageState): void {
  const { state, now } = world;
  const open = stage.tasks.filter(
    ({ kind, status }) => kind === 'approver' && status === 'open',
  );
  if (stage.status === 'resolving') {
    expect(stage.search).toBeDefined();
  } else if (stage.status === 'held') {
    expect(stage.reason).toBeDefined();
  } else {
    expect(open.length).toBeGreaterThan(0);
  }
  for (const { id, person } of open) {
    const holder = world.caller(person.replace('user:default/', ''));
    const zoe = world.caller('zoe');
    const taken = [
      { caller: holder, override: undefined },
      { caller: zoe, override: { reasonHash: 'why' } },
    ].map(
      ({ caller, override }) =>
        decide(state, {
          type: 'decide',
          now,
          caller,
          taskId: id,
          decision: 'approve',
          textHash: 'words',
          override,
        }).kind,
    );
    expect(taken).toContain('events');
    if (holder.isUser) {
      expect(taken[0]).toBe('events');
    }
  }
}

function expectKeptPromises(world: World, name: string): void {
  const { state, now } = world;
  const caller = world.caller(name);
  const { actions } = explain(state, caller, now);
  const promised: string[] = [];
  const kept: string[] = [];
  for (const action of viewerActionNames) {
    const said = actions[action];
    for (const input of inputOfAction(action, said, state, caller, now)) {
      const answer = decide(state, input);
      const code = answer.kind === 'refused' ? answer.code : 'ALREADY_DECIDED';
      promised.push(`${action} ${said.allowed ? 'allowed' : said.code}`);
      kept.push(`${action} ${answer.kind === 'events' ? 'allowed' : code}`);
    }
  }
  expect(kept).toEqual(promised);
}
