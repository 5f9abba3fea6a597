import { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { specialRangeOf } from './addresses';

/** A host that may be reached although it is not public. */
export type AllowedHost = {
  /** A name or an IP address. */
  host: string;
  /** Any port, when left out. */
  port?: number;
  /** Plain http may be used, too. Where there is TLS, it is checked all the same. */
  insecure?: boolean;
};

/** Where a connection goes. */
export type Target = { host: string; port: number };

/** Finds the addresses of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** Names that never mean a public host: RFC 6761, 6762, 7686, 8375, and ICANN's `internal`. */
const LOCAL_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|onion|invalid|home\.arpa)$/;

/** What the URL standard would strip or take for a slash; no two readers agree on it. */
const ODD = /[\s\\\p{Cc}]/u;

/**
 * Decides where the backend may send something: to https on public addresses,
 * and to hosts that the configuration allows. It connects to nothing.
 */
export class Guard {
  readonly #allowed: AllowedHost[];

  constructor(options: { allow?: readonly AllowedHost[] } = {}) {
    this.#allowed = (options.allow ?? []).map(entry => ({
      ...entry,
      host: canonicalHost(entry.host),
    }));
  }

  /** What is wrong with a URL by its text alone, in words that go on from its name. */
  faultOf(text: string): string | undefined {
    const url = ODD.test(text) ? undefined : parseUrl(text);
    if (!url || !/^https?:\/\//i.test(text)) {
      return 'must be an https address';
    }
    if (url.username || url.password) {
      return 'must not carry a user or password';
    }
    if (url.hash) {
      return 'must not have a fragment';
    }
    const allowed = this.#find(targetOf(url));
    if (url.protocol === 'http:' && !allowed.some(entry => entry.insecure)) {
      return 'must be an https address';
    }
    return allowed.length > 0 ? undefined : publicFaultOf(targetOf(url));
  }

  /**
   * The addresses of a target's host, all of which may be connected to.
   *
   * @throws Error in words for people, when one may not
   */
  async addressesOf(
    target: Target,
    resolve: Resolve,
  ): Promise<LookupAddress[]> {
    const found = await resolve(target.host);
    if (found.length === 0) {
      throw new Error(`'${target.host}' has no address`);
    }
    for (const { address } of found) {
      const range = specialRangeOf(address);
      if (range !== undefined && this.#find(target).length === 0) {
        throw new Error(
          `'${target.host}' leads to the address ${address}, which is not public (${range})`,
        );
      }
    }
    return found;
  }

  #find({ host, port }: Target): AllowedHost[] {
    return this.#allowed.filter(
      entry =>
        entry.host === host &&
        (entry.port === undefined || entry.port === port),
    );
  }
}

/** The host and port of a URL, in their one spelling. */
export function targetOf(url: URL): Target {
  return {
    host: bare(url.hostname),
    port: Number(url.port || (url.protocol === 'http:' ? 80 : 443)),
  };
}

function publicFaultOf({ host, port }: Target): string | undefined {
  if (isIP(host) > 0) {
    const range = specialRangeOf(host);
    return range && `must not lead to an address that is not public (${range})`;
  }
  if (LOCAL_NAMES.test(host) || !host.includes('.')) {
    return 'must not lead to a local name';
  }
  return port === 443 || port >= 1024
    ? undefined
    : 'must use port 443, or one from 1024';
}

/** The URL standard reads decimal, octal and hex spellings of IPv4, so `0x7f.1` comes out as 127.0.0.1. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function canonicalHost(host: string): string {
  const inBrackets = isIP(host) === 6 ? `[${host}]` : host;
  const url = parseUrl(`https://${inBrackets}/`);
  if (!url || url.port || url.pathname !== '/' || url.username) {
    throw new Error(
      `'${host}' in approvals.http.allow is no host: write a name or an IP address`,
    );
  }
  return bare(url.hostname);
}

/** Without the brackets of IPv6 and the dot that ends a full name. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
}
