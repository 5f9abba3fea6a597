import { IPv4, IPv6, isValid, parse } from 'ipaddr.js';

/**
 * Why nothing may connect to an IP address: the name of the special range that
 * it is in, by IANA's registries of special-purpose addresses (RFC 6890).
 * Undefined for a public one. A form that carries an IPv4 address and reaches
 * it (IPv4-mapped, the well-known prefix of NAT64) is judged by that address.
 */
export function specialRangeOf(address: string): string | undefined {
  if (!isValid(address) || address.includes('%')) {
    return 'no IP address';
  }
  const ip = parse(address);
  const carried = ip instanceof IPv6 ? carriedBy(ip) : ip;
  if (carried) {
    return special(carried.range());
  }
  // Of the rest of IPv6, only 2000::/3 is in use as global unicast (RFC 4291).
  const [first] = (ip as IPv6).parts;
  return special(ip.range()) ?? (first >> 13 === 1 ? undefined : 'unassigned');
}

function special(range: string): string | undefined {
  return range === 'unicast' ? undefined : range;
}

const NAT64 = IPv6.parse('64:ff9b::');

function carriedBy(ip: IPv6): IPv4 | undefined {
  return ip.isIPv4MappedAddress() || ip.match(NAT64, 96)
    ? new IPv4(ip.toByteArray().slice(-4))
    : undefined;
}
