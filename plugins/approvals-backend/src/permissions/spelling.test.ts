import { policyRules } from './policyRules';
import { requestRules } from './requestRules';

const request = {
  requester: 'user:default/alice',
  policyKey: 'plain',
  policyOwner: 'group:default/leads',
  subjectType: 'client',
  owners: ['user:default/dave', 'group:default/platform'],
  people: ['user:default/bob'],
  delegates: ['user:default/carol'],
};
const policy = { key: 'plain', owner: 'group:default/leads', isActive: true };
const { isRequester, isPart, ownsEntity, ownsPolicy } = requestRules;
const { isPolicyOwner } = policyRules;

describe('conditions with a ref in another spelling', () => {
  it('reach the same requests and policies', () => {
    expect([
      isRequester.apply(request, { refs: ['User:default/Alice'] }),
      isPart.apply(request, { ref: 'User:Default/Bob' }),
      isPart.apply(request, { ref: 'user:default/CAROL' }),
      ownsEntity.apply(request, { refs: ['Group:default/Platform'] }),
      ownsPolicy.apply(request, { refs: ['Leads'] }),
      isPolicyOwner.apply(policy, { refs: ['group:default/Leads'] }),
    ]).toEqual([true, true, true, true, true, true]);
  });

  it('look in the database for the one spelling', () => {
    expect([
      isRequester.toQuery({ refs: ['User:default/Alice'] }),
      isPart.toQuery({ ref: 'User:Default/Bob' }),
      ownsEntity.toQuery({ refs: ['Group:default/Platform'] }),
      ownsPolicy.toQuery({ refs: ['Group:default/Leads'] }),
      isPolicyOwner.toQuery({ refs: ['group:default/Leads'] }),
    ]).toEqual([
      { where: 'requester', refs: ['user:default/alice'] },
      { where: 'part', ref: 'user:default/bob' },
      { where: 'owner', refs: ['group:default/platform'] },
      { where: 'policyOwner', refs: ['group:default/leads'] },
      { where: 'owner', refs: ['group:default/leads'] },
    ]);
  });

  it('leave what is no ref as it is, so that it finds nothing', () => {
    expect(isRequester.apply(request, { refs: ['', 'a b', ':'] })).toBe(false);
  });
});
