import { randomBytes } from 'node:crypto';
import { SecretBox } from './SecretBox';

const newKey = () => randomBytes(32).toString('base64');

describe('a secret box', () => {
  const [first, second] = [newKey(), newKey()];
  const box = new SecretBox({ keys: [first] });

  it('gives back what it sealed, each time under another text', () => {
    const [one, two] = [box.seal('whsec_ä', 'a'), box.seal('whsec_ä', 'a')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('whsec');
    expect([box.open(one, 'a'), box.open(two, 'a')]).toEqual([
      'whsec_ä',
      'whsec_ä',
    ]);
  });

  it('does not give it to another owner', () => {
    expect(() => box.open(box.seal('x', 'a'), 'b')).toThrow();
  });

  it('does not open what was changed', () => {
    const sealed = box.seal('whsec_secret', 'a');
    for (const place of [10, 30, sealed.length - 2]) {
      const other = sealed[place] === 'A' ? 'B' : 'A';
      const changed = `${sealed.slice(0, place)}${other}${sealed.slice(
        place + 1,
      )}`;
      expect(() => box.open(changed, 'a')).toThrow();
    }
  });

  it('encrypts with the first key and decrypts with all', () => {
    const old = box.seal('x', 'a');
    const rotating = new SecretBox({ keys: [second, first] });
    expect(rotating.open(old, 'a')).toBe('x');
    expect(rotating.isFresh(old)).toBe(false);
    const fresh = rotating.seal('x', 'a');
    expect(rotating.isFresh(fresh)).toBe(true);
    expect(new SecretBox({ keys: [second] }).open(fresh, 'a')).toBe('x');
    expect(() => box.open(fresh, 'a')).toThrow(
      /encrypted with the key '[0-9a-f]{8}', which is not among approvals.encryption.keys/,
    );
  });

  it.each(['', 'short', randomBytes(16).toString('base64'), 'x'.repeat(64)])(
    'takes no key such as %j',
    key => {
      expect(() => new SecretBox({ keys: [key] })).toThrow('32 bytes');
    },
  );

  it('says when there is no key', () => {
    const none = new SecretBox({ keys: [] });
    expect(none.isReady).toBe(false);
    expect(() => none.seal('x', 'a')).toThrow('approvals.encryption.keys');
  });
});
