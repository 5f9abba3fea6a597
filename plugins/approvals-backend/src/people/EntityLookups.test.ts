import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EntityLookups } from './EntityLookups';
import { user } from './__testUtils__/catalogEntities';

const ref = (name: string) => `user:default/${name}`;

function createLookups() {
  const catalog = catalogServiceMock({
    entities: [user('bob', []), user('carol', []), user('dave', [])],
  });
  const ask = jest.spyOn(catalog, 'getEntitiesByRefs');
  const lookups = new EntityLookups({ catalog, auth: mockServices.auth() });
  return { lookups, ask };
}

const asked = (ask: jest.SpyInstance) =>
  ask.mock.calls.map(([{ entityRefs }]) => entityRefs);

describe('EntityLookups', () => {
  it('asks once for all that is looked up at the same time, and gives each what they asked for', async () => {
    const { lookups, ask } = createLookups();
    const found = await Promise.all([
      lookups.byRefs([ref('bob'), ref('gone')], ['kind']),
      lookups.byRefs([ref('carol'), ref('bob')], ['kind']),
      lookups.byRefs([], ['kind']),
    ]);
    expect(asked(ask)).toEqual([[ref('bob'), ref('gone'), ref('carol')]]);
    expect(found.map(entities => [...entities.keys()])).toEqual([
      [ref('bob')],
      [ref('carol'), ref('bob')],
      [],
    ]);
  });

  it('keeps look-ups of other fields apart', async () => {
    const { lookups, ask } = createLookups();
    const [short, long] = await Promise.all([
      lookups.byRefs([ref('bob')], ['kind']),
      lookups.byRefs([ref('bob')], ['kind', 'metadata']),
    ]);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(short.get(ref('bob'))).not.toHaveProperty('metadata');
    expect(long.get(ref('bob'))?.metadata.name).toBe('bob');
  });

  it('answers nobody with what was asked before they came', async () => {
    const { lookups, ask } = createLookups();
    let isAsked = () => {};
    const wasAsked = new Promise<void>(resolve => {
      isAsked = resolve;
    });
    let answer = () => {};
    ask.mockImplementationOnce(() => {
      isAsked();
      return new Promise(resolve => {
        answer = () => resolve({ items: [undefined] });
      });
    });
    const before = lookups.byRefs([ref('bob')], ['kind']);
    await wasAsked;
    const after = lookups.byRefs([ref('bob')], ['kind']);
    answer();
    expect((await before).size).toBe(0);
    expect((await after).size).toBe(1);
  });

  it('tells all who asked that the catalog is away, and asks again the next time', async () => {
    const { lookups, ask } = createLookups();
    ask.mockRejectedValueOnce(new Error('refused'));
    const outcomes = await Promise.allSettled([
      lookups.byRefs([ref('bob')], ['kind']),
      lookups.byRefs([ref('carol')], ['kind']),
    ]);
    expect(outcomes).toEqual([
      expect.objectContaining({
        reason: expect.objectContaining({ name: 'ServiceUnavailableError' }),
      }),
      expect.objectContaining({ status: 'rejected' }),
    ]);
    const found = await lookups.byRefs([ref('bob')], ['kind']);
    expect(found.size).toBe(1);
  });
});
