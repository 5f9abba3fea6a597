import {
  PolicyDefinition,
  PolicyExample,
  PolicyVersion,
} from '@countersign/backstage-plugin-approvals-common';

/** A version as it is kept. */
export type StoredVersion = Omit<PolicyVersion, 'inReview' | 'warnings'>;

/** What is listed of a version: all but its content. */
export type VersionHead = {
  key: string;
  version: number;
  status: PolicyVersion['status'];
  name: string;
  subjectType: string;
  owner?: string;
};

/** What a version says. */
export type VersionContent = {
  definition: PolicyDefinition;
  examples: PolicyExample[];
};
