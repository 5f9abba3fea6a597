import { Request } from '@countersign/backstage-plugin-approvals-common';
import { Who } from '../__tests__/__testUtils__/callers';
import { startPortal } from '../__tests__/__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  codeOf,
  policy,
  seat,
  settled,
} from '../__tests__/__testUtils__/stories';
import { Portal } from '../__tests__/__testUtils__/wire';

describe('what is told about a request', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal();
    await activate(portal, policy('plain'));
    await activate(portal, {
      ...policy('facts'),
      contextSchema: {
        type: 'object',
        properties: { stage: { enum: ['dev', 'prod'] } },
        additionalProperties: false,
      },
    });
  }, 60_000);

  describe('to somebody who sends it back with facts that break the schema', () => {
    let request: Request;

    beforeAll(async () => {
      request = await asked(portal, 'facts');
      await portal.as('bob').decideTask({
        params: { id: seat(request, 'bob') },
        body: { decision: 'request_changes', comment: 'More, please' },
      });
    }, 60_000);

    it.each<[Who, string]>([
      ['frank', 'NOT_FOUND'],
      [{ service: 'ci' }, 'NOT_FOUND'],
      ['bob', 'NOT_ALLOWED'],
      ['vera', 'NOT_ALLOWED'],
      ['alice', 'CONTEXT_INVALID'],
    ])('%j: %s', async (who, code) => {
      const sent = portal.as(who).resubmitRequest({
        params: { id: request.id },
        body: { context: { stage: 'moon' } },
      });
      expect(await codeOf(sent)).toBe(code);
    });
  });

  it('tells who may use passes why one cannot be used, also where they see nothing else', async () => {
    const made = await portal.as('erin').createRequest({
      body: { ...ask('plain'), execution: { kind: 'job', id: 'hidden-1' } },
    });
    const { digest } = made;
    const bobs = seat(await settled(portal, made.id), 'bob');
    const runner = portal.as({ service: 'runner' });
    const params = { id: made.id };
    const use = (consumer: string, of: string = digest) =>
      codeOf(
        runner.consumePass({
          params,
          body: { consumer, policyKey: 'plain', digest: of },
        }),
      );

    expect(await use('job 1')).toBe('NO_PASS');
    await portal.as('bob').decideTask({
      params: { id: bobs },
      body: { decision: 'approve' },
    });
    expect(await use('job 1', '0'.repeat(64))).toBe('DIGEST_MISMATCH');
    expect(await use('job 1')).toBe('ok');
    expect(await use('job 2')).toBe('PASS_CONSUMED');
    expect(await codeOf(runner.getRequest({ params }))).toBe('NOT_FOUND');
  });

  it('names the place of everybody whom the catalog does not have', async () => {
    const answer = await portal.send({ service: 'ci' }, 'POST', '/requests', {
      ...ask('plain'),
      requester: 'alice',
      involved: ['bob', 'nobody', 'none'],
    });
    expect(answer.body.error).toMatchObject({ code: 'PERSON_UNKNOWN' });
    expect(answer.body.error?.issues?.map(({ path }) => path)).toEqual([
      '/involved/1',
      '/involved/2',
    ]);
  });

  it('says for whom the caller acts only where the caller does', async () => {
    const { id } = await asked(portal, 'plain');
    await portal.as('carol').createDelegation({
      body: {
        delegate: 'frank',
        start: new Date().toISOString(),
        end: '2040-01-02T00:00:00Z',
      },
    });
    const seats = async (who: Who, assignee?: string) => {
      const { items } = await portal.as(who).listTasks({ query: { assignee } });
      return items
        .filter(({ requestId }) => requestId === id)
        .map(({ person, actingFor }) => [person, actingFor]);
    };
    const carol = 'user:default/carol';
    const bob = 'user:default/bob';
    expect(await seats('frank')).toEqual([[carol, carol]]);
    expect(await seats('frank', 'carol')).toEqual([[carol, carol]]);
    expect(await seats('vera', 'bob')).toEqual([[bob, undefined]]);
    const taskId = seat(await settled(portal, id), 'bob');
    const task = await portal.as('vera').getTask({ params: { id: taskId } });
    expect(task.actingFor).toBeUndefined();
  });

  it('lists to each what they decided, also for others, and not what those decided', async () => {
    const { id } = await asked(portal, 'plain');
    const other = await asked(portal, 'plain');
    await portal.as('bob').createDelegation({
      body: {
        delegate: 'frank',
        start: new Date().toISOString(),
        end: '2040-01-02T00:00:00Z',
        policyKeys: ['plain'],
      },
    });
    const decide = async (who: Who, requestId: string) =>
      portal.as(who).decideTask({
        params: { id: seat(await settled(portal, requestId), 'bob') },
        body: { decision: 'approve' },
      });
    await decide('frank', id);
    await decide('bob', other.id);

    const decided = async (who: Who, assignee?: string) => {
      const { items } = await portal
        .as(who)
        .listTasks({ query: { status: 'decided', assignee } });
      return items
        .map(({ requestId }) => requestId)
        .filter(found => [id, other.id].includes(found));
    };
    expect(await decided('frank')).toEqual([id]);
    expect(await decided('frank', 'frank')).toEqual([]);
    expect((await decided('bob')).sort()).toEqual([id, other.id].sort());
  });
});
