import { LookupAddress } from 'node:dns';
import { AllowedHost, Guard, targetOf } from './Guard';

/** What the names of these tests resolve to. Nothing ever connects to it. */
const NAMES: Record<string, string[]> = {
  'hooks.example.com': ['93.184.216.34', '2606:2800:21f:cb07::1'],
  'nat64.example.com': ['64:ff9b::5db8:d822'],
  'loopback.example.com': ['127.0.0.1'],
  'loopback6.example.com': ['::1'],
  'zero.example.com': ['0.0.0.0'],
  'private.example.com': ['10.1.2.3'],
  'private172.example.com': ['172.31.255.255'],
  'private192.example.com': ['192.168.0.1'],
  'carrier.example.com': ['100.64.0.1'],
  'cloud.example.com': ['169.254.169.254'],
  'cloud6.example.com': ['fd00:ec2::254'],
  'linklocal.example.com': ['fe80::1'],
  'sitelocal.example.com': ['fec0::1'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  'mappedhex.example.com': ['::ffff:7f00:1'],
  'compatible.example.com': ['::7f00:1'],
  'translated.example.com': ['::ffff:0:10.0.0.1'],
  'nat64private.example.com': ['64:ff9b::a00:1'],
  'nat64local.example.com': ['64:ff9b:1::5db8:d822'],
  'sixtofour.example.com': ['2002:7f00:1::'],
  'teredo.example.com': ['2001:0:53aa:64c:0:0:80ff:fffe'],
  'multicast.example.com': ['224.0.0.1'],
  'multicast6.example.com': ['ff02::1'],
  'broadcast.example.com': ['255.255.255.255'],
  'reserved.example.com': ['240.0.0.1'],
  'documentation.example.com': ['203.0.113.7'],
  'documentation6.example.com': ['2001:db8::1'],
  'benchmark.example.com': ['198.18.0.1'],
  'unassigned.example.com': ['4000::1'],
  'mixed.example.com': ['93.184.216.34', '10.0.0.1'],
  'mixed6.example.com': ['2606:2800:21f:cb07::1', 'fd00::1'],
  'zone.example.com': ['fe80::1%eth0'],
  'nonsense.example.com': ['no address'],
  'nobody.example.com': [],
  'ftp.example.com': ['93.184.216.34'],
  'people.intern.example': ['10.0.0.7'],
};

const resolve = async (host: string): Promise<LookupAddress[]> =>
  (NAMES[host] ?? []).map(address => ({ address, family: 4 }));

/** Whether a guard would let something go to a URL, and why not. */
async function verdict(guard: Guard, url: string): Promise<string> {
  const fault = guard.faultOf(url);
  if (fault) {
    return `text: ${fault}`;
  }
  return guard.addressesOf(targetOf(new URL(url)), resolve).then(
    () => 'ok',
    (error: Error) => `addresses: ${error.message}`,
  );
}

const guard = new Guard();

const REFUSED_BY_TEXT = [
  // Other schemes
  'http://hooks.example.com/',
  'HTTP://hooks.example.com/',
  'ftp://ftp.example.com/',
  'file:///etc/passwd',
  'gopher://hooks.example.com/',
  'mailto:a@hooks.example.com',
  'data:text/plain,x',
  'ws://hooks.example.com/',
  '//hooks.example.com/',
  'hooks.example.com',
  '',
  // Somebody before the host
  'https://user@hooks.example.com/',
  'https://user:password@hooks.example.com/',
  'https://hooks.example.com@127.0.0.1/',
  'https://:password@hooks.example.com/',
  // This machine in many spellings
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://localhost../',
  'https://foo.localhost/',
  'https://localhost.localdomain/',
  'https://127.0.0.1/',
  'https://127.0.0.1./',
  'https://127.1/',
  'https://127.0.1/',
  'https://2130706433/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://0x7f.0.0.1/',
  'https://0x7f000001/',
  'https://0X7F.1/',
  'https://127.0.0.1:8443/',
  'https://0/',
  'https://0.0.0.0/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
  'https://%31%32%37.0.0.1/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[::1%25lo]/',
  // What is near it
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://0300.0250.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://2852039166/',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/',
  'https://100.100.100.200/',
  'https://printer.local/',
  'https://vault.internal/',
  'https://router.home.arpa/',
  'https://hidden.onion/',
  'https://intranet/',
  'https://intranet./',
  // Ports of other services
  'https://hooks.example.com:0/',
  'https://hooks.example.com:22/',
  'https://hooks.example.com:25/',
  'https://hooks.example.com:99999/',
  // What two readers read differently
  'https:\\\\hooks.example.com/',
  'https://hooks.example.com\\@127.0.0.1/',
  'https://hooks.example.com\t/',
  'https://hooks.exa\nmple.com/',
  ' https://hooks.example.com/',
  'https://hooks.example.com /',
  'https://hooks.example.com\0.evil.example/',
  'https:hooks.example.com',
  'https:/hooks.example.com',
  'https://',
  'https://?',
  'https://hooks.example.com/#fragment',
];

const REFUSED_BY_ADDRESS = Object.keys(NAMES).filter(
  name =>
    !['hooks', 'nat64', 'ftp'].some(good => name === `${good}.example.com`),
);

describe('the guard', () => {
  it('has a long list to be tried with', () => {
    expect(REFUSED_BY_TEXT.length).toBeGreaterThan(60);
    expect(REFUSED_BY_ADDRESS.length).toBeGreaterThan(30);
  });

  it.each(REFUSED_BY_TEXT)('refuses %j by its text alone', async url => {
    expect(await verdict(guard, url)).toMatch(/^text: must /);
  });

  it.each(REFUSED_BY_ADDRESS)(
    'refuses %s by what it resolves to',
    async name => {
      expect(await verdict(guard, `https://${name}/`)).toMatch(
        /^addresses: '.+' (leads to the address .+, which is not public|has no address)/,
      );
    },
  );

  it.each([
    'https://hooks.example.com/',
    'https://hooks.example.com',
    'HTTPS://Hooks.Example.Com/a/b?c=d',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com./',
    'https://nat64.example.com/',
  ])('lets %s pass', async url => {
    expect(await verdict(guard, url)).toBe('ok');
  });

  it.each(['https://93.184.216.34/', 'https://[2606:2800:21f:cb07::1]/'])(
    'lets the public address %s pass',
    url => {
      expect(guard.faultOf(url)).toBeUndefined();
    },
  );
});

describe('a host that the configuration allows', () => {
  const allowing = (...allow: AllowedHost[]) => new Guard({ allow });

  it('may lead to a private address', async () => {
    const own = allowing({ host: 'People.Intern.example.' });
    expect(await verdict(own, 'https://people.intern.example/')).toBe('ok');
    expect(await verdict(own, 'https://people.intern.example:22/')).toBe('ok');
  });

  it.each([
    ['localhost', 'https://localhost./'],
    ['127.0.0.1', 'https://0x7f.1/'],
    ['::1', 'https://[0:0::1]/'],
    ['[::1]', 'https://[::1]/'],
  ])('may be %s, whose other spelling is %s', (host, url) => {
    expect(allowing({ host }).faultOf(url)).toBeUndefined();
  });

  it('is reached over TLS, unless it is insecure', () => {
    const url = 'http://localhost:8080/';
    expect(allowing({ host: 'localhost' }).faultOf(url)).toBe(
      'must be an https address',
    );
    expect(
      allowing({ host: 'localhost', insecure: true }).faultOf(url),
    ).toBeUndefined();
  });

  it('is allowed on its port only, where one is named', async () => {
    const own = allowing({ host: 'people.intern.example', port: 8443 });
    expect(await verdict(own, 'https://people.intern.example:8443/')).toBe(
      'ok',
    );
    expect(await verdict(own, 'https://people.intern.example/')).toContain(
      '10.0.0.7',
    );
  });

  it('allows no other name, not even one below it', async () => {
    const own = allowing({ host: 'example.com' });
    expect(await verdict(own, 'https://private.example.com/')).toContain(
      '10.1.2.3',
    );
  });

  it('may not carry a user either', () => {
    expect(
      allowing({ host: 'localhost' }).faultOf('https://a@localhost/'),
    ).toBe('must not carry a user or password');
  });

  it.each(['', 'a b', 'https://x.example', 'x.example:8443', 'x/y', 'a@b'])(
    'must be a host, not %j',
    host => {
      expect(() => allowing({ host })).toThrow('approvals.http.allow');
    },
  );
});
