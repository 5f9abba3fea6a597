import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { approvalDigest } from '@countersign/backstage-plugin-approvals-node';
import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import {
  gate,
  make,
  policy,
  template,
  waysAround,
} from '../__testUtils__/town';

describe.each(everyDatabase)('a gate on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    await portal.activate(policy('alone', { resumeAs: 'service' }));
    await portal.activate(policy('single', { oneOpenPerSubject: true }));
    await portal.activate(
      policy('strict', {
        contextSchema: {
          type: 'object',
          required: ['size'],
          properties: { size: { type: 'integer' } },
        },
      }),
    );
    portal.add(template('one', [gate(), make()]));
  });
  afterAll(() => portal.stop());
  beforeEach(() => portal.made.splice(0));

  it.each<[string, object, RegExp, string?]>([
    [
      'a policy that is not there',
      { policy: 'nowhere' },
      /No version of policy/,
    ],
    ['what its policy does not take', { policy: 'strict' }, /size/],
    [
      'a subject of another kind',
      { subject: { type: 'other', id: 'x' } },
      /subject/,
    ],
    ['no key of a policy', { policy: 'Not A Key' }, /\/policy/],
    [
      'a link that leads nowhere',
      { subject: { type: 'thing', id: 'x', link: 'mailto:bob' } },
      /\/subject\/link/,
    ],
    ['in the name of somebody else', { requester: 'zoe' }, /own name/],
    ['by a step with an endless id', {}, /too long/, 'i'.repeat(300)],
  ])(
    'refuses to ask for %s, and asks nobody',
    async (_, input, words, stepId = 'approval') => {
      portal.add(template('wrong', [gate({ id: stepId }, input), make()]));
      const taskId = await portal.run('wrong');
      expect(await portal.ended(taskId)).toMatchObject({
        name: 'GateInputRefused',
        message: expect.stringMatching(words),
      });
      expect(await portal.requestsOf(taskId)).toEqual([]);
      expect(portal.made).toEqual([]);
    },
  );

  it('shows the request that is open for the same thing', async () => {
    portal.add(template('single', [gate({}, { policy: 'single' }), make()]));
    const first = await parked(portal, 'single', { name: 'only' });
    const { id: requestId } = await portal.requestOf(first);
    const second = await portal.run('single', { name: 'only' });
    expect(await portal.ended(second)).toMatchObject({
      name: 'GateInputRefused',
      message: expect.stringContaining(`/approvals/requests/${requestId}`),
    });
  });

  it('does not act on an approval that was taken back', async () => {
    const taskId = await parked(portal, 'one');
    const { id: requestId } = await portal.decide(taskId);
    await portal.as('bob').revokePass({
      params: { id: requestId },
      body: { reason: 'A mistake' },
    });
    expect(await goesOn(portal, taskId)).toMatchObject({
      name: 'ApprovalOver',
      message: expect.stringContaining('Run the template again'),
    });
    expect(portal.made).toEqual([]);
  });

  it('lets nothing else use the pass of its run, before and after the run has', async () => {
    const taskId = await parked(portal, 'one', { name: 'x', size: 3 });
    const { id: requestId, digest, execution } = await portal.decide(taskId);
    const use = (change: object, by: string = 'plugin:scaffolder') =>
      portal
        .as(by)
        .consumePass({
          params: { id: requestId },
          body: {
            consumer: execution!.id,
            policyKey: 'plain',
            digest,
            initiator: 'user:default/alice',
            ...change,
          },
        })
        .then(
          () => 'used',
          (error: ApprovalsError) => error.code,
        );
    const refused = async () => ({
      parameters: await use({
        digest: approvalDigest(
          'plain',
          { type: 'thing', id: 'x', title: 'Thing x' },
          { size: 4 },
        ),
      }),
      policy: await use({ policyKey: 'alone' }),
      user: await use({ initiator: 'user:default/zoe' }),
      nobody: await use({ initiator: undefined }),
      caller: await use({}, 'alice'),
    });
    const all = {
      parameters: 'DIGEST_MISMATCH',
      policy: 'DIGEST_MISMATCH',
      user: 'NOT_ALLOWED',
      nobody: 'NOT_ALLOWED',
      caller: 'NOT_ALLOWED',
    };
    expect(await refused()).toEqual(all);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(await refused()).toEqual(all);
    const consumer = execution!.id.replace(taskId, 'another-task');
    expect(await use({ consumer })).toBe('PASS_CONSUMED');
  });

  it('goes on behind itself at the step that failed, without asking again', async () => {
    portal.add(template('fails', [gate(), make({ input: { fails: 1 } })]));
    const taskId = await parked(portal, 'fails');
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId)).toMatchObject({
      message: 'It did not work',
    });
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toHaveLength(1);
    expect(await portal.requestsOf(taskId)).toHaveLength(1);
  });

  it('asks in the name of whom a service names, where the policy lets a service go on', async () => {
    const asking = (name: string, input: object) =>
      portal.add(template(name, [gate({}, input), make()]));
    asking('nameless', { policy: 'alone' });
    asking('requester', { requester: 'alice' });
    asking('service', { policy: 'alone', requester: 'alice' });
    const by = 'plugin:somebody';
    for (const [name, words] of [
      ['nameless', /no person has started this run/],
      ['requester', /does not let a service go on/],
    ] as const) {
      const taskId = await portal.run(name, { name: 'x' }, { by });
      expect(await portal.ended(taskId)).toMatchObject({
        name: 'GateInputRefused',
        message: expect.stringMatching(words),
      });
    }
    const taskId = await parked(portal, 'service', { name: 'x' }, { by });
    const request = await portal.decide(taskId);
    expect(request.requester).toBe('user:default/alice');
    expect(await goesOn(portal, taskId, by)).toEqual(DONE);
  });

  describe('with secrets', () => {
    const secrets = { password: 'Correct-Horse-7', pin: '12' };

    it('keeps their names, wants them again, and hands them on', async () => {
      const taskId = await parked(portal, 'one', { name: 'x' }, { secrets });
      const request = await portal.decide(taskId);
      expect(request.execution?.secrets).toEqual(['password', 'pin']);
      expect(JSON.stringify(request)).not.toContain(secrets.password);
      expect(await goesOn(portal, taskId)).toMatchObject({
        name: 'SecretsNeeded',
        message: expect.stringContaining('password and pin'),
      });
      expect(portal.made).toEqual([]);
      expect(await goesOn(portal, taskId, 'alice', secrets)).toEqual(DONE);
      expect(portal.made[0].secrets.sort()).toEqual(['password', 'pin']);
    });

    it('wants none again that was left empty', async () => {
      const given = { password: '', pin: 'four' };
      const taskId = await parked(
        portal,
        'one',
        { name: 'x' },
        { secrets: given },
      );
      await portal.decide(taskId);
      expect(await goesOn(portal, taskId, 'alice', given)).toEqual(DONE);
    });

    it.each([
      ['takes one', '${{ secrets.password }}'],
      ['takes one among words', 'with ${{ secrets["password"] | upper }}!'],
      ['takes one of the portal', '${{ environment.secrets.key }}'],
      ['holds the value of one', `my ${secrets.password} of old`],
      ['is a short one', '12'],
    ])('refuses a context that %s', async (_, size) => {
      portal.add(template('leaks', [gate({}, { context: { size } }), make()]));
      const taskId = await portal.run('leaks', { name: 'x' }, { secrets });
      const end = await portal.ended(taskId);
      expect(end.name).toBe('GateInputRefused');
      expect(end.message).not.toContain(secrets.password);
    });
  });

  it('says in a dry run who would be asked, and asks nobody', async () => {
    const before = await portal.as('erin').listRequests({});
    const { status, body } = await portal.call('POST', 'dry-run', 'alice', {
      template: template('dry', [gate(), make()]),
      values: { name: 'x' },
      secrets: {},
      directoryContents: [],
    });
    expect(status).toBe(200);
    const lines = JSON.stringify((body as { log: unknown }).log);
    expect(lines).toContain("Would ask for approval under policy 'plain'");
    expect(lines).toContain(
      "Stage 'Platform' would need 1 of user:default/bob and user:default/carol",
    );
    const after = await portal.as('erin').listRequests({});
    expect(after.items).toHaveLength(before.items.length);
  });

  it.each(waysAround())(
    'that shares its id with %s withdraws what it asked, since a retry passes it',
    async (_, steps) => {
      portal.add(
        template('shared', [
          ...steps,
          make({ id: 'end', input: { at: 'end' } }),
        ]),
      );
      const taskId = await portal.run('shared');
      expect(await portal.ended(taskId)).toMatchObject({
        name: 'TemplateRefused',
        message: expect.stringContaining('an id of its own'),
      });
      expect(await portal.requestsOf(taskId)).toMatchObject([
        { status: 'withdrawn' },
      ]);
      // This is what the scaffolder does, and why such templates are refused.
      expect(await goesOn(portal, taskId)).toEqual(DONE);
      expect(portal.made.at(-1)?.input).toEqual({ at: 'end' });
    },
  );
});
