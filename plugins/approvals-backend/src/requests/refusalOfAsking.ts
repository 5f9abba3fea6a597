import { Refusal } from '../engine';
import { ApprovalsRefusal } from '../http';

type Issue = { path: string; message: string };

const PLACES: Partial<Record<Refusal['code'], Issue>> = {
  INVALID_INPUT: { path: '/requester', message: 'a service must name it' },
  SUBJECT_TYPE: {
    path: '/subject/type',
    message: 'is not the subject type of the policy',
  },
};

/** Why a request is not made, as it is sent: with the places in its body. */
export function refusalOfAsking(
  { code, message }: Refusal,
  { involved = [] }: { involved?: string[] },
  { unknownPeople }: { unknownPeople: readonly string[] },
): ApprovalsRefusal {
  const place = PLACES[code];
  return new ApprovalsRefusal(code, message, {
    issues:
      code === 'PERSON_UNKNOWN'
        ? strangersIn(involved, unknownPeople)
        : place && [place],
  });
}

/** Where the body names people whom the catalog does not have; who asks need not be named. */
function strangersIn(
  involved: string[],
  strangers: readonly string[],
): Issue[] {
  const named = involved.map((ref, index) => ({
    path: `/involved/${index}`,
    ref,
  }));
  const asker = strangers.find(ref => !involved.includes(ref));
  return [
    ...(asker === undefined ? [] : [{ path: '/requester', ref: asker }]),
    ...named.filter(({ ref }) => strangers.includes(ref)),
  ].map(({ path, ref }) => ({ path, message: `the catalog has no '${ref}'` }));
}
