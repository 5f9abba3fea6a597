import { Event } from '@countersign/backstage-plugin-approvals-common';
import { PublishedRequest } from '../publishing';
import { policyKeyOf, titleIn } from './message';

describe('the title in the body of a message', () => {
  it.each([
    ['Reader', { subject: { title: 'Reader' } }],
    [undefined, { actor: 'user:default/erin' }],
  ])('is %p', (title, data) => {
    expect(titleIn(JSON.stringify({ data }))).toBe(title);
  });
});

describe('the policy that an event is about', () => {
  const request = { policy: { key: 'of-request' } } as PublishedRequest;

  it.each([
    ['policy.activated', { key: 'own' }, undefined, 'own'],
    ['run.bypassed', { policyKey: 'own' }, undefined, 'own'],
    ['request.approved', {}, request, 'of-request'],
    ['webhook.enabled', { key: 'none' }, undefined, undefined],
  ])('of %s', (type, payload, about, key) => {
    expect(policyKeyOf({ type, payload } as unknown as Event, about)).toBe(key);
  });
});
