import {
  PermissionCondition,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import {
  approvalsPolicyConditions,
  approvalsRequestConditions,
} from '../../permissions/conditions';

/** A condition, or several joined. */
export type Criteria = PermissionCriteria<PermissionCondition>;

const {
  isRequester,
  isPart,
  hasPolicy,
  ownsPolicy,
  hasSubjectType,
  ownsEntity,
} = approvalsRequestConditions;
const { hasKey, isPolicyOwner, isActive } = approvalsPolicyConditions;
const user = (name: string) => `user:default/${name}`;

/** Conditions on the requests of the town; each lets some of them through. */
export const requestConditions: Criteria[] = [
  isRequester({ refs: [user('alice')] }),
  isRequester({ refs: [user('bob'), user('frank')] }),
  isRequester({ refs: [] }),
  ...['alice', 'bob', 'carol', 'dave', 'erin', 'frank'].map(name =>
    isPart({ ref: user(name) }),
  ),
  ...[1, 2, 3, 4, 5, 6, 7].map(index => isPart({ ref: user(`crowd${index}`) })),
  hasPolicy({ keys: ['team'] }),
  hasPolicy({ keys: ['pair', 'owners', 'none'] }),
  ownsPolicy({ refs: ['group:default/leads', user('alice')] }),
  ownsPolicy({ refs: ['Leads'] }),
  ownsPolicy({ refs: [] }),
  { not: ownsPolicy({ refs: ['group:default/leads'] }) },
  hasSubjectType({ types: ['component'] }),
  ownsEntity({ refs: ['group:default/platform'] }),
  ownsEntity({ refs: [user('frank'), user('nobody')] }),
  { not: isPart({ ref: user('bob') }) },
  {
    allOf: [
      hasPolicy({ keys: ['team', 'pair'] }),
      { not: isRequester({ refs: [user('bob')] }) },
      {
        anyOf: [isPart({ ref: user('crowd3') }), isPart({ ref: user('erin') })],
      },
    ],
  },
] as Criteria[];

/** Conditions on the policies of the town. */
export const policyConditions = [
  hasKey({ keys: ['team', 'pair'] }),
  hasKey({ keys: [] }),
  isPolicyOwner({ refs: ['group:default/leads'] }),
  isActive(),
  { not: isActive() },
  { anyOf: [isPolicyOwner({ refs: ['group:default/leads'] }), isActive()] },
] as Criteria[];

/** A rule in words. */
export function wordsOf(rule: Criteria): string {
  if ('not' in rule) {
    return `not ${wordsOf(rule.not)}`;
  }
  if ('allOf' in rule) {
    return `(${rule.allOf.map(wordsOf).join(' and ')})`;
  }
  if ('anyOf' in rule) {
    return `(${rule.anyOf.map(wordsOf).join(' or ')})`;
  }
  const [values = ''] = Object.values(rule.params ?? {});
  return `${rule.rule} ${[values].flat().join('+')}`.trim();
}
