import {
  EventPayload,
  RequestEventType,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { evolve } from './evolve';
import { stageAt } from './lookups';
import {
  Decided,
  EngineEvent,
  NewRequest,
  RequestState,
  StageState,
} from './types';

/** Who acts for the engine itself: people found, conditions, leavers. */
export const ENGINE = 'system:engine';
/** Who acts when a time is over. */
export const DEADLINE = 'system:deadline';

/** Where a stage is. */
export type Place = { round: number; stage: number };

/**
 * The events of one step while they are being decided, with the state that
 * they lead to, so that what follows from an event is decided on its result.
 */
export class Story {
  readonly events: EngineEvent[] = [];
  private present: RequestState | NewRequest;

  constructor(
    state: RequestState | NewRequest,
    readonly at: string,
    private readonly actor: string,
  ) {
    this.present = state;
  }

  /** The state after the events told so far. */
  get state(): RequestState {
    if (this.present.status === 'new') {
      throw new Error('The request has not been created yet');
    }
    return this.present;
  }

  /** A stage as it is now. */
  stage(place: Place): StageState {
    const stage = stageAt(this.state, place);
    if (!stage) {
      throw new Error(
        `There is no stage ${place.stage} in round ${place.round}`,
      );
    }
    return stage;
  }

  /** The policy's words about a stage. */
  definitionOf({ stage }: Place): StageDefinition {
    return this.state.definition.stages[stage];
  }

  /** Adds an event. */
  tell<T extends RequestEventType>(
    type: T,
    payload: EventPayload<T>,
    onBehalfOf?: string,
  ): void {
    const { at, actor } = this;
    const event = { type, at, actor, onBehalfOf, payload } as Extract<
      EngineEvent,
      { type: T }
    >;
    this.events.push(event);
    this.present = evolve(this.present, event);
  }

  /** What `decide` answers with this story. */
  end(again?: string): Decided {
    return { kind: 'events', events: this.events, again };
  }
}

/**
 * The answer to an input that comes too late, twice, or for nothing that is
 * here; or too early: then it is to come again.
 */
export function ignored(again?: string): Decided {
  return { kind: 'events', events: [], again };
}
