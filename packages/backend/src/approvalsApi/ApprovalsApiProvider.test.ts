import { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import { ApprovalsApiProvider } from './ApprovalsApiProvider';

describe('the API entity of approvals', () => {
  it('holds the document that the backend answers, each time it is read', async () => {
    const applied: unknown[] = [];
    const runs: (() => Promise<unknown> | void)[] = [];
    let version = 1;
    const provider = new ApprovalsApiProvider({
      document: async () => `{"openapi":"3.1.0","version":${version}}`,
      schedule: {
        run: async ({ fn }) => {
          runs.push(() => fn(new AbortController().signal));
        },
      },
    });

    await provider.connect({
      applyMutation: async mutation => void applied.push(mutation),
      refresh: async () => {},
    } satisfies EntityProviderConnection);
    await runs[0]();
    version = 2;
    await runs[0]();

    const holding = (definition: string) => ({
      type: 'full',
      entities: [{ entity: { kind: 'API', spec: { definition } } }],
    });
    expect(applied).toMatchObject([
      holding('{"openapi":"3.1.0","version":1}'),
      holding('{"openapi":"3.1.0","version":2}'),
    ]);
  });
});
