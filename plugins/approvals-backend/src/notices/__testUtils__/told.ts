import { Line } from '../lines';
import { planNotices } from '../planNotices';
import { Standing } from '../types';
import { REQUEST } from './standing';

export const SECOND = { round: 1, stage: 1 };
export const OWNER = 'group:default/leads';
export const ADMINS = 'group:default/admins';

/** Who is told what, in a few words. */
export function told(
  lines: Line[],
  stands: Standing,
  delegates: Record<string, string[]> = {},
) {
  const plan = planNotices({
    request: REQUEST,
    lines,
    standing: stands,
    circle: {
      delegatesOf: person => delegates[person] ?? [],
      administrators: [ADMINS],
    },
  });
  return {
    ...plan,
    words: Object.fromEntries(
      [...plan.messages].map(([recipient, message]) => [
        recipient,
        Object.values(message)
          .filter(value => typeof value === 'string')
          .join(' '),
      ]),
    ),
  };
}
