import { createHash } from 'node:crypto';
import { HeadsDigest } from './HeadsDigest';

const digestOf = (...heads: Parameters<HeadsDigest['add']>[0][]) => {
  const digest = new HeadsDigest();
  heads.forEach(head => digest.add(head));
  return digest.finish();
};

// Fixed for ever: seals are compared with copies that were kept for years.
describe('the digest of a seal', () => {
  it('is SHA-256 over a line of canonical JSON for each head', () => {
    const lines =
      `["policy:deploy",2,"${'0a'.repeat(32)}"]\n` +
      `["request:\\"é\\"",17,"${'ff'.repeat(32)}"]\n`;
    const { digest, heads } = digestOf(
      { stream: 'policy:deploy', seq: 2, hash: '0a'.repeat(32) },
      { stream: 'request:"é"', seq: 17, hash: 'ff'.repeat(32) },
    );
    expect(digest).toBe(
      createHash('sha256').update(lines, 'utf8').digest('hex'),
    );
    expect(digest).toBe(
      '109a4fda1df8e30c6315a48ee99edf504cd9ab89ceac701f54094b34fcc2c905',
    );
    expect(heads).toBe(2);
  });

  it('is SHA-256 of nothing where nothing moved', () => {
    expect(digestOf()).toEqual({
      heads: 0,
      digest:
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  it('tells heads apart wherever one ends and the next begins', () => {
    const hash = 'ab'.repeat(32);
    expect(digestOf({ stream: 'a', seq: 11, hash }).digest).not.toBe(
      digestOf({ stream: 'a1', seq: 1, hash }).digest,
    );
  });
});
