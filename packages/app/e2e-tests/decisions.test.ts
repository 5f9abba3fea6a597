import { askUnder, stageOf } from './policies';
import { expect, test } from './portal';
import { decide, hasStatus, openAs, tells } from './requestPage';

const TWO = { mode: 'count', value: 2 } as const;

test('two stages with quorum 2 end in an approval, by delegation and by a seat that was handed on', async ({
  page,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.two-stages',
    title: 'Release 1.0',
    stages: [
      stageOf('Readiness', TWO, 'bob', 'carol'),
      stageOf('Board', TWO, 'bob', 'carol'),
    ],
  });
  await callers.as('carol').createDelegation({
    body: {
      delegate: 'user:default/erin',
      start: new Date().toISOString(),
      end: new Date(Date.now() + 3_600_000).toISOString(),
      policyKeys: ['browser.two-stages'],
    },
  });

  await openAs(page, 'Bob Berg', id);
  await decide(page, 'Approve');
  await tells(page, 'Bob Berg approved Readiness');

  await openAs(page, 'Erin Eze', id);
  await expect(page.getByText('Your decision for Carol Chen')).toBeVisible();
  await decide(page, 'Approve', 'In her stead.');
  await tells(page, 'Erin Eze approved Readiness for Carol Chen');
  await tells(page, 'Board started');

  await openAs(page, 'Carol Chen', id);
  await page.getByRole('button', { name: 'Hand to somebody else' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Person' }).fill('Dave');
  // The list of before the words is still there for a moment.
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.getByRole('option', { name: 'Dave Duarte' }).click();
  await dialog.getByRole('button', { name: 'Hand to somebody else' }).click();
  await tells(page, 'Carol Chen handed the seat in Board to Dave Duarte');

  await openAs(page, 'Dave Duarte', id);
  await decide(page, 'Approve');
  await tells(page, 'Dave Duarte approved Board');
  await openAs(page, 'Bob Berg', id);
  await decide(page, 'Approve');

  await tells(page, 'The request is approved');
  await hasStatus(page, 'Approved');
});

test('one rejection ends the request, with the reason for everybody to read', async ({
  page,
  callers,
}) => {
  const id = await askUnder(callers, {
    key: 'browser.rejection',
    title: 'Release 2.0',
    stages: [stageOf('Readiness', TWO, 'bob', 'carol')],
  });

  await openAs(page, 'Bob Berg', id);
  await decide(page, 'Reject', 'The tests are red.');
  await tells(page, 'Bob Berg rejected Readiness');

  await openAs(page, 'Alice Amari', id);
  await hasStatus(page, 'Rejected');
  await tells(page, '“The tests are red.”');
});

test('after "ask changes" the requester sends it again, and the stages start anew', async ({
  page,
  callers,
}) => {
  test.slow();
  const id = await askUnder(callers, {
    key: 'browser.changes',
    title: 'Release 3.0',
    stages: [stageOf('Readiness', { mode: 'count', value: 1 }, 'bob')],
    contextSchema: {
      type: 'object',
      properties: { window: { type: 'string', title: 'Window' } },
    },
    context: { window: 'any time' },
  });

  await openAs(page, 'Bob Berg', id);
  await decide(page, 'Ask changes', 'At night, please.');
  await tells(page, 'Bob Berg asked for changes in Readiness');

  await openAs(page, 'Alice Amari', id);
  await hasStatus(page, 'Changes requested');
  await page.getByRole('button', { name: 'Send again' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Window' }).fill('at night');
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await tells(page, 'Alice Amari sent it again, as round 2');

  await openAs(page, 'Bob Berg', id);
  await expect(page.getByText('1 fact changed since round 1')).toBeVisible();
  await decide(page, 'Approve');
  await tells(page, 'The request is approved');
});

test('an abstention that completes the stage says so before it is sent', async ({
  page,
  callers,
}) => {
  const id = await askUnder(callers, {
    key: 'browser.abstention',
    title: 'Release 4.0',
    stages: [stageOf('Readiness', { mode: 'all' }, 'bob', 'carol')],
  });

  await openAs(page, 'Bob Berg', id);
  await decide(page, 'Approve');
  await tells(page, 'Bob Berg approved Readiness');

  await openAs(page, 'Carol Chen', id);
  await decide(page, 'Abstain');
  await expect(page.getByText('Abstaining approves this stage')).toBeVisible();
  await page.getByRole('button', { name: 'Abstain all the same' }).click();

  await tells(page, 'Carol Chen abstained in Readiness');
  await tells(page, 'The request is approved');
});
