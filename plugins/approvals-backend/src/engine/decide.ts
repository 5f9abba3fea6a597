import { breach, checkSeats, remind } from './deadlines';
import { conditionsEvaluated } from './conditions';
import { decideClaim } from './decideClaim';
import { decideCreate } from './decideCreate';
import { decideDecision } from './decideDecision';
import { decideAssign, decideRetry } from './decideHelp';
import {
  decideCancel,
  decideComment,
  decideResubmit,
  decideWithdraw,
  expire,
} from './decideLife';
import { decideReassign } from './decideReassign';
import { Input } from './inputs';
import { decideConsume, decideRevoke, expirePass } from './passes';
import { peopleFound } from './startStage';
import { Decided, NewRequest, RequestState } from './types';

/**
 * Answers an input with the events that follow, or a refusal. It holds all
 * rules and changes nothing; `evolve` writes the events down.
 *
 * @throws Error when the input does not fit the state at all: `create` for a
 * request that exists, anything else for one that does not.
 */
export function decide(
  state: RequestState | NewRequest,
  input: Input,
): Decided {
  if (state.status === 'new') {
    if (input.type !== 'create') {
      throw new Error(`A request cannot begin with '${input.type}'`);
    }
    return decideCreate(state, input);
  }
  switch (input.type) {
    case 'create':
      throw new Error(`Request '${state.id}' exists`);
    case 'decide':
      return decideDecision(state, input);
    case 'claim':
    case 'unclaim':
      return decideClaim(state, input);
    case 'reassign':
      return decideReassign(state, input);
    case 'assign':
      return decideAssign(state, input);
    case 'retry':
      return decideRetry(state, input);
    case 'comment':
      return decideComment(state, input);
    case 'withdraw':
      return decideWithdraw(state, input);
    case 'cancel':
      return decideCancel(state, input);
    case 'resubmit':
      return decideResubmit(state, input);
    case 'consume':
      return decideConsume(state, input);
    case 'revoke':
      return decideRevoke(state, input);
    case 'conditionsEvaluated':
      return conditionsEvaluated(state, input);
    case 'peopleFound':
      return peopleFound(state, input);
    case 'reminderDue':
      return remind(state, input);
    case 'breachDue':
      return breach(state, input);
    case 'seatsChecked':
      return checkSeats(state, input);
    case 'expiryDue':
      return expire(state, input);
    case 'passExpiryDue':
      return expirePass(state, input);
    default:
      return impossible(input);
  }
}

function impossible(input: never): never {
  throw new Error(`Unknown input: ${JSON.stringify(input)}`);
}
