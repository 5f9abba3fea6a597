import { Line } from './lines';
import { ReleasedMessage } from './types';

/** Why notices are settled, from the lines of the step that settled them: the deed, not what followed from it. */
export function settledBy(lines: readonly Line[]): ReleasedMessage {
  for (const line of lines) {
    const released = whatItSettles(line);
    if (released) {
      return { about: 'released', ...released };
    }
  }
  return { about: 'released', how: 'settled' };
}

function whatItSettles(line: Line): Omit<ReleasedMessage, 'about'> | undefined {
  const by = line.actor;
  switch (line.type) {
    case 'task.decided':
      return { how: 'decided', by };
    case 'task.reassigned':
      return { how: 'handed_on', by };
    case 'request.withdrawn':
      return { how: 'withdrawn', by };
    case 'request.cancelled':
      return { how: 'cancelled', by };
    case 'request.resubmitted':
      return { how: 'resubmitted', by };
    case 'request.expired':
      return { how: 'expired' };
    case 'stage.approved':
    case 'stage.rejected':
      return line.payload.reason === 'deadline'
        ? { how: 'deadline' }
        : undefined;
    default:
      return undefined;
  }
}
