import {
  CreateRequestBody,
  DecisionKind,
} from '@countersign/backstage-plugin-approvals-common';

/** What somebody does with a request, after everything before was done. */
export type Step =
  | { who: string; does: DecisionKind; comment?: string }
  | { who: string; does: 'comment'; comment: string };

/** A request of the demo, and how far it has come. */
export interface Story {
  /** Who asks: a person of the demo, or the service for a person. */
  by: string | { serviceFor: string };
  ask: Omit<CreateRequestBody, 'requester'>;
  then: Step[];
}
