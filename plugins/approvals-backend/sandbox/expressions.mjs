// CEL behind one file: https://github.com/google/cel-spec
import { Environment } from '@marcbachmann/cel-js';

const LIMITS = {
  limits: { maxAstNodes: 1_000, maxDepth: 32 },
  homogeneousAggregateLiterals: false,
};

const environment = new Environment(LIMITS);
for (const variable of [
  {
    name: 'request',
    schema: {
      id: 'string',
      round: 'int',
      createdAt: 'google.protobuf.Timestamp',
      policyKey: 'string',
      policyVersion: 'int',
    },
  },
  {
    name: 'requester',
    schema: { ref: 'string', name: 'string', groups: 'list<string>' },
  },
  {
    name: 'subject',
    schema: {
      type: 'string',
      id: 'string',
      title: 'string',
      link: 'string',
      entityRef: 'string',
    },
  },
  { name: 'context', type: 'map<string, dyn>' },
  { name: 'stage', schema: { name: 'string', index: 'int' } },
  { name: 'now', type: 'google.protobuf.Timestamp' },
]) {
  environment.registerVariable(variable);
}

/** Knows no variables: what it evaluates is the same for every request. */
const constants = new Environment(LIMITS);

const EXPECTED = {
  bool: { types: ['bool', 'dyn'], words: 'true or false' },
  people: {
    types: ['list<string>', 'list<dyn>', 'list<T>', 'list', 'dyn'],
    words: 'a list of refs',
  },
};

/** Parses and type-checks. Positions are UTF-16 code units from 0. */
export function checkExpression({ text, expects }) {
  const checked = checkType({ text, expects });
  const isConstant =
    !checked.fault && expects === 'bool' && constants.check(text).valid;
  return isConstant ? { constant: constants.evaluate(text) } : checked;
}

function checkType({ text, expects }) {
  const { valid, type, error } = environment.check(text);
  if (!valid) {
    return {
      fault: error.summary,
      start: error.range?.start ?? 0,
      end: error.range?.end ?? text.length,
    };
  }
  const { types, words } = EXPECTED[expects];
  if (!types.includes(type)) {
    return {
      fault: `must give ${words}, and gives ${type}`,
      start: 0,
      end: text.length,
    };
  }
  return {};
}

export function evaluateExpression({ text, expects, stage }, variables) {
  const checked = checkType({ text, expects });
  if (checked.fault !== undefined) {
    return { fault: checked.fault };
  }
  const value = environment.evaluate(text, toCel(variables, stage));
  const fits =
    expects === 'bool'
      ? typeof value === 'boolean'
      : Array.isArray(value) && value.every(item => typeof item === 'string');
  return fits ? { value } : { fault: `must give ${EXPECTED[expects].words}` };
}

function toCel({ request, requester, subject, context, now }, stage) {
  return {
    request: {
      ...request,
      round: BigInt(request.round),
      policyVersion: BigInt(request.policyVersion),
      createdAt: new Date(request.createdAt),
    },
    requester,
    subject,
    context: toMap(context),
    stage: stage && { name: stage.name, index: BigInt(stage.index) },
    now: new Date(now),
  };
}

/** Objects as maps: no key of the caller's, `constructor` say, can pass for anything else. */
function toMap(value) {
  if (Array.isArray(value)) {
    return value.map(toMap);
  }
  if (typeof value === 'object' && value !== null) {
    return new Map(
      Object.entries(value).map(([key, item]) => [key, toMap(item)]),
    );
  }
  return value;
}
