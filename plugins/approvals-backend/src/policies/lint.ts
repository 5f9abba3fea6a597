import {
  PolicyDefinition,
  PolicyFault,
  StageDefinition,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import { isDemanding, isFromRequest, Place } from './definitionParts';

/** Odd, but allowed. */
type Warning = { place: Place; message: string };

/** What a definition by itself makes one wonder about. */
export function lint(definition: PolicyDefinition): PolicyFault[] {
  const warnings = [
    ...definition.stages.flatMap((stage, index) =>
      lintStage(stage).map(({ place, message }) => ({
        place: ['stages', index, ...place],
        message,
      })),
    ),
    ...lintWhole(definition),
  ];
  return warnings.map(({ place, message }) => ({
    path: toPointer(place),
    message,
  }));
}

function lintStage(stage: StageDefinition): Warning[] {
  return [
    ...lintQuorum(stage),
    ...lintNobody(stage),
    ...lintDeadline(stage),
    ...lintRequestChooses(stage),
    ...lintRequesterOnly(stage),
  ];
}

function lintQuorum({ quorum, rejections }: StageDefinition): Warning[] {
  return rejections >= 2 && quorum.mode === 'all'
    ? [
        {
          place: ['rejections'],
          message:
            'one rejection already makes it impossible that all approve: the stage is rejected by the first',
        },
      ]
    : [];
}

function lintNobody({ onNoApprovers, approvers }: StageDefinition): Warning[] {
  return onNoApprovers === 'skip' && approvers.some(isDemanding)
    ? [
        {
          place: ['onNoApprovers'],
          message:
            'never skips: a rule has `required` or `min`, so the stage is held when nobody is found',
        },
      ]
    : [];
}

function lintDeadline({ deadline, approvers }: StageDefinition): Warning[] {
  const place = ['deadline', 'onBreach'];
  if (deadline?.onBreach === 'approve') {
    return [
      { place, message: 'when the time is over it is approved by nobody' },
    ];
  }
  return deadline?.onBreach === 'escalate' && approvers.some(isDemanding)
    ? [
        {
          place,
          message:
            'whom it escalates to cannot stand in for a rule with `required` or `min`',
        },
      ]
    : [];
}

function lintRequestChooses({ approvers }: StageDefinition): Warning[] {
  const isSafe = approvers.some(
    rule => isDemanding(rule) && !isFromRequest(rule),
  );
  if (isSafe) {
    return [];
  }
  return approvers.flatMap((rule, index) =>
    isFromRequest(rule)
      ? [
          {
            place: ['approvers', index],
            message:
              'who asks chooses who approves: put a rule with `required` or `min` beside it',
          },
        ]
      : [],
  );
}

/** Whom an expression finds that gives the requester and nobody else. */
const REQUESTER_ONLY = /^\s*\[\s*requester\.ref\s*\]\s*$/;

function lintRequesterOnly({ approvers }: StageDefinition): Warning[] {
  const isOnly = approvers.every(
    ({ type, people }) =>
      type === 'expression' && REQUESTER_ONLY.test(String(people)),
  );
  return isOnly
    ? [{ place: ['approvers'], message: 'only the requester could approve' }]
    : [];
}

function lintWhole({ stages }: PolicyDefinition): Warning[] {
  const canBeSkipped = stages.every(
    ({ skipIf, onNoApprovers, approvers }) =>
      skipIf !== undefined ||
      (onNoApprovers === 'skip' && !approvers.some(isDemanding)),
  );
  return canBeSkipped
    ? [
        {
          place: ['stages'],
          message:
            'every stage can be skipped: a request may be approved by nobody',
        },
      ]
    : [];
}
