import {
  PolicyDefinition,
  PolicyDiff,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import diff from 'microdiff';

type Change = PolicyDiff['changes'][number];

/**
 * What changed from one definition to another. Stages are the same when they
 * have the same name, wherever they stand; paths are JSON Pointers into the
 * newer definition, and of removed stages into the older one.
 */
export function compare(
  before: PolicyDefinition,
  after: PolicyDefinition,
): Change[] {
  const { stages: stagesBefore, ...restBefore } = before;
  const { stages: stagesAfter, ...restAfter } = after;
  const namesBefore = stagesBefore.map(({ name }) => name);
  const namesAfter = stagesAfter.map(({ name }) => name);

  const changes = changesIn([], restBefore, restAfter);
  const kept = (names: string[], other: string[]) =>
    names.filter(name => other.includes(name));
  const order = kept(namesAfter, namesBefore);
  if (order.join('\n') !== kept(namesBefore, namesAfter).join('\n')) {
    changes.push({
      path: '/stages',
      kind: 'changed',
      before: namesBefore,
      after: namesAfter,
    });
  }
  stagesBefore.forEach((stage, index) => {
    if (!namesAfter.includes(stage.name)) {
      const path = toPointer(['stages', index]);
      changes.push({ path, kind: 'removed', before: stage });
    }
  });
  stagesAfter.forEach((stage, index) => {
    const same = stagesBefore[namesBefore.indexOf(stage.name)];
    if (same) {
      changes.push(...changesIn(['stages', index], same, stage));
    } else {
      const path = toPointer(['stages', index]);
      changes.push({ path, kind: 'added', after: stage });
    }
  });
  return changes;
}

function changesIn(
  place: (string | number)[],
  before: object,
  after: object,
): Change[] {
  return diff(before, after).map(difference => {
    const path = toPointer([...place, ...difference.path]);
    switch (difference.type) {
      case 'CREATE':
        return { path, kind: 'added', after: difference.value };
      case 'REMOVE':
        return { path, kind: 'removed', before: difference.oldValue };
      default:
        return {
          path,
          kind: 'changed',
          before: difference.oldValue,
          after: difference.value,
        };
    }
  });
}
