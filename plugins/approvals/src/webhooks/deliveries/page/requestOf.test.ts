import { requestOf } from './requestOf';

const subject = (title: string) => ({
  type: 'release',
  id: '{"title":"no"}',
  title,
});

describe('the request of a message', () => {
  it.each(['Reader', 'He said "yes" \\ {no}', 'Zürich 🚀'])(
    'is named "%s"',
    title => {
      const body = JSON.stringify({
        data: { subject: { type: 'release', id: '1', title } },
      });
      expect(requestOf(body)).toBe(title);
      expect(requestOf(body.slice(0, -2))).toBe(title);
    },
  );

  it('has no name where its message tells none, or was cut too early', () => {
    expect(requestOf('{"type":"webhook.test","data":{}}')).toBe(undefined);
    expect(requestOf('{"data":{"subject":{"title":"Rea')).toBe(undefined);
  });

  it('is not named by what an id looks like', () => {
    const named = requestOf(
      JSON.stringify({ data: { subject: subject('Yes') } }),
    );
    expect([undefined, 'Yes']).toContain(named);
  });
});
