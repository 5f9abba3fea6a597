import { Webhook } from 'standardwebhooks';
import { newSecret, secretBytes, signedHeaders } from './signature';

const body = '{"type":"request.approved","data":{"title":"Grüße"}}';

const sign = (secrets: string[], more: object = {}) =>
  signedHeaders({
    id: '0199f0c0-0000-7000-8000-000000000001',
    at: Date.now(),
    body,
    secrets: secrets.map(secretBytes),
    ...more,
  });

describe('a signature', () => {
  it('is the one of the specification', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(
      signedHeaders({
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        at: 1_614_265_330_000,
        body: '{"test": 2432232314}',
        secrets: [secretBytes(secret)],
      }),
    ).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is taken by a receiver that knows the secret', () => {
    const secret = newSecret();
    expect(new Webhook(secret).verify(body, sign([secret]))).toEqual(
      JSON.parse(body),
    );
  });

  it('is taken by who knows the new secret, and by who knows the old one', () => {
    const [fresh, old] = [newSecret(), newSecret()];
    const headers = sign([fresh, old]);
    for (const secret of [fresh, old]) {
      expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    }
  });

  it.each([
    ['another secret', () => sign([newSecret()]), body],
    ['another body', (secret: string) => sign([secret]), `${body} `],
    [
      'another id',
      (secret: string) => ({ ...sign([secret]), 'webhook-id': 'other' }),
      body,
    ],
    [
      'an old time',
      (secret: string) => sign([secret], { at: Date.now() - 600_000 }),
      body,
    ],
  ])('is refused with %s', (_, headersOf, sent) => {
    const secret = newSecret();
    expect(() => new Webhook(secret).verify(sent, headersOf(secret))).toThrow();
  });

  it('stands on 32 random bytes', () => {
    const secrets = Array.from({ length: 10 }, newSecret);
    expect(new Set(secrets).size).toBe(10);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(secretBytes(secret)).toHaveLength(32);
    }
  });
});
