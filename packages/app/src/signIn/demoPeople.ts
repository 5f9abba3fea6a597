/** Names in the example organization (`examples/org.yaml`), with their faces' initials. */
export const DEMO_PEOPLE = [
  { name: 'alice', displayName: 'Alice Amari', role: 'signIn.roles.alice' },
  { name: 'bob', displayName: 'Bob Berg', role: 'signIn.roles.bob' },
  { name: 'carol', displayName: 'Carol Chen', role: 'signIn.roles.carol' },
  { name: 'dave', displayName: 'Dave Duarte', role: 'signIn.roles.dave' },
  { name: 'erin', displayName: 'Erin Eze', role: 'signIn.roles.erin' },
] as const;
