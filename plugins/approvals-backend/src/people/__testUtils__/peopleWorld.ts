import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Rule } from '@countersign/backstage-plugin-approvals-common';
import {
  createRuleType,
  RuleUnreachable,
} from '@countersign/backstage-plugin-approvals-node';
import { ruleFacts } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { z } from 'zod';
import { Sandbox } from '../../sandbox';
import { component, group, user } from './catalogEntities';
import { coreRuleTypes } from '../coreRuleTypes';
import { Directory } from '../Directory';
import { PeopleService } from '../PeopleService';
import { RuleTypeRegistry } from '../RuleTypeRegistry';

const crowd = Array.from({ length: 2_000 }, (_, index) => `crowd-${index}`);

const entities = [
  user('alice', ['billing']),
  user('bob', ['platform', 'circle-b']),
  user('carol', ['platform-leads', 'platform']),
  ...crowd.map(name => user(name, ['crowd'])),
  group('billing', { members: ['alice', 'gone'], parents: ['engineering'] }),
  group('platform', {
    members: ['bob', 'carol'],
    children: ['platform-leads', 'not-there'],
    parents: ['engineering'],
  }),
  group('platform-leads', { members: ['carol'], parents: ['platform'] }),
  group('engineering', {
    children: ['platform', 'billing'],
    parents: ['circle-a'],
  }),
  group('circle-a', {
    children: ['circle-b', 'engineering'],
    parents: ['circle-b'],
  }),
  group('circle-b', {
    members: ['bob'],
    children: ['circle-a'],
    parents: ['circle-a'],
  }),
  group('empty'),
  group('crowd', { members: crowd }),
  component('billing', ['group:default/billing', 'user:default/bob']),
  component('orphan', []),
  component('lost', ['group:default/not-there']),
];

const extra = [
  createRuleType({
    type: 'never',
    title: 'Never',
    description: 'Never answers',
    schema: z.strictObject({}),
    resolve: () => new Promise(() => {}),
  }),
  createRuleType({
    type: 'broken',
    title: 'Broken',
    description: 'Fails',
    schema: z.strictObject({ how: z.string() }),
    async resolve({ rule }) {
      if (rule.how === 'unreachable') {
        throw new RuleUnreachable('no such role');
      }
      if (rule.how === 'rubbish') {
        return [7] as unknown as string[];
      }
      throw new Error('the directory is away');
    },
  }),
];

/** Finding people in a catalog with groups in groups, in circles and of thousands, for the tests of a block. */
export function peopleWorld() {
  const sandbox = new Sandbox();
  const catalog = catalogServiceMock({ entities });
  const directory = new Directory({ catalog, auth: mockServices.auth() });
  const registry = new RuleTypeRegistry();
  registry.addRuleType(...coreRuleTypes({ directory, sandbox }), ...extra);
  const people = new PeopleService({
    registry,
    directory,
    sandbox,
    logger: mockServices.logger.mock(),
    timeout: 2_000,
  });
  afterAll(() => sandbox.close());
  return {
    catalog,
    sandbox,
    people,
    /** Finds by one rule. */
    find: (rule: Rule, facts = ruleFacts()) =>
      people.find({ facts, approvers: [rule] }),
  };
}

/** Refs of people. */
export const named = (...names: string[]) =>
  names.map(name => `user:default/${name}`);
