import { titleIn } from './message';

describe('the title in the body of a message', () => {
  it.each([
    ['Reader', { subject: { title: 'Reader' } }],
    [undefined, { actor: 'user:default/erin' }],
  ])('is %p', (title, data) => {
    expect(titleIn(JSON.stringify({ data }))).toBe(title);
  });
});
