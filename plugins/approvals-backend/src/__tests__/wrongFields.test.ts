import { startPortal } from './__testUtils__/portal';
import { Portal } from './__testUtils__/wire';
import { makeWorld, placeOf, World } from './__testUtils__/world';
import { wrongBodies } from './__testUtils__/wrongBodies';

describe('a wrong body', () => {
  let portal: Portal;
  let world: World;

  beforeAll(async () => {
    portal = await startPortal();
    world = await makeWorld(portal);
  }, 60_000);

  it.each(wrongBodies)(
    'for %s, %s, is refused with its place',
    async (name, _, body, path, code = 'INVALID_INPUT') => {
      const place = placeOf(world, name);
      const answer = await portal.send(
        place.who,
        place.method,
        place.path,
        body,
      );
      expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
      expect(answer.body.error?.issues?.map(issue => issue.path)).toContain(
        path,
      );
    },
  );

  it.each([{}, { reason: '' }, { reason: ' ' }])(
    'for an override with %j is refused for want of a reason',
    async override => {
      const { method, path } = placeOf(world, 'decideTask');
      const body = { decision: 'approve', override };
      expect(await portal.send('erin', method, path, body)).toMatchObject({
        status: 400,
        body: {
          error: {
            code: 'REASON_REQUIRED',
            issues: [{ path: '/override/reason' }],
          },
        },
      });
    },
  );
});
