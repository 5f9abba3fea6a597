import http from 'node:http';
import { AddressInfo } from 'node:net';
import { Callers } from '@countersign/scripts';
import { POLICIES } from './habits';
import { Meter } from './Meter';

const byContext = [{ type: 'expression', people: 'context.people' }];
const count = (value: number) => ({ mode: 'count' as const, value });
const deadline = {
  after: 'PT5M',
  remindBefore: 'PT2M',
  onBreach: 'notify' as const,
};

const STAGES = {
  'soak-one': [{ name: 'Review', approvers: byContext, deadline }],
  'soak-two': [{ name: 'Review', approvers: byContext, quorum: count(2) }],
  'soak-stages': [
    { name: 'First', approvers: byContext },
    { name: 'Second', approvers: byContext, deadline },
  ],
};

/** Puts the policies of the soak into force. */
export async function makePolicies(callers: Callers): Promise<void> {
  const erin = callers.as('erin');
  for (const key of POLICIES) {
    await erin.createPolicy({
      body: {
        definition: {
          key,
          name: key,
          subjectType: 'soak',
          stages: STAGES[key],
        },
      },
    });
    await erin.activatePolicyVersion({ params: { key, version: 1 }, body: {} });
  }
}

/** Starts receivers of webhooks on loopback: a quick one, and one that takes its time and fails at times. */
export async function startReceivers(
  callers: Callers,
  meter: Meter,
): Promise<void> {
  for (const [name, delay, failures] of [
    ['Quick', 0, 0],
    ['Slow', 200, 0.01],
  ] as const) {
    const server = http.createServer((request, response) => {
      request.resume().on('end', () => {
        setTimeout(() => {
          const fails = Math.random() < failures;
          response.writeHead(fails ? 500 : 204).end();
          if (!fails) {
            meter.told();
          }
        }, delay);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const { port } = server.address() as AddressInfo;
    await callers.as('erin').createWebhook({
      body: {
        name,
        url: `http://localhost:${port}/`,
        types: name === 'Slow' ? ['request.approved', 'request.rejected'] : [],
      },
    });
  }
}
