import { DONE, goesOn, parked, PENDING } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

describe.each(everyDatabase)('a template with several approvals, on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    portal.add(template('one', [gate(), make()]));
  });
  afterAll(() => portal.stop());
  beforeEach(() => portal.made.splice(0));

  /** The request of a task about one subject. */
  const requestAbout = async (taskId: string, subjectId: string) => {
    const { id: requestId } = await until(
      `a request about '${subjectId}'`,
      async () =>
        (
          await portal.requestsOf(taskId)
        ).find(({ subject }) => subject.id === subjectId),
    );
    return requestId;
  };

  it('waits at each of two gates', async () => {
    portal.add(
      template('two', [
        gate({ id: 'first' }, { subject: { type: 'thing', id: 'first' } }),
        make({ id: 'between', input: { at: 'between' } }),
        gate({ id: 'second' }, { subject: { type: 'thing', id: 'second' } }),
        make({ id: 'end', input: { at: 'end' } }),
      ]),
    );
    const taskId = await parked(portal, 'two');
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    expect(portal.made.map(({ input }) => input.at)).toEqual(['between']);
    await portal.decideRequest(await requestAbout(taskId, 'second'));
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made.map(({ input }) => input.at)).toEqual([
      'between',
      'end',
    ]);
  });

  it('asks for each, one after the other', async () => {
    portal.add(
      template('each', [
        gate(
          { each: '${{ parameters.places }}' },
          { subject: { type: 'thing', id: '${{ each.value }}' } },
        ),
        make(),
      ]),
    );
    const taskId = await parked(portal, 'each', {
      name: 'x',
      places: ['a', 'b', 'c'],
    });
    const ends = [];
    for (const place of ['a', 'b', 'c']) {
      expect(portal.made).toEqual([]);
      await portal.decideRequest(await requestAbout(taskId, place));
      ends.push((await goesOn(portal, taskId)).status);
    }
    expect(ends).toEqual(['failed', 'failed', 'completed']);
    expect(await portal.requestsOf(taskId)).toHaveLength(3);
    expect(portal.made).toMatchObject([{ input: { approval: { length: 3 } } }]);
  });

  it('tells that an each with one subject needs keys, and takes them', async () => {
    const asking = (input: object) => [
      gate(
        { each: '${{ parameters.places }}' },
        { context: { size: '${{ each.value }}' }, ...input },
      ),
      make(),
    ];
    portal.add(template('keyless', asking({})));
    portal.add(template('keyed', asking({ key: '${{ each.value }}/x' })));
    const values = { name: 'x', places: ['a', 'b'] };

    const keyless = await parked(portal, 'keyless', values);
    await portal.decide(keyless);
    expect(await goesOn(portal, keyless)).toMatchObject({
      name: 'ApprovalMismatch',
      message: expect.stringContaining('`key`'),
    });

    const keyed = await parked(portal, 'keyed', values);
    await portal.decide(keyed);
    expect(await goesOn(portal, keyed)).toMatchObject(PENDING);
    expect(await portal.requestsOf(keyed)).toHaveLength(2);
  });

  it('asks for all at once, and waits for all of them', async () => {
    portal.add(
      template('at-once', [
        {
          ...gate(
            { id: 'ask', each: '${{ parameters.places }}' },
            { subject: { type: 'thing', id: '${{ each.value }}' } },
          ),
          action: 'approval:request',
        },
        {
          id: 'wait',
          action: 'approval:wait',
          input: { requests: '${{ steps.ask.output.requestId }}' },
        },
        make({ input: { status: '${{ steps.wait.output.status }}' } }),
      ]),
    );
    const taskId = await parked(portal, 'at-once', {
      name: 'x',
      places: ['a', 'b'],
    });
    const requests = await portal.requestsOf(taskId);
    expect(requests).toHaveLength(2);
    await portal.decideRequest(requests[0].id);
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    await portal.decideRequest(requests[1].id);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([{ input: { status: 'approved' } }]);
  });

  it('does not wait for what another run has asked for', async () => {
    const other = await parked(portal, 'one');
    const { id: requestId } = await portal.decide(other);
    portal.add(
      template('borrowed', [
        { id: 'wait', action: 'approval:wait', input: { requests: requestId } },
        make(),
      ]),
    );
    const taskId = await portal.run('borrowed');
    expect(await portal.ended(taskId)).toMatchObject({
      name: 'GateInputRefused',
      message: expect.stringContaining('no request that this run has made'),
    });
    expect(portal.made).toEqual([]);
  });
});
