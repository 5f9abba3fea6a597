import { Database } from '../database';
import { History } from '../history';
import { Caller } from '../http';
import {
  DelegationService,
  Directory,
  PeopleService,
  RuleTypeRegistry,
} from '../people';
import { Access } from '../permissions';
import { Sandbox } from '../sandbox';
import { PolicyAccess } from './PolicyAccess';
import { PolicyActivation } from './PolicyActivation';
import { PolicyCheck } from './PolicyCheck';
import { PolicyDrafts } from './PolicyDrafts';
import { PolicyEvents } from './PolicyEvents';
import { PolicyFigures } from './PolicyFigures';
import { PolicyListStore } from './PolicyListStore';
import { PolicyMaker } from './PolicyMaker';
import { PolicyReader } from './PolicyReader';
import { PolicyStore } from './PolicyStore';
import { PastRequest, PolicyTrials } from './PolicyTrials';
import { Simulator } from './Simulator';

/** The services of policies, wired. */
export function createPolicies(options: {
  database: Database;
  history: History;
  access: Access;
  ruleTypes: RuleTypeRegistry;
  sandbox: Sandbox;
  directory: Directory;
  people: PeopleService;
  delegations: DelegationService;
  /** A request that the caller may see. @throws ApprovalsRefusal NOT_FOUND */
  pastRequest: (caller: Caller, id: string) => Promise<PastRequest>;
  now: () => string;
  newId: () => string;
}) {
  const { database, history, sandbox, directory, people, delegations } =
    options;
  const { now, newId, pastRequest } = options;
  const store = new PolicyStore(database);
  const access = new PolicyAccess({ access: options.access });
  const check = new PolicyCheck({
    registry: options.ruleTypes,
    sandbox,
    directory,
  });
  const events = new PolicyEvents({ history, now, newId });
  const figures = new PolicyFigures(database);
  const lists = new PolicyListStore(database);
  const reader = new PolicyReader({ store, lists, figures, access });
  const simulator = new Simulator({ people, delegations, sandbox, now });
  const rooms = { store, events, check, reader, access, now };
  return {
    reader,
    maker: new PolicyMaker(rooms),
    drafts: new PolicyDrafts(rooms),
    activation: new PolicyActivation({ ...rooms, simulator }),
    trials: new PolicyTrials({ store, check, access, simulator, pastRequest }),
  };
}
