import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';
import { Answering } from '../outgoing/__testUtils__/receivers';
import { hookedPortal, opened } from './__testUtils__/hooks';
import { everyDatabase } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  policy,
  settled,
  until,
} from './__testUtils__/stories';

describe.each(everyDatabase)('a service that names approvers on %s', id => {
  const { hook, portal, receiver } = hookedPortal(id);

  let keys = 0;

  const byService = async (url: string) => {
    keys += 1;
    const definition: PolicyDefinitionInput = policy(`service-${keys}`, {
      approvers: [{ type: 'http', url }],
    });
    await activate(portal(), definition);
    return definition.key;
  };

  it('is asked with a signed question, and seats whom it names', async () => {
    const { url, received } = await receiver(response => {
      response.end('{"people":["Bob","user:default/dave","nobody"]}');
    });
    const { secret } = await hook({
      url: `${url}/rules`,
      usedFor: ['rules'],
    });
    const key = await byService(`${url}/rules/approvers`);
    const request = await asked(portal(), key);
    const [{ tasks }] = request.stages;
    expect(tasks.map(({ person }) => person).sort()).toEqual([
      'user:default/bob',
      'user:default/dave',
    ]);
    expect(received).toHaveLength(1);
    expect(received[0].path).toBe('/rules/approvers');
    expect(opened(secret, received[0])).toMatchObject({
      request: { id: request.id, round: 1, policyKey: key },
      requester: { ref: 'user:default/alice' },
      subject: request.subject,
      context: {},
      stage: { index: 0, name: 'Stage 1' },
    });
  });

  it.each<[string, Answering | undefined, RegExp]>([
    ['answers 500', it => it.writeHead(500).end(), /answered 500/],
    ['answers a list', it => it.end('["bob"]'), /did not answer with/],
    ['answers with words', it => it.end('bob, please'), /did not answer/],
    ['names numbers', it => it.end('{"people":[7]}'), /did not answer with/],
    [
      'redirects',
      it => it.writeHead(302, { location: '/' }).end(),
      /answered 302/,
    ],
    [
      'answers too much',
      it => it.end(JSON.stringify({ people: ['x'.repeat(2 ** 20)] })),
      /more than 1 MiB/,
    ],
    ['is no endpoint for rules', undefined, /no webhook endpoint/],
  ])('is asked again when it %s', async (_, answer, words) => {
    let isWell = false;
    const { url } = await receiver((response, ...rest) =>
      isWell || !answer
        ? response.end('{"people":["bob"]}')
        : answer(response, ...rest),
    );
    const use = answer ? ('rules' as const) : ('events' as const);
    const { id: webhookId } = await hook({ url, usedFor: [use] });
    const key = await byService(`${url}/`);
    const { id: requestId } = await portal()
      .as('alice')
      .createRequest({ body: ask(key) });
    const [failed] = await until('a failure', async () => {
      const { items } = await portal()
        .as('erin')
        .listRequestEvents({ params: { id: requestId } });
      const found = items.filter(
        ({ type }) => type === 'stage.resolving_failed',
      );
      return found.length > 0 ? found : undefined;
    });
    expect(failed.payload).toMatchObject({
      reason: 'resolving_failed',
      failures: [
        { failure: 'resolver', message: expect.stringMatching(words) },
      ],
      next: { attempt: 2 },
    });
    isWell = true;
    await portal()
      .as('erin')
      .updateWebhook({
        params: { id: webhookId },
        body: { usedFor: ['rules'] },
      });
    const request = await settled(portal(), requestId);
    expect(request.stages[0].status).toBe('active');
  });

  it('is never asked at an address that is not public', async () => {
    const definition = policy('metadata', {
      approvers: [{ type: 'http', url: 'https://169.254.169.254/latest' }],
    });
    expect(
      await portal().send('erin', 'POST', '/policies', { definition }),
    ).toMatchObject({
      status: 400,
      body: {
        error: {
          issues: [{ path: '/definition/stages/0/approvers/0/url' }],
        },
      },
    });
  });
});
